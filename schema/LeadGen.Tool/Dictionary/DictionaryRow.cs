using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;

namespace LeadGen.Tool.Dictionary;

/// <summary>Renders a table row for a field.</summary>
internal sealed class DictionaryRow(PortalSchema schema, PortalNames names, PageTexts texts)
{
    // Longer lists are collapsed, so that a long dictionary does not push other fields off the screen.
    private const int MaxExpandedValues = 6;

    public Html Render(FieldSchema field)
    {
        FieldKind kind = FieldKinds.Get(field);
        return Html.Create($"""
            <tr id="{field.Code}" data-origin="{(field.IsDynamic ? "custom" : "standard")}" data-writable="{(EntitySchema.Lead.CanUpdate(field) ? "yes" : "no")}" data-type="{texts.GetCaption(kind)}">
            <th scope="row" data-find><bdi>{field.Label}</bdi></th>
            <td data-find><a href="#{Uri.EscapeDataString(field.Code)}">{Code(field.Code)}</a></td>
            <td data-find>{Code(names.GetFieldName(field.Code))}</td>
            <td>{texts.GetCaption(kind)} {Code(field.Type.Name)}</td>
            <td>{List(GetFlags(field).Select(Html.Text).Concat(GetLimits(field)))}</td>
            <td>{GetValues(field)}</td>
            <td>{GetClearForm(field)}</td>
            </tr>

            """);
    }

    private IEnumerable<string> GetFlags(FieldSchema field)
    {
        (bool IsSet, string Text)[] flags =
        [
            (field.IsRequired, texts.RequiredFlag),
            (field.IsReadOnly, texts.ReadOnlyFlag),
            (EntitySchema.Lead.IsWriteOnly(field.Code), texts.WriteOnlyFlag),
            (field.IsImmutable, texts.ImmutableFlag),
            (field.IsWritable && !EntitySchema.Lead.CanUpdate(field), texts.NotUpdatableFlag),
            (field.IsMultiple, texts.MultipleFlag),
            (field.IsDynamic, texts.CustomFlag),
            (field.IsDeprecated, texts.DeprecatedFlag),
        ];
        return flags.Where(static f => f.IsSet).Select(static f => f.Text);
    }

    private IEnumerable<Html> GetLimits(FieldSchema field)
    {
        FieldSettings settings = field.Settings;
        (string Text, object? Limit)[] limits =
        [
            (texts.MinLength, settings.MinLength),
            (texts.MaxLength, settings.MaxLength),
            (texts.Pattern, settings.Pattern),
            (texts.MinValue, settings.MinValue),
            (texts.MaxValue, settings.MaxValue),
            (texts.Precision, FieldKinds.Get(field).Limits.HasFlag(ValueLimits.Precision) ? settings.Precision : null),
            (texts.LinkTargets, settings.LinkTargets.Count > 0 ? string.Join(", ", settings.LinkTargets) : null),
        ];
        return limits
            .Where(static l => l.Limit is not null)
            .Select(static l => Fill(l.Text, Code(Convert.ToString(l.Limit, CultureInfo.InvariantCulture)!)));
    }

    private Html GetValues(FieldSchema field)
    {
        if (field.Type.IsEnumeration)
        {
            return ValueList(names.GetEnumerationName(field.Code), [.. field.Items.Select(i => Value(Number(i.Id), i.Value, names.GetItemName(field.Code, i.Id)))]);
        }

        return field is { Type.IsStatusList: true, StatusType: { } dictionary }
            ? ValueList(
                names.GetDictionaryName(dictionary),
                [.. (schema.FindDictionary(dictionary)?.Values ?? default).Select(v => Value(v.Code, v.Name, names.GetStatusName(dictionary, v.Code)))])
            : Html.Empty;
    }

    private Html ValueList(string typeName, Html[] values)
    {
        Html head = Html.Create($"{Fill(texts.ValueCount, Html.Text(Number(values.Length)))} {Code(typeName)}");
        Html list = Html.Create($"""<ul class="values" data-find>{Html.Join(values)}</ul>""");
        return values.Length switch
        {
            0 => head,
            <= MaxExpandedValues => Html.Create($"<p>{head}</p>{list}"),
            _ => Html.Create($"<details><summary>{head}</summary>{list}</details>"),
        };
    }

    private static Html Value(string wire, string text, string name) =>
        Html.Create($"<li>{Code(wire)} <span><bdi>{text}</bdi> {Code(name)}</span></li>");

    private Html GetClearForm(FieldSchema field) => EntitySchema.Lead.GetClearForm(field) switch
    {
        Schema.Kinds.ClearForm.EmptyText => Html.Create($"{texts.EmptyText} {Code("\"\"")}"),
        Schema.Kinds.ClearForm.Zero => Html.Create($"{texts.Zero} {Code("0")}"),
        Schema.Kinds.ClearForm.EmptyList => Html.Create($"{texts.EmptyList} {Code("[]")}"),
        _ => EntitySchema.Lead.CanUpdate(field) ? Html.Text(texts.NotEmptied) : Html.Empty,
    };

    private static Html List(IEnumerable<Html> items)
    {
        Html content = Html.Join(items.Select(static i => Html.Create($"<li>{i}</li>")));
        return content == Html.Empty ? content : Html.Create($"<ul>{content}</ul>");
    }

    private static Html Code(string text) => Html.Create($"""<code translate="no">{text}</code>""");

    private static Html Fill(string text, Html value)
    {
        string[] parts = text.Split("{0}");
        return Html.Create($"{parts[0]}{value}{parts[1]}");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
