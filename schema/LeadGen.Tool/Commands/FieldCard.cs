using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;
using LeadGen.Tool.Texts;
using Spectre.Console;

namespace LeadGen.Tool.Commands;

/// <summary>Prints the details of a field that a developer needs to write code for it.</summary>
internal sealed class FieldCard(NamedPortal portal, FieldSchema field)
{
    private const string Types = "https://apidocs.bitrix24.com/api-reference/crm/data-types.html";
    private const long ExampleLead = 1608;

    private readonly FieldKind _kind = FieldKinds.Get(field);
    private readonly string _description = EntitySchema.Lead.GetDescription(field);
    private readonly FieldRole _role = EntitySchema.Lead.GetRole(field, EntitySchema.Lead.HasAddress(portal.Schema));
    private readonly string _class = portal.Options.ClassName;
    private readonly string _name = portal.Names.GetFieldName(field.Code);
    private readonly FieldExample _example = FieldExample.Create(portal, field);

    public void WriteText(Terminal terminal)
    {
        terminal.Out.MarkupLineInterpolated($"[bold]{Terminal.ToOneLine(field.Code)}[/]  {Terminal.ToOneLine(field.Label)}");
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach ((string title, string text) in Lines())
        {
            grid.AddRow(new Text(title, new Style(decoration: Decoration.Dim)), new Text(Terminal.ToOneLine(text)));
        }

        terminal.Out.Write(grid);
    }

    public string ToJson() => IndentedJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "field");
        writer.WriteString("code", field.Code);
        writer.WriteString("label", field.Label);
        writer.WriteString("name", _name);
        writer.WriteString("type", field.Type.Name);
        writer.WriteBoolean("isWritable", _role != FieldRole.ReadOnly);
        writer.WriteString("description", _description);
        writer.WriteString("example", Example());
        writer.WriteString("untypedExample", UntypedExample());
        writer.WriteEndObject();
    });

    private IEnumerable<(string Title, string Text)> Lines()
    {
        yield return ("type", _kind == FieldKinds.Raw ? field.Type.Name : $"{field.Type} ({KindTexts.Get(_kind).Caption})");
        string flags = string.Join(", ", ShowCommand.Flags(field));
        if (flags.Length > 0)
        {
            yield return ("flags", flags);
        }

        yield return ("C#", string.Join(", ", Members()));
        yield return ("accepts", _description);
        string limits = string.Join("; ", EntitySchema.DescribeLimits(field));
        if (limits.Length > 0)
        {
            yield return ("limits", limits);
        }

        foreach ((string wire, string name, string text) in ShowCommand.Values(portal, field))
        {
            yield return ("value", $"{wire}  {name}  {text}");
        }

        yield return ("clearing", Clearing());
        yield return ("example", Example());
        if (UntypedExample() is { } untyped)
        {
            yield return ("untyped", untyped);
        }

        yield return ("see", Types);
    }

    private IEnumerable<string> Members()
    {
        if (!EntitySchema.Lead.IsWriteOnly(field.Code))
        {
            yield return $"{_class}.{_name}";
        }

        yield return $"{_class}Fields.{_name}";
        foreach (string method in _role switch
        {
            FieldRole.Settable when EntitySchema.Lead.GetClearForm(field) != Schema.Kinds.ClearForm.None => new[] { "Set" + _name, "Clear" + _name },
            FieldRole.Settable => ["Set" + _name],
            FieldRole.MultiField => ["Add" + _name, "Change" + _name, "Remove" + _name, "Replace" + _name],
            FieldRole.AddressPart => ["SetAddress"],
            _ => [],
        })
        {
            yield return $"{_class}Update.{method}";
        }

        if (_role == FieldRole.ReadOnly && EntitySchema.Lead.CanAdd(field))
        {
            yield return $"{_class}Draft.{(field.Type.IsMultiField ? "Add" : "Set")}{_name}";
        }
    }

    private string Clearing() => (_role, EntitySchema.Lead.GetClearForm(field)) switch
    {
        (FieldRole.ReadOnly, _) => "The field can't be updated; the portal ignores values sent to it.",
        (FieldRole.MultiField, _) => $"Remove{_name} for each entry. The portal ignores an empty list.",
        (FieldRole.AddressPart, _) => "SetAddress() writes all parts, and empties those that have no value. A portal ignores an address without any part: use crm.address.delete.",
        (_, Schema.Kinds.ClearForm.None) => "The portal can't clear the field.",
        (_, Schema.Kinds.ClearForm.EmptyText) => $"Clear{_name}() sends \"\"; the portal ignores null or converts it, depending on the type.",
        (_, Schema.Kinds.ClearForm.Zero) => $"Clear{_name}() sends 0.",
        _ => $"Clear{_name}() sends [].",
    };

    private string Example()
    {
        string value = _example.Code;
        string lead = ExampleLead.ToString(CultureInfo.InvariantCulture);
        return _role switch
        {
            FieldRole.ReadOnly when EntitySchema.Lead.IsWriteOnly(field.Code) => $"Console.WriteLine({_class}Fields.{_name}.Label);",
            FieldRole.ReadOnly => $"{_class}? lead = await client.GetAsync<{_class}>({lead}, ct); Console.WriteLine(lead?.{_name});",
            FieldRole.MultiField => Update($"Add{_name}({value})"),
            FieldRole.AddressPart => Update("SetAddress(new CrmAddress { Address = \"ул. Ленина, 1\", City = \"Пермь\" })"),
            _ when field.IsMultiple => Update($"Set{_name}([{value}])"),
            _ => Update($"Set{_name}({value})"),
        };

        string Update(string call) => $"await client.UpdateAsync(new {_class}Update({lead}).{call}, ct);";
    }

    private string? UntypedExample()
    {
        if (_role == FieldRole.ReadOnly)
        {
            return null;
        }

        string whole = field.IsMultiple || _role == FieldRole.MultiField ? $"[{_example.Json}]" : _example.Json;

        // A portal ignores an address that has only a country code.
        string country = field.Code == EntitySchema.Lead.AddressCountryCode ? "\"ADDRESS_COUNTRY\":\"Россия\"," : "";
        return $"{EntitySchema.Lead.Method("update")} {{\"id\":{ExampleLead.ToString(CultureInfo.InvariantCulture)},\"fields\":{{{country}\"{field.Code}\":{whole}}}}}";
    }
}
