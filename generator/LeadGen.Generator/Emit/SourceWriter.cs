using System.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Writes C# with indentation. Lines end with LF on every machine, so that the output is deterministic.</summary>
internal sealed class SourceWriter
{
    private int _depth;

    /// <summary>Gets the written text.</summary>
    public StringBuilder Text { get; } = new(8000);

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            Text.Append(' ', _depth * 4).Append(line);
        }

        Text.Append('\n');
    }

    /// <summary>Writes a header and an opening brace. Disposing the result writes the closing brace.</summary>
    public Scope Block(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Scope(this);
    }

    /// <summary>Writes documentation: a summary, and remarks if there are any. Both are XML.</summary>
    public void Docs(string summary, params string[] remarks)
    {
        Line($"/// <summary>{summary}</summary>");
        string[] paragraphs = remarks.Where(static r => r.Length > 0).ToArray();
        if (paragraphs.Length > 0)
        {
            Line("/// <remarks>");
            foreach (string paragraph in paragraphs)
            {
                Line($"/// <para>{paragraph}</para>");
            }

            Line("/// </remarks>");
        }
    }

    public readonly struct Scope(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }
}
