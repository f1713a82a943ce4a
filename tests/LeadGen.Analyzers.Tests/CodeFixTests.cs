using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis.CodeFixes;
using Constant = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LiteralAnalyzer, LeadGen.CodeFixes.ConstantFix>;
using Literal = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LiteralAnalyzer, LeadGen.CodeFixes.SuggestionFix>;
using List = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LeadCallAnalyzer, LeadGen.CodeFixes.ListFix>;
using MultiField = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LeadCallAnalyzer, LeadGen.CodeFixes.MultiFieldFix>;
using Removal = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LeadCallAnalyzer, LeadGen.CodeFixes.RemovalFix>;
using Secret = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LiteralAnalyzer, LeadGen.CodeFixes.SecretFix>;
using Send = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.TypedUsageAnalyzer, LeadGen.CodeFixes.SendFix>;
using Suggestion = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.LeadCallAnalyzer, LeadGen.CodeFixes.SuggestionFix>;
using Typed = LeadGen.Analyzers.Tests.FixTest<LeadGen.Generator.Usage.TypedUsageAnalyzer, LeadGen.CodeFixes.SuggestionFix>;

namespace LeadGen.Analyzers.Tests;

/// <summary>Tests each code fix on two occurrences, one by one and all at once, and the cases in which it must not be offered.</summary>
public sealed class CodeFixTests
{
    /// <summary>Gets all code fixes.</summary>
    internal static IReadOnlyList<CodeFixProvider> All { get; } = [.. typeof(CodeFixes.SuggestionFix).Assembly.GetTypes()
        .Where(static t => t is { IsPublic: true, IsAbstract: false })
        .Select(static t => (CodeFixProvider)Activator.CreateInstance(t)!)];

    [Fact]
    public Task A_typo_in_a_standard_code_is_corrected() => Suggestion.Fixes(
        """
        class Program
        {
            object A() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:TITEL|} = "x" } });
            object B() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:STATUS_I|} = "NEW" } });
        }
        """,
        """
        class Program
        {
            object A() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { TITLE = "x" } });
            object B() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { STATUS_ID = "NEW" } });
        }
        """);

    // The digits are a timestamp, so a similar code belongs to an unrelated field.
    [Theory]
    [InlineData("UF_CRM_1712000009")]
    [InlineData("UF_CRM_171200000")]
    [InlineData("UF_CRM_1712000O00")]
    [InlineData("ADDRESS_3")]
    [InlineData("SOMETHING_ELSE")]
    public Task A_code_that_differs_in_digits_is_never_suggested(string code) => Suggestion.OffersNothing(
        $$"""class Program { object A() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:{{code}}|} = "x" } }); }""");

    // Other code reads the map or receives it.
    [Theory]
    [InlineData("""object A() { var data = new { id = 5, fields = new { {|LG1003:DATE_CREATE|} = "x" } }; Rest.CallAsync("crm.lead.update", data); return data.fields.DATE_CREATE; }""")]
    [InlineData("""object A() { var f = new Dictionary<string, object> { [{|LG1003:"DATE_CREATE"|}] = "x" }; Rest.CallAsync("crm.lead.update", new { id = 5, fields = f }); return f["DATE_CREATE"]; }""")]
    [InlineData("""void A() { var f = new Dictionary<string, object> { [{|LG1003:"DATE_CREATE"|}] = "x" }; Rest.CallAsync("crm.lead.update", new { id = 5, fields = f }); System.Console.WriteLine(f); }""")]
    [InlineData("""object A(bool c) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = c ? new { {|LG1003:DATE_CREATE|} = "x" } : new { {|LG1003:DATE_CREATE|} = "x".Trim() } });""")]
    public Task A_write_is_not_removed_from_a_map_that_has_other_uses(string member) => Removal.OffersNothing(
        "using System.Collections.Generic; class Program { " + member + " }");

    [Theory]
    [InlineData("""all["fields"]["TITEL"]""")]
    [InlineData("""all["fields"].ContainsKey("TITEL")""")]
    public Task A_key_that_is_read_from_a_tree_is_left_alone(string read) => Suggestion.OffersNothing(
        """
        using System.Collections.Generic;
        class Program
        {
            object A(string t)
            {
                var all = new Dictionary<string, Dictionary<string, object>> { ["fields"] = new Dictionary<string, object> { [{|LG1001:"TITEL"|}] = t } };
                Rest.CallAsync("crm.lead.add", all);
                return READ;
            }
        }
        """.Replace("READ", read, StringComparison.Ordinal));

    [Fact]
    public Task A_key_that_is_passed_to_a_function_is_left_alone() => Suggestion.OffersNothing(
        """
        using System.Collections.Generic;
        class Program
        {
            object A(string t)
            {
                var fields = new Dictionary<string, object>();
                Set({|LG1001:"TITEL"|}, t);
                Rest.CallAsync("crm.lead.add", new { fields });
                return fields;
                void Set(string key, object value) => fields[key] = value;
            }
        }
        """);

    [Fact]
    public Task A_text_that_is_read_later_stays_a_text() => MultiField.OffersNothing(
        """class Program { int A(string t) { var f = new { PHONE = {|LG1009:t|} }; Rest.CallAsync("crm.lead.update", new { id = 5, fields = f }); return f.PHONE.Length; } }""");

    [Fact]
    public Task A_map_of_several_callers_is_left_alone() => Suggestion.OffersNothing(
        """
        class Program
        {
            static object Common(string t) => new { {|LG1001:TITEL|} = t };
            object A() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = Common("x") });
            object B() => Rest.CallAsync("crm.deal.update", new { id = 5, fields = Common("x") });
        }
        """);

    [Fact]
    public Task A_code_outside_of_a_call_is_left_alone() => Literal.OffersNothing(
        """class Program { string[] codes = { {|LG1021:"UF_CRM_SOMETHING_ELSE"|}, {|LG1021:"UF_CRM_1712000009"|} }; }""");

    [Fact]
    public Task Aliases_labels_item_names_and_argument_names_are_corrected() => Suggestion.Fixes(
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
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1002:name|} = "Анна" }, {|LG1014:options|} = new { REGISTER_SONET_EVENT = "Y" } });
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
        """Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1002:name|} = "Анна", NAME = "Ольга" } });""",
        """string NAME = "Ольга"; Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1002:name|} = "Анна", NAME } });""",
        """var o = new { NAME = "Ольга" }; Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1002:name|} = "Анна", o.NAME } });""",
        """Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "Анна" }, {|LG1014:options|} = new { }, @params = new { } });""",
        """Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { [{|LG1002:"name"|}] = "Анна", ["NAME"] = "Ольга" } });""",
        """const string Name = "NAME"; Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { {|LG1002:"name"|}, "Анна" }, { Name, "Ольга" } } });""",
        """var fields = new Dictionary<string, object> { ["NAME"] = "Ольга" }; fields[{|LG1002:"name"|}] = "Анна"; Rest.CallAsync("crm.lead.update", new { id = 5, fields });""",
        """var fields = new Dictionary<string, object>(); fields.Add("NAME", "Ольга"); fields.Add({|LG1002:"name"|}, "Анна"); Rest.CallAsync("crm.lead.update", new { id = 5, fields });""",
        """var fields = new { {|LG1002:name|} = "Анна" }; Rest.CallAsync("crm.lead.update", new { id = 5, fields }); System.Console.WriteLine(fields.name);""",
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public Task A_name_that_is_taken_is_not_offered(string statement) => Suggestion.OffersNothing(
        "using System.Collections.Generic; class Program { void Main() { " + statement + " } }");

    [Theory]
    [InlineData("true ? new { {|LG1002:name|} = 1 } : new { {|LG1002:name|} = 2 }")]
    public Task Members_of_a_shared_anonymous_type_are_not_renamed(string fields) => Suggestion.OffersNothing(
        "class Program { object A() => Rest.CallAsync(\"crm.lead.update\", new { id = 5, fields = " + fields + " }); }");

    [Theory]
    [InlineData("""object A(bool c) { var f = new { {|LG1001:TITEL|} = "x" }; if (c) { f = new { {|LG1001:TITEL|} = "y" }; } return Rest.CallAsync("crm.lead.update", new { id = 5, fields = f }); }""")]
    [InlineData("""object A() { var make = (bool c) => { if (c) { return new { id = 5, fields = new { {|LG1001:TITEL|} = "x" } }; } return new { id = 6, fields = new { {|LG1001:TITEL|} = "y" } }; }; return Rest.CallAsync("crm.lead.update", make(true)); }""")]
    public Task Objects_that_share_a_variable_or_a_lambda_are_not_renamed(string member) => Suggestion.OffersNothing("class Program { " + member + " }");

    [Fact]
    public Task Only_the_first_of_two_entries_with_the_same_suggestion_is_fixed() => Suggestion.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main()
            {
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1002:name|} = "Анна", {|LG1002:Name|} = "Ольга" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { {|LG1002:"name"|}, "Анна" }, { {|LG1002:"Name"|}, "Ольга" } } });
                var fields = new Dictionary<string, object>();
                fields.Add({|LG1002:"name"|}, "Анна");
                fields.Add({|LG1002:"Name"|}, "Ольга");
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
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "Анна", {|LG1002:Name|} = "Ольга" } });
                Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { { "NAME", "Анна" }, { {|LG1002:"Name"|}, "Ольга" } } });
                var fields = new Dictionary<string, object>();
                fields.Add("NAME", "Анна");
                fields.Add({|LG1002:"Name"|}, "Ольга");
                Rest.CallAsync("crm.lead.update", new { id = 5, fields });
            }
        }
        """);

    [Fact]
    public Task The_operator_of_a_filter_is_kept() => Suggestion.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            void Main() => Rest.CallAsync("crm.lead.list", new { filter = new Dictionary<string, object> { [{|LG1002:"!name"|}] = "Анна", [{|LG1002:"%name"|}] = "О", ["NAME"] = "Ольга" } });
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
    public Task A_status_name_is_replaced_by_its_code() => Typed.Fixes(
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
            const string Code = LeadFields.Codes.Dostavka;
            Dictionary<string, object> fields = new() { [LeadFields.Codes.Dostavka] = 11 };
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
    public Task An_entry_is_a_dictionary_where_members_are_renamed() => MultiField.Fixes(
        """
        #nullable enable
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Net.Http.Json;
        class Program
        {
            object A(HttpClient http, string? p) => http.PostAsJsonAsync("crm.lead.update", new Dictionary<string, object> { ["id"] = 5, ["fields"] = new Dictionary<string, object> { ["PHONE"] = {|LG1009:"+7"|} } });
            object B(HttpClient http, string? p) => http.PostAsJsonAsync("crm.lead.update", new Dictionary<string, object?> { ["id"] = 5, ["fields"] = new Dictionary<string, object?> { ["PHONE"] = {|LG1009:p|} } });
        }
        """,
        """
        #nullable enable
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Net.Http.Json;
        class Program
        {
            object A(HttpClient http, string? p) => http.PostAsJsonAsync("crm.lead.update", new Dictionary<string, object> { ["id"] = 5, ["fields"] = new Dictionary<string, object> { ["PHONE"] = new[] { new Dictionary<string, string> { ["VALUE"] = "+7", ["VALUE_TYPE"] = "WORK" } } } });
            object B(HttpClient http, string? p) => http.PostAsJsonAsync("crm.lead.update", new Dictionary<string, object?> { ["id"] = 5, ["fields"] = new Dictionary<string, object?> { ["PHONE"] = new[] { new Dictionary<string, string?> { ["VALUE"] = p, ["VALUE_TYPE"] = "WORK" } } } });
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
    public Task A_member_with_an_inferred_name_is_left_alone() => MultiField.OffersNothing(
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
    public Task A_single_value_is_wrapped_and_a_single_element_unwrapped() => List.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            object A(string s) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000005 = {|LG1015:s|}, NAME = {|LG1015:new[] { "x" }|} } });
            object B() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["UF_CRM_1712000005"] = {|LG1015:"x"|} } });
        }
        """,
        """
        using System.Collections.Generic;
        class Program
        {
            object A(string s) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000005 = new[] { s }, NAME = "x" } });
            object B() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["UF_CRM_1712000005"] = new[] { "x" } } });
        }
        """);

    [Theory]
    [InlineData("""Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = {|LG1015:new[] { "x", "y" }|} } });""")]
    [InlineData("""Rest.CallAsync("crm.lead.update", new { id = 5, fields = new System.Collections.Generic.Dictionary<string, string> { ["UF_CRM_1712000005"] = {|LG1015:"x"|} } });""")]
    [InlineData("""Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { OPENED = {|LG1015:true|} } });""")]
    public Task No_fix_is_offered_if_several_corrections_are_possible(string call) => List.OffersNothing("class Program { object A() => " + call + " }");

    [Fact]
    public Task A_write_that_is_ignored_is_removed() => Removal.Fixes(
        """
        using System.Collections.Generic;
        class Program
        {
            object A(string s) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1003:DATE_CREATE|} = s, NAME = "x" } });
            object B() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["NAME"] = "x", [{|LG1003:"DATE_CREATE"|}] = "y" } });
        }
        """,
        """
        using System.Collections.Generic;
        class Program
        {
            object A(string s) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "x" } });
            object B() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["NAME"] = "x" } });
        }
        """);

    [Theory]
    [InlineData("{|LG1003:DATE_CREATE|} = System.Console.ReadLine()")]
    public Task A_write_that_has_side_effects_is_kept(string member) => Removal.OffersNothing(
        "class Program { object A() => Rest.CallAsync(\"crm.lead.update\", new { id = 5, fields = new { " + member + " } }); }");

    // A fix of a part of a text would lose the rest of it.
    [Theory]
    [InlineData("""$"crm.lead.update?id={id}&fields[{|LG1001:TITEL|}]=x" """)]
    [InlineData("""new System.Collections.Generic.Dictionary<string, object> { ["id"] = "5", [{|LG1001:"fields[TITEL]"|}] = "x" }""")]
    [InlineData("""new { cmd = new { a = "crm.lead.update?fields[{|LG1001:TITEL|}]=x" } }""")]
    public Task A_part_of_a_query_is_left_alone(string argument) => Suggestion.OffersNothing(
        "class Program { object A(int id) => Rest.CallAsync(\"crm.lead.update\", " + argument + "); }");

    [Fact]
    public Task A_command_is_not_the_value_of_a_multi_field() => MultiField.OffersNothing(
        """
        using System.Collections.Generic;
        class Program { object A() => Rest.CallAsync("batch", new { cmd = new Dictionary<string, object> { ["a"] = "crm.lead.update?id=5&fields[PHONE]={|LG1009:79000000000|}" } }); }
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
            int Length() => {|LG1013:@"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/crm.lead.get?id=""5""&a=b"|}.Length;
            string Add(string method) => {|LG1013:"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8"|} + "/" + method;
        #nullable disable
            string Old() => {|LG1013:"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/"|};
        }
        """,
        """
        #nullable enable
        using System;
        class Program
        {
            string webhook = Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK")!;
            string Url() => Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK")!.TrimEnd('/') + "/crm.lead.get";
            int Length() => (Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK")!.TrimEnd('/') + "/crm.lead.get?id=\"5\"&a=b").Length;
            string Add(string method) => Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK")!.TrimEnd('/') + "/" + method;
        #nullable disable
            string Old() => Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK");
        }
        """);

    [Fact]
    public Task A_format_that_holds_no_secret_itself_is_left_alone() => Secret.OffersNothing(
        """
        class Program { string Url(int id) => string.Format({|LG1013:"https://acme.bitrix24.ru/rest/{0}/{1}/crm.lead.get?id={2}"|}, 1, "k2j4h5g6f7d8", id); }
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
    public Task A_call_that_sends_the_update_is_added() => Send.Fixes(
        """
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;
        class Program
        {
            async Task Main(Bitrix24Client client)
            {
                {|LG1010:new LeadUpdate(5)|}.SetName("Анна");
                var update = {|LG1010:new LeadUpdate(6)|};
                update.SetName("Ольга");
                var draft = {|LG1010:new LeadDraft()|}.SetKod("Вера");
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
            async Task Main(Bitrix24Client client)
            {
                await client.UpdateAsync(new LeadUpdate(5).SetName("Анна"));
                var update = new LeadUpdate(6);
                update.SetName("Ольга");
                await client.UpdateAsync(update);
                var draft = new LeadDraft().SetKod("Вера");
                await client.CreateAsync(draft);
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("async Task Main() => await Task.Yield(); async Task Other() { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); await Task.Yield(); }")]
    [InlineData("Bitrix24Client client; static async Task Main() { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); await Task.Yield(); }")]
    [InlineData("async Task Main(Bitrix24Client client) { await Task.Yield(); static async Task Send() { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); await Task.Yield(); } await Send(); }")]
    [InlineData("async Task Main(Bitrix24Client client) { await Task.Yield(); lock (this) { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); } }")]
    [InlineData("void Main(Bitrix24Client client) { {|LG1010:new LeadUpdate(5)|}.SetName(\"Анна\"); }")]
    public Task No_fix_is_offered_without_a_client_or_an_async_method(string member) => Send.OffersNothing(
        "using System.Threading.Tasks; using Acme.Crm; using LeadGen; class Program { " + member + " }");

    [Fact]
    public Task Names_that_are_keywords_are_escaped() => Send.Fixes(
        """
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;
        class Program
        {
            async Task Main(Bitrix24Client @event)
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
            async Task Main(Bitrix24Client @event)
            {
                var @new = new LeadUpdate(6);
                await @event.UpdateAsync(@new);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public void Every_fix_has_separate_rules_and_supports_Fix_All()
    {
        Assert.Equal(7, All.Count);
        Assert.All(All, f => Assert.NotNull(f.GetFixAllProvider()));
        Assert.Distinct(All.SelectMany(f => f.FixableDiagnosticIds));
        Assert.Distinct(All.Select(f => f.GetType().Name));
        Assert.NotNull(typeof(LiteralAnalyzer));
    }
}
