using System.Globalization;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Soaking;

/// <summary>What an update of the soak does.</summary>
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

    /// <summary>Empties the list, which no batch can carry.</summary>
    EmptyList,

    /// <summary>Sets a text that a portal would replace within a batch.</summary>
    Reference,

    /// <summary>Is for a lead that does not exist.</summary>
    NoSuchLead,

    /// <summary>Changes nothing.</summary>
    Nothing,
}

/// <summary>One update of the soak. Its values hold its index, so that a portal's state tells which updates it is made of.</summary>
internal sealed record Step(long Index, long LeadId, StepKind Kind)
{
    /// <summary>The phone that it appends; <see langword="null"/> where it appends none.</summary>
    public string? Phone => Kind is StepKind.Phone or StepKind.NumberAndPhone ? "+7" + Index.ToString("D10", CultureInfo.InvariantCulture) : null;

    /// <summary>The field that it sets and what the portal keeps then; <see langword="null"/> where it sets none.</summary>
    public (CrmField Field, string Value)? Value => Kind switch
    {
        StepKind.Number or StepKind.NumberAndPhone or StepKind.NoSuchLead => (LeadFields.IntegerOne, Number),
        StepKind.List => (LeadFields.StringMany, Number),
        StepKind.EmptyList => (LeadFields.StringMany, ""),
        StepKind.Reference => (LeadFields.StringOne, Text),
        _ => null,
    };

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
            StepKind.Reference => update.SetStringOne(Text),
            _ => update,
        };
    }
}
