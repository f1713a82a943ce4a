namespace LeadGen.Wire;

/// <summary>Provides the code of a field, and its encoded forms, so that writers do not encode it for each value.</summary>
internal interface IFieldName
{
    string Code { get; }

    /// <summary>Gets the code as the name of a JSON member, with the colon: <c>"TITLE":</c>.</summary>
    byte[] JsonName { get; }

    /// <summary>Gets the code as a key in a row of a batch: <c>%5BTITLE%5D</c>.</summary>
    byte[] RowName { get; }
}
