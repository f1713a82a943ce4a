using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace LeadGen.TestKit.Compiling;

public static class CompilationExtensions
{
    /// <summary>Compiles an assembly. Fails if the code has errors.</summary>
    public static MemoryStream ToAssembly(this Compilation compilation)
    {
        var assembly = new MemoryStream();
        Diagnostic[] errors = [.. compilation.Emit(assembly).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            throw new InvalidOperationException(string.Join('\n', errors.AsEnumerable()));
        }

        assembly.Position = 0;
        return assembly;
    }

    /// <summary>Compiles an assembly, and loads it into a separate context, which is unloaded after the last use of the assembly.</summary>
    public static Assembly Load(this Compilation compilation)
    {
        using MemoryStream assembly = compilation.ToAssembly();
        return new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true).LoadFromStream(assembly);
    }
}
