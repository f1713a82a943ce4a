namespace LeadGen;

/// <summary>Specifies what an update sends to empty a field. <c>null</c> is never sent: a portal ignores it for dates and reads it as 0 for numbers.</summary>
public enum ClearForm
{
    /// <summary>The portal can't empty the field.</summary>
    None,

    /// <summary><c>""</c>.</summary>
    EmptyText,

    /// <summary><c>0</c>.</summary>
    Zero,

    /// <summary><c>[]</c>.</summary>
    EmptyList,
}
