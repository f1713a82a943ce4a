using LeadGen.Schema;

namespace LeadGen.Testing;

/// <summary>The exception that is thrown when a portal folder is invalid. The message lists each error with its file, its line and the fix.</summary>
public sealed class PortalFolderException : Exception
{
    internal PortalFolderException(IEnumerable<SchemaDiagnostic> errors)
        : base("The portal folder is invalid:\n" + string.Join("\n", errors))
    {
    }
}
