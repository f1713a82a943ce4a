using LeadGen.Tests.Portal;
using LeadGen.Transport;

namespace LeadGen.Tests.Queries;

/// <summary>Tests the selected fields and the paging of queries, and that queries are immutable.</summary>
public sealed class QueryTests
{
    private const string All = """["*","UF_*","EMAIL","IM","LINK","PHONE","WEB"]""";

    [Fact]
    public void An_empty_query_requests_all_leads_with_all_fields_in_ID_order()
    {
        var query = new CrmQuery();

        Assert.Equal($$"""{"select":{{All}},"filter":{},"order":{"ID":"ASC"},"start":-1}""", Written(query, 0));
        Assert.Equal($$"""{"select":{{All}},"filter":{">ID":50},"order":{"ID":"ASC"},"start":-1}""", Written(query, 50));
        Assert.Equal((true, true, false), (query.Requested == RequestedFields.All, query.PagesById, query.IsDescending));
        Assert.Equal("all fields; all records; ID ASC", query.ToString());
    }

    [Fact]
    public void A_field_that_a_portal_never_returns_is_not_selected_or_sorted_by()
    {
        Assert.Contains("CONTACT_IDS", Assert.Throws<ArgumentException>(() => new CrmQuery().Select(LeadFields.Title, LeadFields.ContactIds)).Message, StringComparison.Ordinal);
        var single = new CrmField<long>("CONTACT_IDS", "CONTACT_IDS", "crm_contact", CrmFieldFlags.WriteOnly, ClearForm.None, WireFormat.Id);
        Assert.Throws<ArgumentException>(() => new CrmQuery().OrderBy(single));
        Assert.Throws<ArgumentException>(() => new CrmQuery().OrderByDescending(single));
        Assert.Equal(CrmFieldFlags.WriteOnly, LeadFields.ContactIds.Flags & CrmFieldFlags.WriteOnly);
        Assert.Null(typeof(Lead).GetProperty(nameof(LeadFields.ContactIds)));
    }

    public static TheoryData<CrmQuery, string> Selections => new()
    {
        { new CrmQuery().Select(), All },
        { new CrmQuery().Select(LeadFields.Title), """["ID","TITLE"]""" },
        { new CrmQuery().Select(LeadFields.Title, LeadFields.Id, LeadFields.Phone, LeadFields.Title), """["ID","TITLE","PHONE"]""" },
        { new CrmQuery().Select(LeadFields.Title).Select(LeadFields.Name, LeadFields.Title), """["ID","TITLE","NAME"]""" },
        { new CrmQuery().Select(LeadFields.Id), """["ID"]""" },

        // An administrator can remove or hide these fields: only the leads show whether the portal used the condition.
        { new CrmQuery().Select(LeadFields.Title).Where(LeadFields.StringOne.IsNot("a"), LeadFields.Name.Is("b")), """["ID","TITLE","UF_CRM_1712000001"]""" },
        { new CrmQuery().Select(LeadFields.Title).Where(LeadFields.StringOne.IsNot("a"), LeadFields.StringOne.Contains("b")), """["ID","TITLE","UF_CRM_1712000001"]""" },
        { new CrmQuery().Where(LeadFields.StringOne.IsNot("a")), All },
    };

    [Theory]
    [MemberData(nameof(Selections))]
    public void The_id_is_always_selected_and_a_field_once(CrmQuery query, string selection) =>
        Assert.StartsWith($$"""{"select":{{selection}},"filter":""", Written(query, 0), StringComparison.Ordinal);

    [Fact]
    public void A_link_to_a_smart_process_is_requested_with_a_condition_on_it()
    {
        CrmField<long> parent = Parent("PARENT_ID_150");
        Assert.True(new CrmQuery().Select(LeadFields.Title).Where(parent.Is(5)).Requested.Contains("PARENT_ID_150"));
    }

    [Fact]
    public void A_query_for_which_a_portal_counts_too_few_leads_is_rejected()
    {
        CrmField<long> parent = Parent("PARENT_ID_150"), other = Parent("PARENT_ID_160");
        var fields = new CrmFieldSet([LeadFields.Id, LeadFields.Title, LeadFields.AddressCity, parent, other]);
        CrmFilter city = LeadFields.AddressCity.Is("Пермь");
        CrmQuery byTitle = new CrmQuery().OrderBy(LeadFields.Title);

        Assert.Equal(
            "If a query is sorted by a field other than the ID, reads or sorts by PARENT_ID_150 and has a condition on ADDRESS_CITY, a portal silently leaves out the last records: "
            + "it finds a record once for each of its links to smart processes, but counts it once. Remove OrderBy and sort the records after you have read them, or select fields without PARENT_ID_150.",
            Assert.Throws<ArgumentException>(() => byTitle.Where(city).Check(fields)).Message);
        Assert.Throws<ArgumentException>(() => byTitle.Where(city).Select(parent).Check(fields));
        Assert.Throws<ArgumentException>(() => byTitle.Where(other.Is(5)).Check(fields));
        Assert.Throws<ArgumentException>(() => new CrmQuery().OrderBy(parent).Select(LeadFields.Title).Where(city).Check(fields));

        byTitle.Check(fields);
        byTitle.Where(city).Select(LeadFields.Title).Check(fields);
        byTitle.Where(city).Check(new CrmFieldSet([LeadFields.Id, LeadFields.Title, LeadFields.AddressCity]));
        byTitle.Where(parent.Is(5)).Select(parent).Check(fields);
        byTitle.Where(LeadFields.Title.Is("a")).Check(fields);
        new CrmQuery().Where(city).Check(fields);
    }

    public static TheoryData<CrmQuery, long, string> ById => new()
    {
        { new CrmQuery().OrderBy(LeadFields.Id), 0, """{},"order":{"ID":"ASC"}""" },
        { new CrmQuery().OrderBy(LeadFields.Id), 7, """{">ID":7},"order":{"ID":"ASC"}""" },
        { new CrmQuery().OrderByDescending(LeadFields.Id), 0, """{},"order":{"ID":"DESC"}""" },
        { new CrmQuery().OrderByDescending(LeadFields.Id), 7, """{"<ID":7},"order":{"ID":"DESC"}""" },
        { new CrmQuery().OrderBy(LeadFields.Id).OrderBy(LeadFields.Title), 7, """{">ID":7},"order":{"ID":"ASC"}""" },

        // The bound in the direction of paging is tightened. The other bound is kept.
        { new CrmQuery().Where(LeadFields.Id.MoreThan(100)), 0, """{">ID":100},"order":{"ID":"ASC"}""" },
        { new CrmQuery().Where(LeadFields.Id.MoreThan(100)), 150, """{">ID":150},"order":{"ID":"ASC"}""" },
        { new CrmQuery().Where(LeadFields.Id.LessThan(200), LeadFields.Opened.Is(true)), 150, """{"<ID":200,"=OPENED":"Y",">ID":150},"order":{"ID":"ASC"}""" },
        { new CrmQuery().Where(LeadFields.Id.LessThan(200), LeadFields.Id.MoreThan(100)).OrderByDescending(LeadFields.Id), 150, """{">ID":100,"<ID":150},"order":{"ID":"DESC"}""" },
        { new CrmQuery().Where(LeadFields.Id.AtLeast(100), LeadFields.Id.AtMost(200)), 150, """{">=ID":100,"<=ID":200,">ID":150},"order":{"ID":"ASC"}""" },
        { new CrmQuery().Where(LeadFields.Id.IsAnyOf(1, 2, 3)), 2, """{"@ID":[1,2,3],">ID":2},"order":{"ID":"ASC"}""" },
    };

    [Theory]
    [MemberData(nameof(ById))]
    public void Pages_by_ID_start_after_the_last_ID_and_without_a_count(CrmQuery query, long lastId, string rest)
    {
        Assert.True(query.PagesById);
        Assert.Equal($$"""{"select":{{All}},"filter":{{rest}},"start":-1}""", Written(query, lastId));
    }

    [Fact]
    public void A_portal_does_not_sort_by_the_stage()
    {
        Assert.Contains("STATUS_ID", Assert.Throws<ArgumentException>(() => new CrmQuery().OrderBy(LeadFields.StatusId)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CrmQuery().OrderByDescending(LeadFields.StatusId));
    }

    public static TheoryData<CrmQuery, bool, string> Sorted => new()
    {
        { new CrmQuery().OrderBy(LeadFields.Title), false, """{},"order":{"TITLE":"ASC","ID":"ASC"}""" },
        { new CrmQuery().OrderByDescending(LeadFields.DateCreate), true, """{},"order":{"DATE_CREATE":"DESC","ID":"ASC"}""" },
        { new CrmQuery().OrderByDescending(LeadFields.SourceId).OrderBy(LeadFields.Opportunity), true, """{},"order":{"SOURCE_ID":"DESC","OPPORTUNITY":"ASC","ID":"ASC"}""" },
        { new CrmQuery().OrderBy(LeadFields.EnumerationOne).OrderByDescending(LeadFields.Id).OrderBy(LeadFields.Name), false, """{},"order":{"UF_CRM_1712000021":"ASC","ID":"DESC"}""" },
        { new CrmQuery().Where(LeadFields.Id.MoreThan(5)).OrderBy(LeadFields.Birthdate), false, """{">ID":5},"order":{"BIRTHDATE":"ASC","ID":"ASC"}""" },
    };

    [Theory]
    [MemberData(nameof(Sorted))]
    public void Sorted_pages_start_at_an_offset_and_are_finally_sorted_by_ID(CrmQuery query, bool isDescending, string rest)
    {
        Assert.Equal((false, isDescending), (query.PagesById, query.IsDescending));
        Assert.Equal($$"""{"select":{{All}},"filter":{{rest}},"start":0}""", Written(query, 0));
        Assert.Equal($$"""{"select":{{All}},"filter":{{rest}},"start":100}""", Written(query, 100));
    }

    [Fact]
    public void A_batch_row_has_the_same_arguments()
    {
        CrmQuery query = new CrmQuery().Select(LeadFields.Title).Where(LeadFields.Opportunity.MoreThan(0));

        Assert.Equal(
            ("select%5B0%5D=ID&select%5B1%5D=TITLE&filter%5B%3EOPPORTUNITY%5D=0&filter%5B%3EID%5D=50&order%5BID%5D=ASC&start=-1", null),
            Given.Row(w => CrmProtocol.Classic.WriteList(w, Lead.Entity, query, LeadFields.All, 50)));
        Assert.Equal(
            ("select%5B0%5D=ID&select%5B1%5D=TITLE&order%5BTITLE%5D=DESC&order%5BID%5D=ASC&start=50", null),
            Given.Row(w => CrmProtocol.Classic.WriteList(w, Lead.Entity, new CrmQuery().Select(LeadFields.Title).OrderByDescending(LeadFields.Title), LeadFields.All, 50)));
    }

    [Fact]
    public void Each_method_returns_a_new_query_and_does_not_change_the_first()
    {
        CrmField[] fields = [LeadFields.Title];
        CrmFilter[] conditions = [LeadFields.Opened.Is(true)];
        CrmQuery first = new CrmQuery().Select(fields).Where(conditions);
        string before = Written(first, 0);
        fields[0] = LeadFields.Name;
        conditions[0] = LeadFields.Opened.Is(false);
        string other = Written(first.Select(LeadFields.Phone).Where(LeadFields.Title.IsNot("")).OrderBy(LeadFields.Title), 0);

        Assert.Equal("""{"select":["ID","TITLE"],"filter":{"=OPENED":"Y"},"order":{"ID":"ASC"},"start":-1}""", before);
        Assert.Equal(before, Written(first, 0));
        Assert.Equal("""{"select":["ID","TITLE","PHONE"],"filter":{"=OPENED":"Y","!=TITLE":""},"order":{"TITLE":"ASC","ID":"ASC"},"start":0}""", other);
    }

    [Fact]
    public async Task Several_threads_can_write_one_query()
    {
        CrmQuery query = new CrmQuery().Where(LeadFields.StatusId.IsAnyOf(LeadStatus.New, LeadStatus.InProcess)).Select(LeadFields.Title);
        string expected = Written(query, 7);

        string[] written = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Written(query, 7))));

        Assert.All(written, w => Assert.Equal(expected, w));
    }

    [Fact]
    public void A_duplicate_condition_is_rejected_if_a_portal_would_ignore_the_first()
    {
        CrmQuery once = new CrmQuery().Where(LeadFields.Title.Contains("а"), LeadFields.Title.IsNot("аб"), LeadFields.Name.Contains("а"));
        ArgumentException e = Assert.Throws<ArgumentException>(() => once.Where(LeadFields.Title.Contains("б")));

        Assert.StartsWith("There are two conditions '%TITLE'", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CrmQuery().Where(LeadFields.Phone.Has("1"), LeadFields.Phone.Has("2")));
        Assert.Throws<ArgumentException>(() => new CrmQuery().Where(LeadFields.Title.StartsWith("а"), LeadFields.Title.EndsWith("б")));
    }

    [Fact]
    public void Duplicate_sorting_and_null_are_rejected()
    {
        Assert.Throws<ArgumentException>(() => new CrmQuery().OrderBy(LeadFields.Title).OrderByDescending(LeadFields.Title));
        Assert.Throws<ArgumentNullException>(() => new CrmQuery().OrderBy((CrmField<string>)null!));
        Assert.Throws<ArgumentNullException>(() => new CrmQuery().Select(null!));
        Assert.Throws<ArgumentException>(() => new CrmQuery().Select(LeadFields.Title, null!));
        Assert.Throws<ArgumentException>(() => new CrmQuery().Where(null!, LeadFields.Title.Is("")));
    }

    public static TheoryData<Func<CrmField<string>, CrmQuery>> UnknownFields => new()
    {
        f => new CrmQuery().Select(f),
        f => new CrmQuery().Where(f.Is("x")),
        f => new CrmQuery().OrderBy(f),
    };

    [Theory]
    [MemberData(nameof(UnknownFields))]
    public void A_field_of_another_portal_is_rejected_before_anything_is_written(Func<CrmField<string>, CrmQuery> make)
    {
        var unknown = new CrmField<string>("UF_CRM_1799999999", "Чужое", "string", CrmFieldFlags.Custom, ClearForm.EmptyText, WireFormat.Text);
        string written = Given.Json(w =>
        {
            ArgumentException e = Assert.Throws<ArgumentException>(() => CrmProtocol.Classic.WriteList(w, Lead.Entity, make(unknown), LeadFields.All, 0));
            Assert.Contains("UF_CRM_1799999999", e.Message, StringComparison.Ordinal);
        });

        Assert.Empty(written);
    }

    [Fact]
    public void ToString_contains_field_codes_and_no_values() => Assert.Equal(
        "TITLE, PHONE; =NAME, @STATUS_ID; OPPORTUNITY DESC, ID ASC",
        new CrmQuery().Select(LeadFields.Title, LeadFields.Phone).Where(LeadFields.Name.Is("тайна"), LeadFields.StatusId.IsAnyOf(LeadStatus.New))
            .OrderByDescending(LeadFields.Opportunity).ToString());

    private static string Written(CrmQuery query, long position) => Given.Json(w => CrmProtocol.Classic.WriteList(w, Lead.Entity, query, LeadFields.All, position));

    private static CrmField<long> Parent(string code) => new(code, code, "crm_entity", CrmFieldFlags.None, ClearForm.None, WireFormat.Id);
}
