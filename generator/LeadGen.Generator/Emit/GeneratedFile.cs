using System.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Represents a generated file. Its text is a string builder, because the code for a thousand fields is several megabytes in size.</summary>
internal sealed record GeneratedFile(string HintName, StringBuilder Source);
