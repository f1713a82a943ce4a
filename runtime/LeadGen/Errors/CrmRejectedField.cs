namespace LeadGen;

/// <summary>Represents a field that a portal names in an error.</summary>
/// <param name="Code">The portal's code of the field: <c>TITLE</c>, <c>UF_CRM_1699887766</c>.</param>
/// <param name="Name">The C# name of the field: the property of the generated classes. Equal to the code if the field was not generated.</param>
/// <param name="Label">The label of the field, in the language of the user who saved the schema.</param>
public sealed record CrmRejectedField(string Code, string Name, string Label);
