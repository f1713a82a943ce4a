using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Represents the codes of other entities (deals, contacts, smart processes) that an <c>.editorconfig</c> file lists.</summary>
internal sealed class OtherCodes
{
    /// <summary>The key in <c>.editorconfig</c>. Its value is a comma-separated list of codes, or of prefixes followed by <c>*</c>.</summary>
    public const string Key = "leadgen_other_entity_codes";

    private static readonly OtherCodes s_none = new([]);

    private readonly string[] _codes;

    private OtherCodes(string[] codes) => _codes = codes;

    public static OtherCodes Read(AnalyzerConfigOptions options) => options.TryGetValue(Key, out string? value) && value.Length > 0
        ? new OtherCodes([.. value.Split(',').Select(static c => c.Trim()).Where(static c => c.Length > 0)])
        : s_none;

    public bool Contains(string code)
    {
        foreach (string other in _codes)
        {
            if (other[other.Length - 1] == '*'
                ? code.StartsWith(other.Substring(0, other.Length - 1), StringComparison.OrdinalIgnoreCase)
                : string.Equals(code, other, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
