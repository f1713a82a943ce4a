namespace LeadGen.Tool;

/// <summary>Defines the exit codes of the tool. <c>check</c> uses all of them; other commands use the first and the last.</summary>
internal static class ExitCodes
{
    /// <summary>The command succeeded. For <c>check</c>, there are no changes.</summary>
    public const int Success = 0;

    /// <summary>There are only compatible changes.</summary>
    public const int CompatibleChange = 1;

    /// <summary>There are breaking changes.</summary>
    public const int BreakingChange = 2;

    /// <summary>The command failed and wrote nothing. For <c>check</c>, the comparison could not be made.</summary>
    public const int Failed = 3;
}
