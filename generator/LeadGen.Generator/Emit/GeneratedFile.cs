using System.Text;

namespace LeadGen.Generator.Emit;

/// <summary>One file of generated code. Its text is not put into one string, which for a thousand fields has megabytes.</summary>
internal sealed record GeneratedFile(string HintName, StringBuilder Source);
