using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeadGen.Testing.Tests;

/// <summary>Tests schema changes while the portal runs.</summary>
public sealed class AdministratorTests(PortalFixture fixture) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private const string Text = "UF_CRM_1712000006";
    private const string Color = "UF_CRM_1712000003";

    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalEmulator.StartAsync(PortalFixture.Folder);

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    [Fact]
    public async Task A_new_field_is_described_listed_written_and_read()
    {
        long id = _portal.AddLead([new("TITLE", "Заявка")]);
        _portal.SetField("UF_CRM_PROMO_2", """{"type": "enumeration", "isRequired": true, "formLabel": "Акция", "items": [{"ID": "31", "VALUE": "Весна"}]}""");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"type": "enumeration", "isRequired": true, "isReadOnly": false, "isImmutable": false, "isMultiple": false, "isDynamic": true,
             "title": "UF_CRM_PROMO_2", "formLabel": "Акция", "listLabel": "Акция", "filterLabel": "Акция", "settings": [], "items": [{"ID": "31", "VALUE": "Весна"}]}
            """), await FieldAsync("UF_CRM_PROMO_2")));
        JsonObject row = (await RowAsync("UF_CRM_PROMO_2"))!;
        Assert.Equal(
            ("CRM_LEAD", "enumeration", "N", "Y", "Акция", "Акция", "Акция"),
            (Of("ENTITY_ID"), Of("USER_TYPE_ID"), Of("MULTIPLE"), Of("MANDATORY"), Of("EDIT_FORM_LABEL"), Of("LIST_COLUMN_LABEL"), Of("LIST_FILTER_LABEL")));
        JsonNode item = Assert.Single(row["LIST"]!.AsArray())!;
        Assert.Equal(("31", "Весна"), ((string?)item["ID"], (string?)item["VALUE"]));
        Assert.Matches("^[0-9a-f]{32}$", (string?)item["XML_ID"]);

        Assert.Equal(FieldOutcome.Kept, (await UpdateAsync(id, "\"UF_CRM_PROMO_2\": 31")).Outcome);
        Assert.Equal("31", (await LeadAsync(id)).GetProperty("UF_CRM_PROMO_2").GetString());
        JsonElement found = (await fixture.CallAsync(_portal, "crm.lead.list", """{"filter": {"UF_CRM_PROMO_2": "31"}, "select": ["UF_CRM_PROMO_2"]}""")).GetProperty("result");
        Assert.Equal("31", Assert.Single(found.EnumerateArray()).GetProperty("UF_CRM_PROMO_2").GetString());

        string? Of(string column) => (string?)row[column];
    }

    [Fact]
    public async Task After_the_first_change_each_custom_field_has_a_row_and_ids_increase()
    {
        JsonArray before = await RowsAsync();
        _portal.SetField("UF_CRM_A", """{"type": "string"}""");
        _portal.RemoveField("UF_CRM_A");
        _portal.SetField("UF_CRM_B", """{"type": "string"}""");
        JsonArray after = await RowsAsync();

        string[] custom = [.. (await FieldsAsync()).Select(static f => f.Key).Where(static c => c.StartsWith("UF_", StringComparison.Ordinal))];
        Assert.Equal(custom, after.Select(static r => (string)r!["FIELD_NAME"]!).Order(StringComparer.Ordinal));
        Assert.True(before.Count < after.Count);
        Assert.All(before, row => Assert.Contains(after, r => JsonNode.DeepEquals(r, row)));
        long[] ids = [.. after.Select(static r => long.Parse((string)r!["ID"]!, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(ids.Order(), ids);
        // The ID of the removed field is not reused.
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.True(ids[^1] > ids[^2] + 1);
    }

    [Fact]
    public async Task A_removed_field_loses_its_values_permanently()
    {
        long id = _portal.AddLead([new(Text, "а")]);
        _portal.RemoveField(Text);

        Assert.False((await FieldsAsync()).ContainsKey(Text));
        Assert.Null(await RowAsync(Text));
        Assert.False((await LeadAsync(id)).TryGetProperty(Text, out _));
        FieldResult result = await UpdateAsync(id, $"\"{Text}\": [\"б\"]");
        Assert.Equal((FieldOutcome.Dropped, "the field does not exist"), (result.Outcome, result.Reason));

        _portal.SetField(Text, """{"type": "string", "isMultiple": true}""");
        Assert.Equal("[]", (await LeadAsync(id)).GetProperty(Text).GetRawText());
    }

    [Fact]
    public async Task A_batch_uses_the_changed_schema()
    {
        long id = _portal.AddLead([new("TITLE", "Заявка")]);
        _portal.SetField("UF_CRM_NEW", """{"type": "string"}""");
        _portal.RemoveField(Text);
        JsonElement result = (await fixture.CallAsync(_portal, "batch", $$"""
            {"cmd": {"a": "crm.lead.fields", "b": "crm.lead.update?id={{id}}&fields[UF_CRM_NEW]=x&fields[{{Text}}][]=y", "c": "crm.lead.userfield.list"} }
            """)).GetProperty("result").GetProperty("result");

        Assert.True(result.GetProperty("a").TryGetProperty("UF_CRM_NEW", out _));
        Assert.Contains(result.GetProperty("c").EnumerateArray(), static r => r.GetProperty("FIELD_NAME").GetString() == "UF_CRM_NEW");
        Assert.Equal([FieldOutcome.Kept, FieldOutcome.Dropped], _portal.Journal.Single(static c => c.BatchKey == "b").Fields.Select(static f => f.Outcome));
    }

    [Fact]
    public async Task A_field_that_is_made_read_only_drops_what_is_written()
    {
        long id = _portal.AddLead([new("NAME", "Анна")]);
        _portal.UpdateField("NAME", static f => f["isReadOnly"] = true);

        FieldResult result = await UpdateAsync(id, "\"NAME\": \"Ольга\"");
        Assert.Equal((FieldOutcome.Dropped, "the field is read-only"), (result.Outcome, result.Reason));
        Assert.Equal("Анна", (await LeadAsync(id)).GetProperty("NAME").GetString());
    }

    [Fact]
    public async Task Changed_labels_flags_and_settings_update_only_their_columns()
    {
        JsonObject before = (await RowAsync(Color))!;
        _portal.UpdateField(Color, static f =>
        {
            f["formLabel"] = "Оттенок";
            f["isRequired"] = true;
            f["settings"] = new JsonObject { ["DISPLAY"] = "UI" };
        });
        before["EDIT_FORM_LABEL"] = "Оттенок";
        before["MANDATORY"] = "Y";
        before["SETTINGS"] = new JsonObject { ["DISPLAY"] = "UI" };

        Assert.True(JsonNode.DeepEquals(before, await RowAsync(Color)));
        Assert.Equal(("Оттенок", "Цвет"), ((string?)(await FieldAsync(Color))["formLabel"], (string?)(await FieldAsync(Color))["listLabel"]));
    }

    [Fact]
    public async Task A_standard_field_is_relabelled_without_a_row()
    {
        _portal.UpdateField("TITLE", static f => f["title"] = "Название");
        Assert.Equal("Название", (string?)(await FieldAsync("TITLE"))["title"]);
        Assert.Null(await RowAsync("TITLE"));
    }

    [Fact]
    public async Task Items_are_added_renamed_and_removed()
    {
        long id = _portal.AddLead([new(Color, "21")]);
        _portal.UpdateField(Color, static f =>
        {
            f["items"]![0]!["VALUE"] = "Голубой";
            f["items"]!.AsArray().RemoveAt(1);
            f["items"]!.AsArray().Add(new JsonObject { ["ID"] = "23", ["VALUE"] = "Чёрный" });
        });

        JsonArray list = (await RowAsync(Color))!["LIST"]!.AsArray();
        Assert.Equal(["21 Голубой", "23 Чёрный"], list.Select(static i => $"{i!["ID"]} {i["VALUE"]}"));
        Assert.Equal(("BLUE", "5", "Y"), ((string?)list[0]!["XML_ID"], (string?)list[0]!["SORT"], (string?)list[0]!["DEF"]));
        Assert.Equal("21", (await LeadAsync(id)).GetProperty(Color).GetString());
        Assert.Equal(FieldOutcome.Kept, (await UpdateAsync(id, $"\"{Color}\": 23")).Outcome);
        Assert.Equal(FieldOutcome.Dropped, (await UpdateAsync(id, $"\"{Color}\": 22")).Outcome);
    }

    [Theory]
    [InlineData("type", "\"datetime\"", "datetime", "N")]
    [InlineData("isMultiple", "true", "enumeration", "Y")]
    public async Task A_field_with_another_type_gets_a_new_id_and_loses_its_values(string attribute, string value, string type, string multiple)
    {
        long id = _portal.AddLead([new(Color, "21")]);
        _portal.UpdateField(Color, f => f[attribute] = JsonNode.Parse(value));

        JsonObject row = (await RowAsync(Color))!;
        Assert.Equal((type, multiple, "150"), ((string?)row["USER_TYPE_ID"], (string?)row["MULTIPLE"], (string?)row["SORT"]));
        Assert.Equal((await RowsAsync()).Max(static r => int.Parse((string)r!["ID"]!, System.Globalization.CultureInfo.InvariantCulture)), int.Parse((string)row["ID"]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(type == "enumeration", row.ContainsKey("LIST") && (await FieldAsync(Color)).ContainsKey("items"));
        Assert.Null(_portal.GetStoredValue(id, Color));
        Assert.Equal(type == "enumeration" ? "[]" : "\"\"", (await LeadAsync(id)).GetProperty(Color).GetRawText());
    }

    [Fact]
    public async Task Putting_an_existing_field_replaces_its_description()
    {
        _portal.SetField(Color, """{"type": "enumeration", "formLabel": "Тон", "items": [{"ID": "22", "VALUE": "Белый"}]}""");
        JsonObject row = (await RowAsync(Color))!;
        Assert.Equal(("3", "150", "Тон"), ((string?)row["ID"], (string?)row["SORT"], (string?)row["LIST_COLUMN_LABEL"]));
        Assert.Equal("WHITE", (string?)Assert.Single(row["LIST"]!.AsArray())!["XML_ID"]);
    }

    [Fact]
    public async Task Dictionary_values_are_added_renamed_and_removed()
    {
        long id = _portal.AddLead([new("STATUS_ID", "JUNK")]);
        _portal.SetStatus("STATUS", "UC_1", "Думает");
        _portal.SetStatus("STATUS", "JUNK", "Отказ");
        _portal.RemoveStatus("STATUS", "IN_PROCESS");
        JsonArray rows = await ResultAsync<JsonArray>("crm.status.list", """{"filter": {"ENTITY_ID": "STATUS"}}""");

        Assert.Equal(["1 NEW Новый 0", "3 CONVERTED Готов 20", "4 JUNK Отказ 30", "8 UC_1 Думает 40"], rows.Select(static r => $"{r!["ID"]} {r["STATUS_ID"]} {r["NAME"]} {r["SORT"]}"));
        Assert.Equal("F", (await LeadAsync(id)).GetProperty("STATUS_SEMANTIC_ID").GetString());
        Assert.Equal(FieldOutcome.Kept, (await UpdateAsync(id, "\"STATUS_ID\": \"UC_1\"")).Outcome);
        Assert.Equal("P", (await LeadAsync(id)).GetProperty("STATUS_SEMANTIC_ID").GetString());
        Assert.Equal(FieldOutcome.Dropped, (await UpdateAsync(id, "\"STATUS_ID\": \"IN_PROCESS\"")).Outcome);

        _portal.RemoveStatus("STATUS", "NEW");
        Assert.Equal("UC_1", _portal.GetStoredValue(_portal.AddLead([]), "STATUS_ID"));
    }

    public static TheoryData<string, Action<PortalEmulator>, string> InvalidChanges => new()
    {
        { "a new standard field", static p => p.SetField("RATING", """{"type": "integer"}"""), "'RATING' cannot be added" },
        { "lower-case letters", static p => p.SetField("UF_CRM_new", """{"type": "integer"}"""), "capital letters" },
        { "no name", static p => p.SetField("UF_CRM_", """{"type": "integer"}"""), "cannot be added" },
        { "a long code", static p => p.SetField("UF_CRM_" + new string('A', 44), """{"type": "integer"}"""), "50 characters" },
        { "invalid JSON", static p => p.SetField("UF_CRM_NEW", "{"), "not valid JSON" },
        { "a list", static p => p.SetField("UF_CRM_NEW", "[]"), "a JSON object" },
        { "no type", static p => p.SetField("UF_CRM_NEW", "{}"), "LG0016: 'type' of field 'UF_CRM_NEW' is missing" },
        { "a type that is not a text", static p => p.UpdateField(Color, static f => f["type"] = 5), "LG0016: 'type'" },
        { "a flag that is a text", static p => p.UpdateField("NAME", static f => f["isReadOnly"] = "Y"), "LG0006: 'isReadOnly' of field 'NAME'" },
        { "an item without a number", static p => p.UpdateField(Color, static f => f["items"]![0]!["ID"] = "x"), "LG0016" },
        { "a duplicate item", static p => p.UpdateField(Color, static f => f["items"]![0]!["ID"] = "22"), "LG0007" },
        { "items that are not a list", static p => p.UpdateField(Color, static f => f["items"] = "22"), "LG0016" },
        { "an unknown field", static p => p.UpdateField("UF_CRM_404", static _ => { }), "no field 'UF_CRM_404'" },
        { "removal of an unknown field", static p => p.RemoveField("UF_CRM_404"), "no field 'UF_CRM_404'" },
        { "removal of a standard field", static p => p.RemoveField("NAME"), "'NAME' is a standard field" },
        { "removal of an unknown value", static p => p.RemoveStatus("STATUS", "NONE"), "'STATUS' has no value 'NONE'" },
        { "a value without a dictionary", static p => p.SetStatus("", "NEW", "Новый"), "empty" },
        { "a value without a code", static p => p.SetStatus("STATUS", "", "Новый"), "empty" },
    };

    [Theory]
    [MemberData(nameof(InvalidChanges))]
    public async Task An_invalid_change_is_rejected_and_changes_nothing(string what, Action<PortalEmulator> change, string message)
    {
        long id = _portal.AddLead([new("NAME", "Анна"), new(Color, "21")]);
        string before = await EverythingAsync(id);

        ArgumentException e = Assert.Throws<ArgumentException>(() => change(_portal));
        Assert.True(e.Message.Contains(message, StringComparison.Ordinal), $"{what}: {e.Message}");
        Assert.Equal(before, await EverythingAsync(id));
    }

    [Fact]
    public async Task A_failed_edit_and_a_description_kept_after_the_edit_change_nothing()
    {
        long id = _portal.AddLead([new("NAME", "Анна")]);
        string before = await EverythingAsync(id);
        JsonObject? kept = null;
        Assert.Throws<InvalidOperationException>(() => _portal.UpdateField(Color, f =>
        {
            kept = f;
            f["formLabel"] = "Тон";
            throw new InvalidOperationException();
        }));
        kept!["type"] = "date";
        Assert.Equal(before, await EverythingAsync(id));

        _portal.UpdateField("NAME", f => kept = f);
        kept["type"] = "date";
        Assert.Equal("string", (string?)(await FieldAsync("NAME"))["type"]);
    }

    [Fact]
    public async Task Lists_missing_from_the_folder_are_created_by_the_first_change()
    {
        string folder = Directory.CreateTempSubdirectory("leadgen-portal-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), """{"TITLE": {"type": "string"}, "UF_CRM_1": {"type": "string", "isDynamic": true}}""");
            await using PortalEmulator portal = await PortalEmulator.StartAsync(folder);
            Assert.Equal("0 0", await TotalsAsync(portal));
            portal.SetStatus("SOURCE", "WEB", "Сайт");
            portal.UpdateField("UF_CRM_1", static f => f["formLabel"] = "Первое");
            portal.SetField("UF_CRM_2", """{"type": "string"}""");
            Assert.Equal("1 2", await TotalsAsync(portal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<string> TotalsAsync(PortalEmulator portal) =>
            $"{(await fixture.CallAsync(portal, "crm.status.list")).GetProperty("total")} {(await fixture.CallAsync(portal, "crm.lead.userfield.list")).GetProperty("total")}";
    }

    [Fact]
    public async Task Concurrent_changes_are_atomic_for_callers()
    {
        const int Changes = 40;
        long id = _portal.AddLead([new("TITLE", "Заявка")]);
        Relabel("Слова");
        Task administrators = Task.WhenAll(Enumerable.Range(0, 3).Select(a => Task.Run(() =>
        {
            for (int i = 0; i < Changes; i++)
            {
                _portal.SetField($"UF_CRM_{a}_{i}", """{"type": "string"}""");
                Relabel($"{a}.{i}");
            }
        })));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            do
            {
                JsonObject field = await FieldAsync(Text);
                Assert.Equal((string?)field["formLabel"], (string?)field["filterLabel"]);
                JsonObject row = (await RowAsync(Text))!;
                Assert.Equal((string?)row["EDIT_FORM_LABEL"], (string?)row["LIST_FILTER_LABEL"]);
                Assert.Equal(FieldOutcome.Kept, (await UpdateAsync(id, $"\"{Text}\": [\"x\"]")).Outcome);
                Assert.Equal("x", (await LeadAsync(id)).GetProperty(Text)[0].GetString());
            }
            while (!administrators.IsCompleted);
        }));
        await administrators;

        JsonObject fields = await FieldsAsync();
        Assert.All(Enumerable.Range(0, 3 * Changes), i => Assert.True(fields.ContainsKey($"UF_CRM_{i % 3}_{i / 3}")));
        JsonArray rows = await RowsAsync();
        Assert.Equal(rows.Count, rows.Select(static r => (string?)r!["ID"]).Distinct().Count());

        void Relabel(string label) => _portal.UpdateField(Text, f =>
        {
            f["formLabel"] = label;
            f["listLabel"] = label;
            f["filterLabel"] = label;
        });
    }

    private async Task<FieldResult> UpdateAsync(long id, string field)
    {
        await fixture.CallAsync(_portal, "crm.lead.update", $$"""{"id": {{id}}, "fields": { {{field}} } }""");
        return Assert.Single(_portal.Journal.Last(static c => c.Method == "crm.lead.update").Fields);
    }

    private async Task<JsonElement> LeadAsync(long id) => (await fixture.CallAsync(_portal, "crm.lead.get", $$"""{"id": {{id}}}""")).GetProperty("result");

    private Task<JsonObject> FieldsAsync() => ResultAsync<JsonObject>("crm.lead.fields");

    private async Task<JsonObject> FieldAsync(string code) => (await FieldsAsync())[code]!.DeepClone().AsObject();

    private async Task<JsonArray> RowsAsync()
    {
        var rows = new JsonArray();
        for (int start = 0; ; start += 50)
        {
            JsonArray page = await ResultAsync<JsonArray>("crm.lead.userfield.list", $$"""{"start": {{start}}, "filter": {"LANG": "ru"} }""");
            foreach (JsonNode? row in page)
            {
                rows.Add(row!.DeepClone());
            }

            if (page.Count < 50)
            {
                return rows;
            }
        }
    }

    private async Task<JsonObject?> RowAsync(string code) =>
        (JsonObject?)(await ResultAsync<JsonArray>("crm.lead.userfield.list", $$"""{"filter": {"FIELD_NAME": "{{code}}", "LANG": "ru"} }""")).FirstOrDefault();

    private async Task<string> EverythingAsync(long id) =>
        (await FieldsAsync()).ToJsonString() + (await RowsAsync()).ToJsonString() + (await ResultAsync<JsonArray>("crm.status.list")).ToJsonString() + (await LeadAsync(id)).GetRawText();

    private async Task<T> ResultAsync<T>(string method, string json = "{}")
        where T : JsonNode =>
        (T)JsonNode.Parse((await fixture.CallAsync(_portal, method, json)).GetProperty("result").GetRawText())!;
}
