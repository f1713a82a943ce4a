namespace LeadGen.Tool;

/// <summary>What the tool's exit code says. <c>check</c> uses all of them, the other commands the first and the last.</summary>
internal static class ExitCodes
{
    /// <summary>Done; for <c>check</c>: nothing changed.</summary>
    public const int Same = 0;

    /// <summary>Something changed that compiled code can live with.</summary>
    public const int CompatibleChange = 1;

    /// <summary>Something changed that breaks compiled code.</summary>
    public const int BreakingChange = 2;

    /// <summary>The command failed, and wrote nothing; for <c>check</c>: nobody knows whether something changed.</summary>
    public const int CouldNotTell = 3;
}
