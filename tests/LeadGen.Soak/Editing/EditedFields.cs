using System.Globalization;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>Provides the fields that are edited, with the form in which a portal stores their values.</summary>
internal static class EditedFields
{
    public static IReadOnlyList<EditedField> All { get; } =
    [
        Text(LeadFields.Title, static l => l.Title, static (l, v) => l.Title = v, static (u, v) => u.SetTitle(v), null),
        Text(LeadFields.Name, static l => l.Name, static (l, v) => l.Name = v, static (u, v) => u.SetName(v), static u => u.ClearName()),
        Text(LeadFields.Comments, static l => l.Comments, static (l, v) => l.Comments = v, static (u, v) => u.SetComments(v), static u => u.ClearComments()),
        Text(LeadFields.UtmSource, static l => l.UtmSource, static (l, v) => l.UtmSource = v, static (u, v) => u.SetUtmSource(v), static u => u.ClearUtmSource()),
        Text(LeadFields.StringOne, static l => l.StringOne, static (l, v) => l.StringOne = v, static (u, v) => u.SetStringOne(v), static u => u.ClearStringOne()),
        new SingleField(
            LeadFields.StatusId,
            static c => c.Chance(0.5) ? LeadStatus.InProcess : LeadStatus.Junk,
            static v => v.ToString()!,
            static l => l.StatusId,
            static (l, v) => l.StatusId = (LeadStatus?)v,
            static (u, v) => u.SetStatusId((LeadStatus)v),
            null),
        new SingleField(
            LeadFields.SourceId,
            static c => c.Chance(0.5) ? LeadSource.Call : LeadSource.Web,
            static v => v.ToString()!,
            static l => l.SourceId,
            static (l, v) => l.SourceId = (LeadSource?)v,
            static (u, v) => u.SetSourceId((LeadSource)v),
            static u => u.ClearSourceId()),
        new SingleField(
            LeadFields.Opened,
            static c => c.Chance(0.5),
            static v => (bool)v ? "Y" : "N",
            static l => l.Opened,
            static (l, v) => l.Opened = (bool?)v,
            static (u, v) => u.SetOpened((bool)v),
            null),
        new SingleField(
            LeadFields.BooleanOne,
            static c => c.Chance(0.5),
            static v => (bool)v ? "1" : "0",
            static l => l.BooleanOne,
            static (l, v) => l.BooleanOne = (bool?)v,
            static (u, v) => u.SetBooleanOne((bool)v),
            null),
        new SingleField(
            LeadFields.Opportunity,
            static c => c.Unique + 0.25m,
            static v => ((decimal)v).ToString(CultureInfo.InvariantCulture),
            static l => l.Opportunity,
            static (l, v) => l.Opportunity = (decimal?)v,
            static (u, v) => u.SetOpportunity((decimal)v),
            null),
        Number(LeadFields.CompanyId, static l => l.CompanyId, static (l, v) => l.CompanyId = v, static (u, v) => u.SetCompanyId(v), static u => u.ClearCompanyId()),
        Number(LeadFields.AssignedById, static l => l.AssignedById, static (l, v) => l.AssignedById = v, static (u, v) => u.SetAssignedById(v), null),
        Number(LeadFields.IntegerOne, static l => l.IntegerOne, static (l, v) => l.IntegerOne = v, static (u, v) => u.SetIntegerOne(v), static u => u.ClearIntegerOne()),
        new SingleField(
            LeadFields.Birthdate,
            static c => Day(c, 0),
            static v => Day((DateOnly)v),
            static l => l.Birthdate,
            static (l, v) => l.Birthdate = (DateOnly?)v,
            static (u, v) => u.SetBirthdate((DateOnly)v),
            static u => u.ClearBirthdate()),
        new SingleField(
            LeadFields.DatetimeOne,
            static c => new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.FromHours(3)).AddSeconds(c.Unique),
            static v => ((DateTimeOffset)v).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
            static l => l.DatetimeOne,
            static (l, v) => l.DatetimeOne = (DateTimeOffset?)v,
            static (u, v) => u.SetDatetimeOne((DateTimeOffset)v),
            static u => u.ClearDatetimeOne()),
        new SingleField(
            LeadFields.MoneyOne,
            static c => new Money(c.Unique + 0.5m, "RUB"),
            static v => v.ToString()!,
            static l => l.MoneyOne,
            static (l, v) => l.MoneyOne = (Money?)v,
            static (u, v) => u.SetMoneyOne((Money)v),
            static u => u.ClearMoneyOne()),
        new SingleField(
            LeadFields.EnumerationOne,
            static c => c.Chance(0.5) ? EnumerationOne.Pervyy : EnumerationOne.Vtoroy,
            static v => Integer((int)(EnumerationOne)v),
            static l => l.EnumerationOne,
            static (l, v) => l.EnumerationOne = (EnumerationOne?)v,
            static (u, v) => u.SetEnumerationOne((EnumerationOne)v),
            static u => u.ClearEnumerationOne()),
        new ListField<string>(
            LeadFields.StringMany,
            static (c, part) => c.Text(part),
            static v => v,
            static l => l.StringMany,
            static (l, v) => l.StringMany = v,
            static (u, v) => u.SetStringMany(v),
            static u => u.ClearStringMany()),
        new ListField<long>(
            LeadFields.IntegerMany,
            static (c, part) => (c.Unique * 10) + part,
            static v => Integer(v),
            static l => l.IntegerMany,
            static (l, v) => l.IntegerMany = v,
            static (u, v) => u.SetIntegerMany(v),
            static u => u.ClearIntegerMany()),
        new ListField<DateOnly>(
            LeadFields.DateMany,
            static (c, part) => Day(c, part),
            static v => Day(v),
            static l => l.DateMany,
            static (l, v) => l.DateMany = v,
            static (u, v) => u.SetDateMany(v),
            static u => u.ClearDateMany()),
        new ListField<CrmLink>(
            LeadFields.CrmMany,
            static (c, part) => new CrmLink(part % 2 == 0 ? CrmEntityType.Deal : CrmEntityType.Contact, (c.Unique * 10) + part),
            static v => v.ToString(),
            static l => l.CrmMany,
            static (l, v) => l.CrmMany = v,
            static (u, v) => u.SetCrmMany(v),
            static u => u.ClearCrmMany()),
        new EntryField<PhoneType>(
            LeadFields.Phone,
            [PhoneType.Work, PhoneType.Mobile],
            static l => l.Phone,
            static (l, v) => l.Phone = v,
            static (u, v, t) => u.AddPhone(v, t),
            static (u, e, v, t) => u.ChangePhone(e, v, t),
            static (u, e) => u.RemovePhone(e),
            static (u, l, e) => u.ReplacePhone(l, e)),
        new EntryField<EmailType>(
            LeadFields.Email,
            [EmailType.Work, EmailType.Home],
            static l => l.Email,
            static (l, v) => l.Email = v,
            static (u, v, t) => u.AddEmail(v, t),
            static (u, e, v, t) => u.ChangeEmail(e, v, t),
            static (u, e) => u.RemoveEmail(e),
            static (u, l, e) => u.ReplaceEmail(l, e)),
        new EntryField<WebType>(
            LeadFields.Web,
            [WebType.Work, WebType.Home],
            static l => l.Web,
            static (l, v) => l.Web = v,
            static (u, v, t) => u.AddWeb(v, t),
            static (u, e, v, t) => u.ChangeWeb(e, v, t),
            static (u, e) => u.RemoveWeb(e),
            static (u, l, e) => u.ReplaceWeb(l, e)),
        new AddressFields(),
        new ContactFields(),
    ];

    private static SingleField Text(
        CrmField field, Func<Lead, string?> get, Action<Lead, string?> assign, Action<LeadUpdate, string> set, Action<LeadUpdate>? clear) => new(
            field,
            c => c.Random.Next(20) switch
            {
                // A batch would replace the reference, so LeadGen must send the update as a separate call. A portal deletes words in brackets from comments.
                0 => c.Text() + (field.Code == LeadFields.Codes.Comments ? " $result" : " $result[c0]"),
                1 => c.Text() + " \"q\" \\ & % + 100% Ё 🌷",
                _ => c.Text(),
            },
            static v => (string)v,
            get,
            (l, v) => assign(l, (string?)v),
            (u, v) => set(u, (string)v),
            clear);

    private static SingleField Number(
        CrmField field, Func<Lead, long?> get, Action<Lead, long?> assign, Action<LeadUpdate, long> set, Action<LeadUpdate>? clear) => new(
            field, static c => c.Unique, static v => Integer((long)v), l => get(l), (l, v) => assign(l, (long?)v), (u, v) => set(u, (long)v), clear);

    private static DateOnly Day(EditContext context, int part) => new DateOnly(1950, 1, 1).AddDays((int)((context.Unique + part) % 30_000));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);
}
