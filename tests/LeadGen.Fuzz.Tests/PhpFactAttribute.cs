using LeadGen.Fuzz.Rows;

namespace LeadGen.Fuzz.Tests;

/// <summary>A test that needs Debian's php-cli.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PhpFactAttribute : FactAttribute
{
    public PhpFactAttribute() => Skip = PhpProcess.IsInstalled ? null : "php is not installed: run 'apt-get install php-cli'.";
}
