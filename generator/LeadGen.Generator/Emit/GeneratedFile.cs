using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Represents a generated file.</summary>
internal sealed record GeneratedFile(string HintName, SourceText Source);
