using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>A field that is edited, or the fields of the address.</summary>
internal abstract class EditedField
{
    /// <summary>The codes of the fields that the operations touch.</summary>
    public abstract IReadOnlyList<string> Codes { get; }

    /// <summary>Whether the field is chosen more often than others, because more can go wrong with it.</summary>
    public virtual bool IsOftenEdited => false;

    /// <summary>Creates an operation that needs only fields that were read.</summary>
    public abstract Operation Edit(EditContext context);

    /// <summary>Creates an operation that must be rejected; <see langword="null"/> if all fields were read.</summary>
    public abstract Operation? EditUnread(EditContext context);

    /// <summary>Compares what LeadGen read with the portal's state; gets a description of the difference.</summary>
    public abstract string? CheckRead(Lead lead, EditContext context);

    /// <summary>Makes a change of the other writer, as the JSON of its fields.</summary>
    public abstract (Patch Patch, Dictionary<string, object> Fields) Overwrite(EditContext context);
}
