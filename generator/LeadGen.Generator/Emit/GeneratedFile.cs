using System.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Represents a generated file. Its text is not one string, which would have megabytes for a thousand fields.</summary>
internal sealed record GeneratedFile(string HintName, StringBuilder Source);
