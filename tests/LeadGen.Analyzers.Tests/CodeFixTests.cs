using LeadGen.Generator.Usage;
using Address = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LeadCallAnalyzer, LeadGen.CodeFixes.AddressFix>;
using Constant = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LiteralAnalyzer, LeadGen.CodeFixes.ConstantFix>;
using Literal = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LiteralAnalyzer, LeadGen.CodeFixes.SuggestionFix>;
using MultiField = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LeadCallAnalyzer, LeadGen.CodeFixes.MultiFieldFix>;
using Secret = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LiteralAnalyzer, LeadGen.CodeFixes.SecretFix>;
using Send = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.UpdateFlowAnalyzer, LeadGen.CodeFixes.SendFix>;
using Suggestion = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LeadCallAnalyzer, LeadGen.CodeFixes.SuggestionFix>;
using Typed = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.TypedUsageAnalyzer, LeadGen.CodeFixes.SuggestionFix>;

namespace LeadGen.Analyzers.Tests;

/// <summary>Each fix on two occurrences, one by one and all at once, and where it must not be offered.</summary>
public sealed class CodeFixTests
{
    [Fact]
    public Task The_nearest_code_takes_the_place_of_an_unknown_one() => Literal.Fixes(
        """
        class Program
        {
            string[] codes = { {|LG1001:"UF_CRM_1712000009"|}, {|LG1001:"UF_CRM_171200000"|} };
            object fields = new { {|LG1001:UF_CRM_1712000O00|} = 1 };
        }
        """,
        """
        class Program
        {
            string[] codes = { {|LG1016:"UF_CRM_1712000000"|}, {|LG1016:"UF_CRM_1712000000"|} };
            object fields = new { UF_CRM_1712000000 = 1 };
        }
        """);

    [Fact]
    public Task A_code_that_is_like_no_other_is_left_alone() => Literal.OffersNothing(
        """class Program { string code = {|LG1001:"UF_CRM_SOMETHING_ELSE"|}; }""");

    [Fact]
    public Task Aliases_labels_ids_and_arguments_are_written_as_they_were_meant() => Suggestion.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main()
            {
                Rest.CallAsync("crm.lead.update", new Dictionary<string, object>
                {
                    ["id"] = 5,
                    ["fields"] = new Dictionary<string, object>
                    {
                        [{|LG1002:"ufCrm_1712000000"|}] = 11,
                        [{|LG1001:"Имя"|}] = "Анна",
                        ["STATUS_ID"] = {|LG1004:"В работе"|},
                    },
                    [{|LG1014:"options"|}] = new { REGISTER_SONET_EVENT = "Y" },
                });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:name|} = "Анна" }, {|LG1014:options|} = new { REGISTER_SONET_EVENT = "Y" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000000 = {|LG1004:"курьер"|} } });
            }
        }
        """,
        """
        using System.Collections.Generic;
        class Program
        {
            void Main()
            {
                Rest.CallAsync("crm.lead.update", new Dictionary<string, object>
                {
                    ["id"] = 5,
                    ["fields"] = new Dictionary<string, object>
                    {
                        ["UF_CRM_1712000000"] = 11,
                        ["NAME"] = "Анна",
                        ["STATUS_ID"] = "IN_PROCESS",
                    },
                    ["params"] = new { REGISTER_SONET_EVENT = "Y" },
                });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "Анна" }, @params = new { REGISTER_SONET_EVENT = "Y" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000000 = "11" } });
            }
        }
        """);

    public static TheoryData<string> Taken =>
    [
        """Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:name|} = "Анна", NAME = "Ольга" } });""",
        """string NAME = "Ольга"; Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:name|} = "Анна", NAME } });""",
        """var o = new { NAME = "Ольга" }; Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:name|} = "Анна", o.NAME } });""",
        """Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "Анна" }, {|LG1014:options|} = new { }, @params = new { } });""",
        """Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { [{|LG1001:"name"|}] = "Анна", ["NAME"] = "Ольга" } });""",
        """const string Name = "NAME"; Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { {|LG1001:"name"|}, "Анна" }, { Name, "Ольга" } } });""",
        """var fields = new Dictionary<string, object> { ["NAME"] = "Ольга" }; fields[{|LG1001:"name"|}] = "Анна"; Rest.CallAsync("crm.lead.update", new { id = 5, fields });""",
        """var fields = new Dictionary<string, object>(); fields.Add("NAME", "Ольга"); fields.Add({|LG1001:"name"|}, "Анна"); Rest.CallAsync("crm.lead.update", new { id = 5, fields });""",
        """var fields = new { {|LG1001:name|} = "Анна" }; Rest.CallAsync("crm.lead.update", new { id = 5, fields }); System.Console.WriteLine(fields.name);""",
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public Task A_name_that_is_taken_is_not_offered(string statement) => Suggestion.OffersNothing(
        "using System.Collections.Generic; class Program { void Main() { " + statement + " } }");

    [Fact]
    public Task Of_two_objects_of_one_type_none_is_renamed() => Literal.OffersNothing(
        """
        class Program
        {
            object either = true ? new { {|LG1001:UF_CRM_1712000O00|} = 1 } : new { {|LG1001:UF_CRM_1712000O00|} = 2 };
            object both = new[] { new { {|LG1001:UF_CRM_1712000O00|} = 1 }, new { {|LG1001:UF_CRM_1712000O00|} = 2 } };
        }
        """);

    [Fact]
    public Task Of_two_entries_that_mean_one_name_the_first_gets_it() => Suggestion.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main()
            {
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:name|} = "Анна", {|LG1001:Name|} = "Ольга" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { {|LG1001:"name"|}, "Анна" }, { {|LG1001:"Name"|}, "Ольга" } } });
                var fields = new Dictionary<string, object>();
                fields.Add({|LG1001:"name"|}, "Анна");
                fields.Add({|LG1001:"Name"|}, "Ольга");
                Rest.CallAsync("crm.lead.update", new { id = 5, fields });
            }
        }
        """,
        """
        using System.Collections.Generic;
        class Program
        {
            void Main()
            {
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "Анна", {|LG1001:Name|} = "Ольга" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { "NAME", "Анна" }, { {|LG1001:"Name"|}, "Ольга" } } });
                var fields = new Dictionary<string, object>();
                fields.Add("NAME", "Анна");
                fields.Add({|LG1001:"Name"|}, "Ольга");
                Rest.CallAsync("crm.lead.update", new { id = 5, fields });
            }
        }
        """);

    [Fact]
    public Task Two_cases_of_a_switch_do_not_become_one() => Literal.Fixes(
        """
        class Program
        {
            int Old(string code) => code switch { {|LG1001:"UF_CRM_1712000009"|} => 1, {|LG1001:"UF_CRM_171200000"|} => 2, _ => 0 };
            int Old2(string code)
            {
                switch (code)
                {
                    case {|LG1001:"UF_CRM_1712000009"|}: return 1;
                    case {|LG1016:"UF_CRM_1712000000"|}: return 2;
                    default: return 0;
                }
            }
        }
        """,
        """
        class Program
        {
            int Old(string code) => code switch { {|LG1016:"UF_CRM_1712000000"|} => 1, {|LG1001:"UF_CRM_171200000"|} => 2, _ => 0 };
            int Old2(string code)
            {
                switch (code)
                {
                    case {|LG1001:"UF_CRM_1712000009"|}: return 1;
                    case {|LG1016:"UF_CRM_1712000000"|}: return 2;
                    default: return 0;
                }
            }
        }
        """);

    [Fact]
    public Task The_operator_of_a_filter_stays() => Suggestion.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main() => Rest.CallAsync("crm.lead.list", new { filter = new Dictionary<string, object> { [{|LG1001:"!name"|}] = "Анна", [{|LG1001:"%name"|}] = "О", ["NAME"] = "Ольга" } });
        }
        """,
        """
        using System.Collections.Generic;
        class Program
        {
            void Main() => Rest.CallAsync("crm.lead.list", new { filter = new Dictionary<string, object> { ["!NAME"] = "Анна", ["%NAME"] = "О", ["NAME"] = "Ольга" } });
        }
        """);

    [Fact]
    public Task A_status_by_its_name_becomes_its_code() => Typed.Fixes(
        """
        using Acme.Crm;
        class Program
        {
            LeadStatus a = new LeadStatus({|LG1004:"В работе"|});
            LeadStatus b = LeadStatus.FromCode({|LG1004:"new"|});
        }
        """,
        """
        using Acme.Crm;
        class Program
        {
            LeadStatus a = new LeadStatus("IN_PROCESS");
            LeadStatus b = LeadStatus.FromCode("NEW");
        }
        """);

    [Fact]
    // The test's workspace has the generator's types only when it compiles, not when it shortens names.
    public Task A_code_becomes_its_constant() => Constant.Fixes(
        """
        using System.Collections.Generic;
        using Acme.Crm;
        class Program
        {
            const string Code = {|LG1016:"UF_CRM_1712000000"|};
            Dictionary<string, object> fields = new() { [{|LG1016:"UF_CRM_1712000000"|}] = 11 };
        }
        """,
        """
        using System.Collections.Generic;
        using Acme.Crm;
        class Program
        {
            const string Code = global::Acme.Crm.LeadFields.Codes.Dostavka;
            Dictionary<string, object> fields = new() { [global::Acme.Crm.LeadFields.Codes.Dostavka] = 11 };
        }
        """);

    [Fact]
    public Task A_text_becomes_a_list_of_entries() => MultiField.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main() => Rest.CallAsync("crm.lead.update", new
            {
                id = 5,
                fields = new Dictionary<string, object> { ["PHONE"] = {|LG1009:"+7"|}, ["EMAIL"] = {|LG1009:"a@example.org"|} },
            });
        }
        """,
        """
        using System.Collections.Generic;
        class Program
        {
            void Main() => Rest.CallAsync("crm.lead.update", new
            {
                id = 5,
                fields = new Dictionary<string, object> { ["PHONE"] = new[] { new { VALUE = "+7", VALUE_TYPE = "WORK" } }, ["EMAIL"] = new[] { new { VALUE = "a@example.org", VALUE_TYPE = "WORK" } } },
            });
        }
        """);

    [Fact]
    public Task A_dictionary_of_texts_cannot_hold_a_list() => MultiField.OffersNothing(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, string> { ["PHONE"] = {|LG1009:"+7"|} } });
        }
        """);

    [Fact]
    public Task A_member_that_takes_its_name_from_its_value_keeps_it() => MultiField.OffersNothing(
        """
        class Program
        {
            void Main()
            {
                const string PHONE = "+7";
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1009:PHONE|} } });
            }
        }
        """);

    [Fact]
    public Task A_dictionary_of_numbers_cannot_hold_the_parts_of_an_address() => Address.OffersNothing(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, int> { [{|LG1008:"ADDRESS"|}] = 1 } });
        }
        """);

    [Fact]
    public Task The_missing_parts_of_an_address_are_added() => Address.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main()
            {
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1008:ADDRESS_CITY|} = "Пермь" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { [{|LG1008:"ADDRESS"|}] = "Ленина, 1", ["NAME"] = "Анна" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { {|LG1008:"ADDRESS"|}, "Ленина, 1" } } });
            }
        }
        """,
        """
        using System.Collections.Generic;
        class Program
        {
            void Main()
            {
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { ADDRESS_CITY = "Пермь", ADDRESS = "" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["ADDRESS"] = "Ленина, 1", ["ADDRESS_CITY"] = "", ["NAME"] = "Анна" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { "ADDRESS", "Ленина, 1" }, { "ADDRESS_CITY", "" } } });
            }
        }
        """);

    [Fact]
    public Task A_secret_moves_to_the_environment() => Secret.Fixes(
        """
        #nullable enable
        using System;
        class Program
        {
            string webhook = {|LG1013:"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/"|};
            string Url() => {|LG1013:"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/crm.lead.get"|};
        }
        """,
        """
        #nullable enable
        using System;
        class Program
        {
            string webhook = Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK")!;
            string Url() => Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK")!;
        }
        """);

    [Fact]
    public Task A_constant_cannot_come_from_the_environment() => Secret.OffersNothing(
        """
        class Program { const string Webhook = {|LG1013:"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/"|}; }
        """);

    [Fact]
    public Task A_secret_in_bytes_cannot_come_from_the_environment() => Secret.OffersNothing(
        """
        class Program { byte[] Webhook() => {|LG1013:"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/"u8|}.ToArray(); }
        """);

    [Fact]
    public Task An_update_is_sent_where_it_was_left() => Send.Fixes(
        """
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;
        class Program
        {
            async Task Main(LeadClient client)
            {
                {|LG1010:new LeadUpdate(5)|}.SetName("Анна");
                var update = {|LG1010:new LeadUpdate(6)|};
                update.SetName("Ольга");
                var draft = {|LG1010:new LeadDraft()|}.SetName("Вера");
                await Task.Yield();
            }
        }
        """,
        """
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;
        class Program
        {
            async Task Main(LeadClient client)
            {
                await client.UpdateAsync(new LeadUpdate(5).SetName("Анна"));
                var update = new LeadUpdate(6);
                update.SetName("Ольга");
                await client.UpdateAsync(update);
                var draft = new LeadDraft().SetName("Вера");
                await client.CreateAsync(draft);
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("async Task Main() => await Task.Yield(); async Task Other() { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); await Task.Yield(); }")]
    [InlineData("LeadClient client; static async Task Main() { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); await Task.Yield(); }")]
    [InlineData("async Task Main(LeadClient client) { await Task.Yield(); static async Task Send() { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); await Task.Yield(); } await Send(); }")]
    [InlineData("async Task Main(LeadClient client) { await Task.Yield(); lock (this) { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); } }")]
    [InlineData("async Task Main(LeadClient client) { await Task.Yield(); System.Func<int, Task> send = async id => {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); await send(1); }")]
    [InlineData("void Main(LeadClient client) { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); }")]
    public Task Without_a_client_or_a_method_that_waits_nothing_is_offered(string member) => Send.OffersNothing(
        "using System.Threading.Tasks; using Acme.Crm; using LeadGen; class Program { " + member + " }");

    [Fact]
    public Task Names_that_are_keywords_are_escaped() => Send.Fixes(
        """
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;
        class Program
        {
            async Task Main(LeadClient @event)
            {
                var @new = {|LG1010:new LeadUpdate(6)|};
                await Task.Yield();
            }
        }
        """,
        """
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;
        class Program
        {
            async Task Main(LeadClient @event)
            {
                var @new = new LeadUpdate(6);
                await @event.UpdateAsync(@new);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public void Every_fix_has_a_rule_of_its_own_and_a_key()
    {
        var fixes = typeof(CodeFixes.SuggestionFix).Assembly.GetTypes()
            .Where(t => t is { IsPublic: true, IsAbstract: false })
            .Select(t => (Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider)Activator.CreateInstance(t)!)
            .ToArray();
        Assert.Equal(6, fixes.Length);
        Assert.All(fixes, f => Assert.NotNull(f.GetFixAllProvider()));
        Assert.Distinct(fixes.SelectMany(f => f.FixableDiagnosticIds));
        Assert.Distinct(fixes.Select(f => f.GetType().GetField("Key")!.GetValue(null)));
        Assert.NotNull(typeof(LiteralAnalyzer));
    }
}
