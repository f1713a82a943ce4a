using System.Text;
namespace LeadGen.Tests.Records;

/// <summary>Tests that the positions of fields belong to a set, so that several sets can contain the same fields.</summary>
public sealed class CrmFieldSetTests
{
    // No other test uses these fields. Sets of the generated fields are created while other tests run.
    private static readonly CrmField<string> s_a = Text("A");
    private static readonly CrmField<string> s_b = Text("B");
    private static readonly CrmField<string> s_c = Text("C");
    private static readonly CrmFieldSet s_first = new(s_a, s_b, s_c);

    [Fact]
    public void A_second_set_does_not_change_the_first()
    {
        var early = new Record(s_first);
        var second = new CrmFieldSet(s_c, s_a);
        var late = new Record(s_first);
        var other = new Record(second);
        Assert.Equal(("a", "b", "c"), (early.Read(s_a), early.Read(s_b), early.Read(s_c)));
        Assert.Equal(("a", "b", "c"), (late.Read(s_a), late.Read(s_b), late.Read(s_c)));
        Assert.Equal(("a", "b", "c"), (other.Read(s_a), other.Read(s_b), other.Read(s_c)));
        Assert.Equal(["A", "B", "C"], early.Codes);
        Assert.Equal(["C", "A", "B"], other.Codes);
    }

    [Fact]
    public void An_array_that_is_changed_later_does_not_change_a_set()
    {
        CrmField[] fields = [s_b, s_a];
        var set = new CrmFieldSet(fields);
        fields[0] = s_c;
        Assert.Equal([s_b, s_a], set);
        Assert.Null(set.Find("C"));
    }

    [Fact]
    public async Task Threads_that_read_different_fields_find_each_value_under_its_field()
    {
        var set = new CrmFieldSet([.. "ABCDEFGH".Select(static code => Text(code.ToString()))]);
        string[] selections = ["ABCDEFGH", "AHGFEDCB", "ACEG", "AGCE"];
        using var start = new Barrier(selections.Length);
        string?[] wrong = await Task.WhenAll(selections.Select(codes => Task.Factory.StartNew(
            () => FindWrong(codes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(wrong, Assert.Null);

        string? FindWrong(string codes)
        {
            byte[] json = Encoding.UTF8.GetBytes("{" + string.Join(",", codes.Select(static code => $"\"{code}\":\"{code}\"")) + "}");
            start.SignalAndWait();
            for (int i = 0; i < 100_000; i++)
            {
                CrmPayload payload = CrmPayload.Parse(json, set, RequestedFields.All, null, null);
                foreach (CrmField field in set)
                {
                    string expected = codes.Contains(field.Code, StringComparison.Ordinal) ? $"\"{field.Code}\"" : "";
                    string read = Encoding.UTF8.GetString(payload.GetValue(field));
                    if (read != expected)
                    {
                        return $"{codes}: {field.Code} is {read}";
                    }
                }
            }

            return null;
        }
    }

    [Fact]
    public void A_field_is_created_from_its_row_at_its_first_use()
    {
        int materialized = 0;
        var set = new CrmFieldSet(
            static () => """
            ["Amount","UF_CRM_1","double","Number",16,1,"Сумма \u003c1>",{"precision":2,"itemName":"amount","minValue":-0.5}]
            ["Link","UF_CRM_2","crm","CrmLink",24,3,"Ссылки"]
            ["Count","UF_CRM_3","integer","Integer",18,0,"Счётчик"]
            """u8,
            () => materialized++ == 0 ? [] : throw new InvalidOperationException("All fields exist."));

        CrmField<decimal> amount = set.Number(0);
        CrmField<IReadOnlyList<CrmLink>> links = set.Values(1, WireFormat.CrmLink);

        Assert.Equal((3, 0), (set.Count, materialized));
        Assert.Equal(("UF_CRM_1", "Сумма <1>", "double", "amount", CrmFieldFlags.Custom, ClearForm.EmptyText), (amount.Code, amount.Label, amount.PortalType, amount.ItemName, amount.Flags, amount.Clear));
        Assert.Throws<CrmValueException>(() => amount.Check(-1, isNewRecord: false));
        Assert.Throws<CrmValueException>(() => amount.Check(1.234m, isNewRecord: false));
        Assert.Same(amount, set.Number(0));
        Assert.Throws<InvalidCastException>(() => set.Text(0));

        Assert.Equal([amount, links, set.Integer(2)], set);
        Assert.Equal(("UF_CRM_3", 1), (set[2].Code, materialized));
        Assert.Same(links, set.Find("UF_CRM_2"));
    }

    [Fact]
    public void A_row_that_does_not_determine_the_type_needs_the_type()
    {
        var set = new CrmFieldSet(static () => """["Link","UF_CRM_2","crm","CrmLink",16,1,"Ссылка"]"""u8, static () => []);
        Assert.Throws<InvalidOperationException>(() => set.GetRow(0));
        Assert.Same(set.Value(0, WireFormat.CrmLink), set.GetRow(0));
    }

    [Fact]
    public async Task Threads_that_use_a_field_first_get_the_same_instance()
    {
        for (int i = 0; i < 100; i++)
        {
            var set = new CrmFieldSet(static () => """["A","A","string","Text",0,1,"A"]"""u8, static () => []);
            using var start = new Barrier(2);
            CrmField[] found = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                return (CrmField)set.Text(0);
            })));
            Assert.Same(found[0], found[1]);
        }
    }

    private static CrmField<string> Text(string code) => new(code, code, "string", CrmFieldFlags.None, ClearForm.EmptyText, WireFormat.Text);

    private sealed class Record(CrmFieldSet fields)
        : CrmRecord(CrmPayload.Parse("""{"A": "a", "B": "b", "C": "c"}"""u8.ToArray(), fields, RequestedFields.All, null, null))
    {
        public string? Read(CrmField<string> field) => Reference(field);
    }
}
