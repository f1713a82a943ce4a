using System.Globalization;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Soaking;

/// <summary>Specifies what an update of the soak run does.</summary>
internal enum StepKind
{
    /// <summary>Sets a number.</summary>
    Number,

    /// <summary>Appends a phone.</summary>
    Phone,

    /// <summary>Sets a number and appends a phone.</summary>
    NumberAndPhone,

    /// <summary>Sets a list.</summary>
    List,

    /// <summary>Empties the list, which is not possible in a batch.</summary>
    EmptyList,

    /// <summary>Sets a text that a portal would replace within a batch.</summary>
    Reference,

    /// <summary>Sets a field that the user may not see, so that the portal ignores the value.</summary>
    HiddenField,

    /// <summary>Sets an item that the portal does not have, so that the portal ignores it.</summary>
    UnknownItem,

    /// <summary>Updates a lead that does not exist.</summary>
    NoSuchLead,

    /// <summary>Changes nothing.</summary>
    Nothing,
}

/// <summary>Represents one update of the soak run. Its values contain its index, so that the portal's state shows which updates were processed.</summary>
internal sealed record Step(long Index, long LeadId, StepKind Kind)
{
    /// <summary>Gets the phone that the update appends; <see langword="null"/> if it appends none.</summary>
    public string? Phone => Kind is StepKind.Phone or StepKind.NumberAndPhone ? "+7" + Index.ToString("D10", CultureInfo.InvariantCulture) : null;

    /// <summary>Gets the field that the update sets and the value that the portal then stores; <see langword="null"/> if it sets none.</summary>
    public (CrmField Field, string Value)? Value => Kind switch
    {
        StepKind.Number or StepKind.NumberAndPhone or StepKind.NoSuchLead => (LeadFields.IntegerOne, Number),
        StepKind.List => (LeadFields.StringMany, Number),
        StepKind.EmptyList => (LeadFields.StringMany, ""),
        StepKind.Reference => (LeadFields.StringOne, Text),
        _ => null,
    };

    /// <summary>Gets whether the portal stores everything that the update sends, if it processes the update.</summary>
    public bool IsStored => Kind is not (StepKind.HiddenField or StepKind.UnknownItem);

    private string Number => Index.ToString(CultureInfo.InvariantCulture);

    private string Text => $"$result[c0] of {Number}";

    public LeadUpdate ToUpdate()
    {
        var update = new LeadUpdate(LeadId);
        return Kind switch
        {
            StepKind.Number or StepKind.NoSuchLead => update.SetIntegerOne(Index),
            StepKind.Phone => update.AddPhone(Phone!, PhoneType.Work),
            StepKind.NumberAndPhone => update.SetIntegerOne(Index).AddPhone(Phone!, PhoneType.Work),
            StepKind.List => update.SetStringMany([Number]),
            StepKind.EmptyList => update.ClearStringMany(),
            StepKind.HiddenField => update.SetUrlOne($"https://example.org/{Number}"),
            StepKind.UnknownItem => update.SetEnumerationOne((EnumerationOne)1_000_000).SetDoubleOne(Index),
            StepKind.Reference => update.SetStringOne(Text),
            _ => update,
        };
    }
}
