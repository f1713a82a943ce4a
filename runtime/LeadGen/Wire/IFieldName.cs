namespace LeadGen.Wire;

/// <summary>Provides the name of a field for the writers, encoded once for all values of the field.</summary>
internal interface IFieldName
{
    string Code { get; }

    /// <summary>Gets the code as the name of a member of a JSON object: <c>"TITLE":</c>.</summary>
    byte[] JsonName { get; }

    /// <summary>Gets the code as a key of a row: <c>%5BTITLE%5D</c>.</summary>
    byte[] RowName { get; }
}
