using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that an entry of a multi-value field is not accepted by another field whose entries have the same type.</summary>
public sealed class EntryFieldTests
{
    private static readonly CrmMultiField<MultiFieldType> s_faxes = new("FAXES", "", "crm_multifield", CrmFieldFlags.Multiple);
    private static readonly CrmMultiField<MultiFieldType> s_pagers = new("PAGERS", "", "crm_multifield", CrmFieldFlags.Multiple);
    private static readonly CrmFieldSet s_fields = new(s_faxes, s_pagers);

    private static readonly Record s_lead = new("""{"ID": "42", "FAXES": [{"ID": "1", "VALUE": "+71", "VALUE_TYPE": "WORK"}], "PAGERS": [{"ID": "2", "VALUE": "+72", "VALUE_TYPE": "WORK"}]}""");

    public static TheoryData<string, Action<Update>> Changes => new()
    {
        { "change", u => u.Change(s_faxes, s_lead.Pagers[0]) },
        { "remove", u => u.Remove(s_faxes, s_lead.Pagers[0]) },
        { "replace", u => u.Replace(s_faxes, s_lead, s_lead.Pagers) },
        { "difference", u => u.Difference(s_lead, new Record { Faxes = s_lead.Pagers }) },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void An_entry_of_another_field_is_rejected_and_both_fields_are_named(string what, Action<Update> change)
    {
        Assert.NotEmpty(what);
        var update = new Update();
        string message = Assert.Throws<CrmValueException>(() => change(update)).Message;
        Assert.Contains("field PAGERS", message, StringComparison.Ordinal);
        Assert.Contains("field FAXES", message, StringComparison.Ordinal);
        Assert.True(update.IsEmpty);
    }

    public sealed class Record : CrmRecord
    {
        public Record()
            : base(s_fields)
        {
        }

        public Record(string json)
            : base(CrmPayload.Parse(Encoding.UTF8.GetBytes(json), s_fields, RequestedFields.All, null, null))
        {
        }

        public IReadOnlyList<MultiFieldEntry<MultiFieldType>> Faxes
        {
            get => Values(s_faxes);
            set => Set(s_faxes, value);
        }

        public IReadOnlyList<MultiFieldEntry<MultiFieldType>> Pagers => Values(s_pagers);
    }

    public sealed class Update() : CrmUpdate(Lead.Entity, 42)
    {
        public void Change(CrmMultiField<MultiFieldType> field, MultiFieldEntry<MultiFieldType> entry) => RecordChange(field, entry, "+73", entry.Type);

        public void Remove(CrmMultiField<MultiFieldType> field, MultiFieldEntry<MultiFieldType> entry) => RecordRemove(field, entry);

        public void Replace(CrmMultiField<MultiFieldType> field, Record read, IEnumerable<MultiFieldEntry<MultiFieldType>> entries) => RecordReplace(field, read, entries);

        public void Difference(Record before, Record after) => RecordDifference(before, after);
    }
}
