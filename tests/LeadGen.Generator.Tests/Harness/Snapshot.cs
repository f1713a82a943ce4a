using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace LeadGen.Generator.Tests.Harness;

/// <summary>
/// Compares generated source with reviewed files, using the convention of Verify.SourceGenerators: one
/// <c>Class.Method#Hint.verified.cs</c> for each source, and a <c>.received.cs</c> file next to it on a mismatch.
/// </summary>
/// <remarks>Replaces the Verify package. To use the package instead, reference it and delete this file.</remarks>
internal static class Snapshot
{
    public static void Verify(GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string method = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots");
        string prefix = $"{Path.GetFileNameWithoutExtension(testFile)}.{method}#";
        Dictionary<string, string> received = run.Sources.ToDictionary(
            s => prefix + Path.GetFileNameWithoutExtension(s.Key), s => $"//HintName: {s.Key}\n{WithoutVersion(s.Value)}");
        var mismatches = new List<string>();
        foreach ((string name, string text) in received)
        {
            string verified = Path.Combine(folder, name + ".verified.cs");
            string receivedFile = Path.Combine(folder, name + ".received.cs");
            if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == text)
            {
                File.Delete(receivedFile);
            }
            else
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(receivedFile, text, new UTF8Encoding(false));
                mismatches.Add(receivedFile);
            }
        }

        mismatches.AddRange(Directory.GetFiles(folder, prefix + "*.verified.cs")
            .Where(f => !received.ContainsKey(Path.GetFileName(f)[..^".verified.cs".Length]))
            .Select(f => f + " (no longer generated)"));
        Assert.True(mismatches.Count == 0, "Review and rename to .verified.cs, or delete:\n" + string.Join("\n", mismatches));
    }

    // A new version must not change all snapshots.
    private static string WithoutVersion(string source) =>
        Regex.Replace(source, @"GeneratedCode\(""LeadGen"", ""[^""]+""\)", "GeneratedCode(\"LeadGen\", \"VERSION\")");
}
