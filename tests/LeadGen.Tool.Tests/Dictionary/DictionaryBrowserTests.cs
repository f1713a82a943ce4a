using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Tool.Dictionary;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>Tests the page in a browser: search, filters, sorting, keyboard, printing and links.</summary>
public sealed class DictionaryBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly string[] s_alphabet =
    [
        Pages.Field("A_1", "string", "Яблоко"), Pages.Field("A_2", "string", "ёлка"), Pages.Field("A_10", "string", "Жук"), Pages.Field("UF_CRM_B", "date", "Енот"),
    ];

    [ChromiumTheory]
    [InlineData("label", "сколько РОЗ", "UF_CRM_1658111222")]
    [InlineData("label with ё, asked with е", "откуда пришел", "SOURCE_ID")]
    [InlineData("label, words in any order", "дисконтной номер", "UF_CRM_1657000123")]
    [InlineData("code", "uf_crm_1661122334", "UF_CRM_1661122334")]
    [InlineData("C# name", "dendostavki", "UF_CRM_1661122334")]
    [InlineData("text of an item", "постамат", "UF_CRM_1665555555")]
    [InlineData("name of a dictionary's value", "доска объявлений", "SOURCE_ID")]
    [InlineData("code of a dictionary's value", "1|whatsapp:2>3", "SOURCE_ID")]
    public async Task A_field_is_found_by_any_of_its_texts(string what, string query, string code)
    {
        await using OpenPage open = await OpenAsync("romashka");

        await open.Search.FillAsync(query);

        Assert.True(await open.GetVisibleCodesAsync() is [var found] && found == code, what);
        await Expect(open.Status).ToHaveTextAsync("Показано: 1 из 118");
    }

    [ChromiumFact]
    public async Task A_match_in_a_collapsed_list_expands_it()
    {
        await using OpenPage open = await OpenAsync("romashka");
        ILocator value = open.Page.GetByText("Доска объявлений");
        await Expect(value).ToBeHiddenAsync();

        await open.Search.FillAsync("доска");
        await Expect(value).ToBeVisibleAsync();

        await open.Search.FillAsync("");
        await Expect(value).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task A_search_without_a_match_shows_a_message_and_Escape_clears_it()
    {
        await using OpenPage open = await OpenAsync("harbor");
        ILocator none = open.Page.GetByText("No field matches.");
        await Expect(none).ToBeHiddenAsync();

        await open.Search.FillAsync("no such field");
        await Expect(none).ToBeVisibleAsync();
        await Expect(open.Status).ToHaveTextAsync("Shown: 0 of 61");
        Assert.Empty(await open.GetVisibleCodesAsync());

        await open.Search.PressAsync("Escape");
        await Expect(none).ToBeHiddenAsync();
        await Expect(open.Search).ToHaveValueAsync("");
        await Expect(open.Search).ToBeFocusedAsync();
        Assert.Equal(61, (await open.GetVisibleCodesAsync()).Length);
    }

    [ChromiumTheory]
    [InlineData("Название", "A_2 UF_CRM_B A_10 A_1")]
    [InlineData("Код", "A_1 A_2 A_10 UF_CRM_B")]
    [InlineData("Тип", "UF_CRM_B A_1 A_10 A_2")]
    public async Task A_column_sorts_both_ways(string column, string ascending)
    {
        await using OpenPage open = await chromium.OpenAsync(Pages.Create(PageLanguage.Russian, "acme", s_alphabet));
        ILocator header = open.Page.GetByRole(AriaRole.Columnheader, new() { Name = column, Exact = true });
        ILocator button = header.GetByRole(AriaRole.Button, new() { Name = column, Exact = true });
        string[] expected = ascending.Split(' ');

        await button.ClickAsync();
        await Expect(header).ToHaveAttributeAsync("aria-sort", "ascending");
        Assert.Equal(expected, await open.GetVisibleCodesAsync());

        await button.ClickAsync();
        await Expect(header).ToHaveAttributeAsync("aria-sort", "descending");
        // Rows with the same type remain sorted by code.
        Assert.Equal(column == "Тип" ? ["A_1", "A_10", "A_2", "UF_CRM_B"] : expected.Reverse(), await open.GetVisibleCodesAsync());

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Имя в C#" }).ClickAsync();
        Assert.Equal(1, await open.Page.Locator("[aria-sort]").CountAsync());
    }

    [ChromiumFact]
    public async Task Filters_are_combined_and_reset_together()
    {
        await using OpenPage open = await OpenAsync("romashka");
        PortalSchema schema = await Pages.ReadSampleSchemaAsync("romashka");

        await ChooseAsync("Поля", "Пользовательские");
        await ExpectAsync(f => f.IsDynamic);
        await ChooseAsync("Доступно для записи", "Нет");
        await ExpectAsync(f => f.IsDynamic && !EntitySchema.Lead.CanUpdate(f));
        await ChooseAsync("Тип", "Файл");
        await ExpectAsync(f => f.Type.Name == "file");
        await open.Search.FillAsync("снимки");
        await ExpectAsync(f => f.Code == "UF_CRM_1666000001");

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Сбросить" }).ClickAsync();
        await ExpectAsync(f => true);
        await ChooseAsync("Поля", "Стандартные");
        await ChooseAsync("Доступно для записи", "Да");
        await ExpectAsync(f => !f.IsDynamic && EntitySchema.Lead.CanUpdate(f));

        async Task ChooseAsync(string filter, string option) =>
            await open.Page.GetByRole(AriaRole.Combobox, new() { Name = filter, Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = option });

        async Task ExpectAsync(Func<FieldSchema, bool> predicate)
        {
            string[] expected = [.. schema.Fields.Where(predicate).Select(f => f.Code)];
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await open.GetVisibleCodesAsync());
            await Expect(open.Status).ToHaveTextAsync($"Показано: {expected.Length} из 118");
        }
    }

    [ChromiumFact]
    public async Task The_page_can_be_used_with_the_keyboard()
    {
        await using OpenPage open = await OpenAsync("harbor");
        IKeyboard keyboard = open.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the fields", await open.GetFocusedElementAsync());
        await Expect(open.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the fields" })).ToBeInViewportAsync();
        await keyboard.PressAsync("Enter");
        await Expect(open.Page.GetByRole(AriaRole.Region, new() { Name = "Fields of a lead" })).ToBeFocusedAsync();

        await keyboard.PressAsync("/");
        await Expect(open.Search).ToBeFocusedAsync();
        await keyboard.TypeAsync("a/b");
        await Expect(open.Search).ToHaveValueAsync("a/b");
        await keyboard.PressAsync("Escape");

        List<string> stops = [];
        for (int i = 0; i < 9; i++)
        {
            await keyboard.PressAsync("Tab");
            stops.Add(await open.GetFocusedElementAsync());
            Assert.NotEqual("none", await open.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }

        Assert.Equal(["origin", "writable", "type", "Reset", "page-fields", "Label", "Code", "C# name", "Type"], stops);
        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Space");
        await Expect(open.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Type" })).ToHaveAttributeAsync("aria-sort", "descending");
    }

    [ChromiumFact]
    public async Task Controls_and_contents_have_their_roles_and_names()
    {
        await using OpenPage open = await OpenAsync("romashka");

        await Expect(open.Page.Locator("body")).ToMatchAriaSnapshotAsync("""
            - link "Перейти к полям"
            - banner:
              - heading "Поля лидов портала romashka" [level=1]
              - paragraph
            - search "Поиск и фильтры":
              - searchbox "Поиск"
              - combobox "Поля"
              - combobox "Доступно для записи"
              - combobox "Тип"
              - button "Сбросить"
              - status: "Показано: 118 из 118"
            - main:
              - region "Поля лида":
                - table "Поля лида":
                  - rowgroup:
                    - row:
                      - columnheader "Название":
                        - button "Название"
                      - columnheader "Код":
                        - button "Код"
                      - columnheader "Имя в C#":
                        - button "Имя в C#"
                      - columnheader "Тип":
                        - button "Тип"
                      - columnheader "Свойства"
                      - columnheader "Значения"
                      - columnheader "Как очистить"
                  - rowgroup
              - region "Типы":
                - heading "Типы" [level=2]
            """);
        await Expect(open.Page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(118);
        await Expect(open.Page.GetByRole(AriaRole.Rowheader, new() { Name = "Откуда пришёл" })).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_link_shows_its_field_even_if_a_filter_hides_it()
    {
        await using OpenPage open = await chromium.OpenAsync(await Pages.RenderSampleAsync("romashka", PageLanguage.Russian), "#UF_CRM_1665555555");
        await Expect(open.Page.Locator("tr:target")).ToBeInViewportAsync();
        await open.Search.FillAsync("UF_CRM_1700000012");

        await open.Page.EvaluateAsync("location.hash = '#UF_CRM_1658111222'");

        await Expect(open.Page.Locator("tr:target")).ToBeInViewportAsync();
        await Expect(open.Search).ToHaveValueAsync("");
    }

    [ChromiumFact]
    public async Task The_printed_page_has_the_visible_rows_expanded_lists_and_no_controls()
    {
        await using OpenPage open = await OpenAsync("romashka", new() { ColorScheme = ColorScheme.Dark });
        await open.Page.GetByRole(AriaRole.Combobox, new() { Name = "Тип", Exact = true }).SelectOptionAsync("Значение справочника");
        string[] shown = await open.GetVisibleCodesAsync();

        await open.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(open.Page.Locator("#page-controls")).ToBeHiddenAsync();
        await Expect(open.Page.Locator(".skip")).ToBeHiddenAsync();
        await Expect(open.Page.GetByText("Доска объявлений")).ToBeVisibleAsync();
        Assert.NotEmpty(shown);
        Assert.Equal(shown, await open.GetVisibleCodesAsync());
        Assert.Equal("table-header-group", await StyleAsync("thead", "display"));
        Assert.Equal("rgb(255, 255, 255)", await StyleAsync("body", "backgroundColor"));
        byte[] pdf = await open.Page.PdfAsync();
        Assert.Equal("%PDF-"u8, pdf.AsSpan(0, 5));

        Task<string> StyleAsync(string selector, string property) =>
            open.Page.EvaluateAsync<string>("([selector, property]) => getComputedStyle(document.querySelector(selector))[property]", new[] { selector, property });
    }

    [ChromiumTheory]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    public async Task The_page_has_the_preferred_color_scheme(ColorScheme scheme, bool isLight)
    {
        await using OpenPage open = await OpenAsync("harbor", new() { ColorScheme = scheme });

        bool textIsDarker = await open.Page.EvaluateAsync<bool>("""
            () => {
              const brightness = color => color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
              const style = getComputedStyle(document.body);
              return brightness(style.color) + 300 < brightness(style.backgroundColor);
            }
            """);

        Assert.Equal(isLight, textIsDarker);
    }

    [ChromiumFact]
    public async Task A_narrow_window_scrolls_the_table_and_not_the_page()
    {
        await using OpenPage open = await OpenAsync("romashka", new() { ViewportSize = new() { Width = 360, Height = 700 } });

        Assert.True(await open.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.True(await open.Page.EvaluateAsync<bool>("(region => region.scrollWidth > region.clientWidth)(document.querySelector('#page-fields'))"));
    }

    [ChromiumFact]
    public async Task The_page_sends_no_requests()
    {
        await using OpenPage open = await OpenAsync("romashka");
        await open.Search.FillAsync("розы");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Название" }).ClickAsync();
        await open.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Equal([open.Address], open.Requests);
        Assert.Empty(open.Messages);
    }

    [ChromiumFact]
    public async Task Without_JavaScript_everything_can_be_read()
    {
        await using OpenPage open = await OpenAsync("romashka", new() { JavaScriptEnabled = false });

        await Expect(open.Page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(118);
        await Expect(open.Page.GetByRole(AriaRole.Search)).ToBeHiddenAsync();
        await Expect(open.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await open.Page.Locator("#SOURCE_ID summary").ClickAsync();
        await Expect(open.Page.GetByText("Доска объявлений")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Hostile_texts_are_shown_and_not_executed()
    {
        string[] texts = [.. DictionaryPageTests.Hostile.Where(t => !t.Any(char.IsControl) && !t.Any(char.IsSurrogate))];
        string[] fields =
        [
            .. texts.Select((t, i) => Pages.Field($"UF_CRM_{i}", "enumeration", t, $"\"formLabel\":{Pages.Quote(t)},\"items\":[{{\"ID\":1,\"VALUE\":{Pages.Quote(t)}}}]")),
            .. DictionaryPageTests.Hostile.Select((t, i) => Pages.Field($"{i}{t}", t, t)),
            Pages.Field("SOURCE_ID", "crm_status", "Source", "\"statusType\":\"SOURCE\""),
        ];
        await using OpenPage open = await chromium.OpenAsync(Pages.Create(PageLanguage.English, texts[0], fields, [.. texts.Select(t => (t, t))]));

        await open.Search.FillAsync("</td><script>");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Label" }).ClickAsync();

        Assert.Equal(3, (await open.GetVisibleCodesAsync()).Length);
        await open.Search.FillAsync("");
        Assert.Equal(fields.Length, (await open.GetVisibleCodesAsync()).Length);
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal(texts[i], await open.Page.Locator($"#UF_CRM_{i} > th").TextContentAsync());
            Assert.Equal(texts[i], await open.Page.Locator($"#UF_CRM_{i} li bdi").TextContentAsync());
        }

        Assert.Equal("1 1 0 0", await open.Page.EvaluateAsync<string>("['script', 'style', 'img', '[onmouseover]'].map(s => document.querySelectorAll(s).length).join(' ')"));
        Assert.Equal([open.Address], open.Requests);
        Assert.Empty(open.Messages);
    }

    private async Task<OpenPage> OpenAsync(string portal, BrowserNewContextOptions? options = null) => await chromium.OpenAsync(
        await Pages.RenderSampleAsync(portal, portal == "romashka" ? PageLanguage.Russian : PageLanguage.English), options: options);
}
