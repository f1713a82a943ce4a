using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;

namespace LeadGen.Tool.Dictionary;

/// <summary>
/// Renders a data dictionary of a portal's lead fields as a self-contained HTML page. All content is in the markup; the script
/// only searches, filters and sorts.
/// </summary>
internal static class DictionaryPage
{
    private static readonly string s_style = ReadEmbeddedResource("page.css");
    private static readonly string s_script = ReadEmbeddedResource("page.js");

    /// <summary>Renders the page. The output is the same for the same schema and names.</summary>
    /// <param name="portal">The name of the portal, which is the name of its folder.</param>
    /// <param name="schema">The portal's schema.</param>
    /// <param name="names">The C# names of the schema.</param>
    /// <param name="language">The language of the page. Labels stay in the portal's language.</param>
    internal static string Render(string portal, PortalSchema schema, PortalNames names, PageLanguage language)
    {
        PageTexts texts = PageTexts.Get(language);
        var rows = new DictionaryRow(schema, names, texts);
        return Html.Create($"""
            <!DOCTYPE html>
            <html lang="{texts.Language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{GetHash(s_style)}'; script-src '{GetHash(s_script)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="LeadGen">
            <title>{Fill(texts.Title, portal)}</title>
            <style>{Html.Raw(s_style)}</style>
            </head>
            <body>
            <a class="skip" href="#page-fields">{texts.SkipLink}</a>
            <header>
            <h1>{Fill(texts.Title, portal)}</h1>
            <p>{Fill(texts.Summary, schema.Fields.Count, schema.Fields.Count(static f => f.IsDynamic))} {texts.Schema} <code translate="no">{SchemaHash.Compute(schema)}</code></p>
            </header>
            {Controls(schema, texts)}
            <main>
            <div id="page-fields" class="scroll" role="region" aria-labelledby="page-caption" tabindex="0">
            <table>
            <caption id="page-caption">{texts.Caption}</caption>
            <thead>
            <tr>
            <th scope="col" data-sort>{texts.Label}</th>
            <th scope="col" data-sort>{texts.Code}</th>
            <th scope="col" data-sort>{texts.Name}</th>
            <th scope="col" data-sort>{texts.Type}</th>
            <th scope="col">{texts.Properties}</th>
            <th scope="col">{texts.Values}</th>
            <th scope="col">{texts.Clear}</th>
            </tr>
            </thead>
            <tbody>
            {Html.Join(schema.Fields.Select(rows.Render))}</tbody>
            </table>
            </div>
            <p id="page-none" hidden>{texts.NoHits}</p>
            <section aria-labelledby="page-types">
            <h2 id="page-types">{texts.Types}</h2>
            <dl>
            {Html.Join(GetKinds(schema).Select(k => TypeEntry(k, schema, texts)))}</dl>
            </section>
            </main>
            <script>{Html.Raw(s_script)}</script>
            </body>
            </html>

            """).ToString();
    }

    private static Html Controls(PortalSchema schema, PageTexts texts) => Html.Create($"""
        <form id="page-controls" role="search" aria-label="{texts.Controls}" autocomplete="off" hidden>
        <label class="wide">{texts.Search}<input id="page-search" type="search" placeholder="{texts.SearchHint}" aria-keyshortcuts="/" spellcheck="false"></label>
        <label>{texts.Origin}<select name="origin">{Option("", texts.All)}{Option("standard", texts.Standard)}{Option("custom", texts.Custom)}</select></label>
        <label>{texts.Writable}<select name="writable">{Option("", texts.All)}{Option("yes", texts.Yes)}{Option("no", texts.No)}</select></label>
        <label>{texts.Type}<select name="type">{Option("", texts.All)}{Html.Join(GetKinds(schema).Select(texts.GetCaption).Distinct().Select(static c => Option(c, c)))}</select></label>
        <button type="reset">{texts.Reset}</button>
        <p id="page-count" role="status" data-text="{texts.Count}">{Fill(texts.Count, schema.Fields.Count, schema.Fields.Count)}</p>
        </form>
        """);

    private static Html Option(string value, string text) => Html.Create($"""<option value="{value}">{text}</option>""");

    private static IEnumerable<FieldKind> GetKinds(PortalSchema schema)
    {
        HashSet<FieldKind> used = [.. schema.Fields.Select(FieldKinds.Get)];
        return FieldKinds.All.Append(FieldKinds.Raw).Where(used.Contains);
    }

    private static Html TypeEntry(FieldKind kind, PortalSchema schema, PageTexts texts)
    {
        IEnumerable<string> types = schema.Fields
            .Where(f => FieldKinds.Get(f) == kind)
            .Select(static f => f.Type.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);
        return Html.Create($"""
            <dt>{texts.GetCaption(kind)}{Html.Join(types.Select(static t => Html.Create($""" <code translate="no">{t}</code>""")))}</dt>
            <dd>{texts.GetDescription(kind)}</dd>

            """);
    }

    private static string Fill(string text, params object[] values) => string.Format(CultureInfo.InvariantCulture, text, values);

    private static string ReadEmbeddedResource(string name)
    {
        using Stream file = typeof(DictionaryPage).Assembly.GetManifestResourceStream(typeof(DictionaryPage), name)!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private static string GetHash(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
