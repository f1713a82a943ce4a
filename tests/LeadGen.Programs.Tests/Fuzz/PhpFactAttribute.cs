using LeadGen.Fuzz.Rows;

namespace LeadGen.Programs.Tests.Fuzz;

/// <summary>Marks a test that is skipped if php-cli is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PhpFactAttribute : FactAttribute
{
    public PhpFactAttribute() => Skip = PhpProcess.IsInstalled ? null : "php is not installed: run 'apt-get install php-cli'.";
}
