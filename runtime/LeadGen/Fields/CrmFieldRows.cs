using System.ComponentModel;

namespace LeadGen;

/// <summary>Returns the rows of a <see cref="CrmFieldSet"/>. A delegate, because a class can't store the constant data of an assembly without copying it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ReadOnlySpan<byte> CrmFieldRows();
