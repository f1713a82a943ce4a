namespace LeadGen.Generator;

/// <summary>The names of the pipeline's steps, by which tests see what ran again.</summary>
internal static class Steps
{
    /// <summary>An additional file with the metadata of its item.</summary>
    public const string Read = nameof(Read);

    /// <summary>The files of one portal.</summary>
    public const string Group = nameof(Group);

    /// <summary>The portal's schema, named; or what is wrong with it.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>Portals whose namespace another one has.</summary>
    public const string Conflicts = nameof(Conflicts);

    /// <summary>Whether the project's framework, references and C# version let anything be generated.</summary>
    public const string Project = nameof(Project);

    /// <summary>The reason why nothing can be generated in this project, with its location.</summary>
    public const string ProjectDiagnostics = nameof(ProjectDiagnostics);

    /// <summary>What is emitted, without a place in any file.</summary>
    public const string Model = nameof(Model);

    /// <summary>What is reported, with its place.</summary>
    public const string Diagnostics = nameof(Diagnostics);

    /// <summary>Every step, in the order of the data.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Group, Parse, Conflicts, Project, ProjectDiagnostics, Model, Diagnostics];
}
