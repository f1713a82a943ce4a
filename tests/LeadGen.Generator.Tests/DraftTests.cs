using LeadGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Tests the methods that drafts and updates have for fields.</summary>
public class DraftTests
{
    public static TheoryData<string, string, string, string> Fields => new()
    {
        { "writable", Field("UF_CRM_1", "string", "Pole"), "SetPole", "SetPole, ClearPole" },
        { "required", Flagged(Field("UF_CRM_1", "string", "Pole"), "isRequired"), "SetPole", "SetPole, ClearPole" },
        { "immutable", Flagged(Field("UF_CRM_1", "string", "Pole"), "isImmutable"), "SetPole", "" },
        { "immutable list", Flagged(Field("UF_CRM_1", "date", "Pole"), "isImmutable", "isMultiple"), "SetPole", "" },
        { "immutable and read-only", Flagged(Field("UF_CRM_1", "string", "Pole"), "isImmutable", "isReadOnly"), "", "" },
        { "read-only", Flagged(Field("UF_CRM_1", "string", "Pole"), "isReadOnly"), "", "" },
        { "file", Field("UF_CRM_1", "file", "Pole"), "", "" },
        { "immutable file", Flagged(Field("UF_CRM_1", "file", "Pole"), "isImmutable"), "", "" },
        { "bookings", Field("UF_CRM_1", "resourcebooking", "Pole"), "", "" },
        { "id", Field("ID", "integer"), "", "" },
        { "last activity", Field("LAST_ACTIVITY_TIME", "datetime") + "," + Field("LAST_ACTIVITY_BY", "user"), "", "" },
        { "title", Field("TITLE", "string"), "SetTitle", "SetTitle" },
        { "phones", Field("PHONE", "crm_multifield"), "AddPhone", "AddPhone, ChangePhone, RemovePhone, ReplacePhone" },
        { "immutable phones", Flagged(Field("PHONE", "crm_multifield"), "isImmutable"), "AddPhone", "" },
        { "open channels", Field("LINK", "crm_multifield"), "", "" },
        { "address", Field("ADDRESS", "string"), "SetAddress", "SetAddress" },
        {
            "address and location", Field("ADDRESS", "string") + "," + Field("ADDRESS_LOC_ADDR_ID", "integer"),
            "SetAddress", "SetAddress"
        },
        {
            "immutable location", Field("ADDRESS", "string") + "," + Flagged(Field("ADDRESS_LOC_ADDR_ID", "integer"), "isImmutable"),
            "SetAddress", "SetAddress"
        },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void Drafts_and_updates_have_methods_for_writable_fields(string what, string field, string draft, string update)
    {
        GeneratorRun run = GeneratorRun.Create(Create(field));

        Assert.Empty(run.CompilerDiagnostics);
        Assert.Equal((what, draft), (what, GetMethods(run, "LeadDraft")));
        Assert.Equal((what, update), (what, GetMethods(run, "LeadUpdate")));
    }

    [Fact]
    public void The_docs_mark_required_and_immutable_fields()
    {
        string source = GeneratorRun.Create(Create(
            Flagged(Field("UF_CRM_1", "string", "Номер"), "isRequired"), Flagged(Field("UF_CRM_2", "string", "Канал"), "isImmutable"))).Source("LeadFields.g.cs");

        Assert.Contains("<remarks><c>UF_CRM_1</c>, string, required, custom. ", source, StringComparison.Ordinal);
        Assert.Contains("<remarks><c>UF_CRM_2</c>, string, immutable: set when a lead is created, ignored later, custom. ", source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_activity_is_read_only_even_if_the_portal_describes_it_as_writable()
    {
        GeneratorRun run = GeneratorRun.Create(Create(Field("LAST_ACTIVITY_TIME", "datetime"), Field("LAST_ACTIVITY_BY", "user")));

        IPropertySymbol[] properties = [.. run.Output.GetTypeByMetadataName("Acme.Crm.Lead")!.GetMembers().OfType<IPropertySymbol>().Where(static p => p.Name.StartsWith("LastActivity", StringComparison.Ordinal))];
        Assert.Equal(2, properties.Length);
        Assert.All(properties, static p => Assert.Null(p.SetMethod));
    }

    [Fact]
    public void A_field_that_a_portal_never_returns_has_setters_and_no_property()
    {
        GeneratorRun run = GeneratorRun.Create(Create(Flagged(Field("CONTACT_IDS", "crm_contact", "Контакты"), "isMultiple")));

        Assert.Empty(run.CompilerDiagnostics);
        Assert.Equal(("SetContactIds", "SetContactIds"), (GetMethods(run, "LeadDraft"), GetMethods(run, "LeadUpdate")));
        Assert.DoesNotContain("ContactIds", run.Source("Lead.g.cs"), StringComparison.Ordinal);
        Assert.Contains($"\"CONTACT_IDS\",\"crm_contact\",\"Id\",{(int)(CrmFieldFlags.Multiple | CrmFieldFlags.WriteOnly | CrmFieldFlags.NotFilterable)},", run.Source("LeadFields.All.g.cs"), StringComparison.Ordinal);
        Assert.Contains("write-only: never returned by the portal", run.Source("LeadFields.g.cs"), StringComparison.Ordinal);
        Assert.Contains("Replaces all contacts of the lead.", run.Source("LeadFields.g.cs"), StringComparison.Ordinal);
        Assert.Contains("crm-lead-contact-items-get.html", run.Source("LeadFields.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_docs_of_a_draft_list_the_required_fields()
    {
        string[] required = [.. Enumerable.Range(1, 21).Select(i => Flagged(Field($"UF_CRM_{i}", "string", $"Поле <{i}>"), "isRequired"))];
        string source = GeneratorRun.Create(Create([
            Flagged(Field("ID", "integer"), "isRequired", "isReadOnly"), Field("TITLE", "string"), Flagged(Field("PHONE", "crm_multifield", "Телефон"), "isRequired"), .. required])).Source("LeadDraft.g.cs");

        Assert.Contains(
            "/// <para>The portal rejects a lead without a value for these required fields: <c>AddPhone</c> (Телефон), <c>SetPole1</c> (Поле &lt;1&gt;), <c>SetPole10</c> (",
            source, StringComparison.Ordinal);
        Assert.Contains("), and 2 more.</para>", source, StringComparison.Ordinal);
        Assert.DoesNotContain("rejects a lead", GeneratorRun.Create(Create(Field("TITLE", "string"))).Source("LeadDraft.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deprecated_field_causes_a_warning()
    {
        GeneratorRun run = GeneratorRun.Create(
            "class C { object o = new Acme.Crm.LeadDraft().SetContactId(5); }", Create(Field("CONTACT_ID", "crm_contact", "Контакт", "\"isDeprecated\": true")));

        Assert.Equal("CS0618", Assert.Single(run.CompilerDiagnostics).Id);
    }

    [Fact]
    public void The_class_is_named_after_the_read_model()
    {
        GeneratorRun run = GeneratorRun.Create(
            "class C { LeadGen.CrmDraft o = new Acme.Crm.OrderDraft().SetTitle(\"x\"); }",
            Create(Field("TITLE", "string"), Field("UF_CRM_1", "enumeration", "Order draft", "\"items\": [{\"ID\": 1, \"VALUE\": \"A\"}]")) with { ClassName = "Order" });

        Assert.Empty(run.CompilerDiagnostics);
    }

    private static string Flagged(string field, params string[] flags) =>
        flags.Aggregate(field, static (json, flag) => json.Replace($"\"{flag}\": false", $"\"{flag}\": true", StringComparison.Ordinal));

    private static string GetMethods(GeneratorRun run, string type) => string.Join(", ", run.Output.GetTypeByMetadataName("Acme.Crm." + type)!.GetMembers()
        .OfType<IMethodSymbol>()
        .Where(static m => m is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public })
        .Select(static m => m.Name));
}
