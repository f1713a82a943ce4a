namespace LeadGen.Wire;

/// <summary>The name of a field as the writers need it: encoded once for all values of the field.</summary>
internal interface IFieldName
{
    string Code { get; }

    /// <summary>The code as the name of a member of a JSON object: <c>"TITLE":</c>.</summary>
    byte[] JsonName { get; }

    /// <summary>The code as a key of a row: <c>%5BTITLE%5D</c>.</summary>
    byte[] RowName { get; }
}
