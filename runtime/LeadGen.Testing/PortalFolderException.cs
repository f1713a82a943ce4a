using LeadGen.Schema;

namespace LeadGen.Testing;

/// <summary>A portal folder that can't be read as a schema. The message names each error's file, line and remedy.</summary>
public sealed class PortalFolderException : Exception
{
    internal PortalFolderException(IEnumerable<SchemaDiagnostic> errors)
        : base("The portal folder can't be used:\n" + string.Join("\n", errors))
    {
    }
}
