namespace LeadGen.Generator;

/// <summary>Provides the names of the pipeline's steps. Tests use them to find the steps that ran again.</summary>
internal static class Steps
{
    /// <summary>An additional file with the metadata of its item.</summary>
    public const string Read = nameof(Read);

    /// <summary>The files of one portal.</summary>
    public const string Group = nameof(Group);

    /// <summary>The portal's schema with its names, or its diagnostics.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>Portals with the namespace of another portal.</summary>
    public const string Conflicts = nameof(Conflicts);

    /// <summary>Whether the project's framework, references and C# version are supported.</summary>
    public const string Project = nameof(Project);

    /// <summary>The reason why nothing can be generated in this project, with its location.</summary>
    public const string ProjectDiagnostics = nameof(ProjectDiagnostics);

    /// <summary>The models, without locations.</summary>
    public const string Model = nameof(Model);

    /// <summary>The fields of a portal, in groups that are generated together.</summary>
    public const string FieldGroups = nameof(FieldGroups);

    /// <summary>The rows of all fields of a portal.</summary>
    public const string FieldTable = nameof(FieldTable);

    /// <summary>The list fields of a portal, in groups that are generated together.</summary>
    public const string Enumerations = nameof(Enumerations);

    /// <summary>The dictionaries of a portal.</summary>
    public const string Statuses = nameof(Statuses);

    /// <summary>The diagnostics, with their locations.</summary>
    public const string Diagnostics = nameof(Diagnostics);

    /// <summary>Gets all steps, in the order of the data.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Group, Parse, Conflicts, Project, ProjectDiagnostics, Model, FieldGroups, FieldTable, Enumerations, Statuses, Diagnostics];
}
