using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Checks maps and lists of field codes: fields to write, filters, orders and selections.</summary>
internal sealed class FieldRules(PortalCatalog catalog, OtherCodes others, Action<Diagnostic, SourceSpan> report)
{
    // The source of a visit. crm.lead.add accepts it, but crm.lead.fields does not list it.
    private const string TraceArgument = "TRACE";

    // Filter conditions that programs use, but that crm.lead.fields does not list.
    private static readonly string[] s_filterOnly = ["PRODUCT_ID", "TRACKING_SOURCE_ID", "TRACKING_CHANNEL_CODE", "COMMUNICATION_TYPE", "SEARCH_CONTENT", "FULL_NAME"];

    private static readonly char[] s_operators = ['!', '<', '>', '=', '@', '%', '?', '*'];

    private readonly MultiFieldRules _multiFields = new(report);

    /// <summary>Checks the fields of <c>crm.lead.add</c> and <c>crm.lead.update</c>.</summary>
    public void CheckLead(MapShape fields, Naming naming, bool isNewLead)
    {
        var sent = new HashSet<string>(StringComparer.Ordinal);
        foreach (MapEntry entry in fields.Entries)
        {
            bool canBeOmitted = entry.IsOmittedIfEmpty || naming.IgnoresNull;
            // If a member is not set, no data is lost, whether or not the member is sent.
            string name = naming.Apply(entry);
            if (entry.IsUnset || name == TraceArgument || CheckName(entry, naming) is not { } code)
            {
                continue;
            }

            sent.Add(code);
            if (MapFinder.IsOverwritten(fields, entry) || (naming.IgnoresNull && entry.Value is ConstantShape { Value: null }) || (naming.ChangesValues && entry.Kind != KeyKind.Fixed && MayBeConverted(entry.Value)))
            {
                continue;
            }

            if (FieldValues.Check(catalog, code, entry, isNewLead) is { } found)
            {
                if (found.Descriptor == UsageRules.MultiFieldAsText)
                {
                    _multiFields.ReportSingle(code, new SourceSpan(found.Location.SourceTree!, found.Location.SourceSpan), naming);
                    continue;
                }

                // A class for reading and writing has members that are only read.
                if (!(canBeOmitted && entry.IsOptional && found.Descriptor == UsageRules.NotWritable))
                {
                    Report(found, entry);
                }
            }
            else if (catalog.Find(code).All(static f => f.Type.IsMultiField))
            {
                _multiFields.Check(code, entry, naming);
            }

            // A batch also parses queries, and resolves such references intentionally.
            if (!fields.IsQuery && entry.Value is TextShape { Constant: { } text } && BatchReferences.Find(text) is { } reference)
            {
                Report(UsageRules.BatchReference, entry.ValueSpan, null, reference);
            }
        }

        if (fields.IsOpen || CheckAddressIsIgnored(fields, naming, isNewLead) || isNewLead || !sent.Overlaps(EntitySchema.Lead.AddressParts))
        {
            // A new lead has no existing address parts that could mix with the new ones.
            return;
        }

        string[] missing = [.. EntitySchema.Lead.AddressParts.Where(p => catalog.HasField(p) && !sent.Contains(p))];
        if (missing.Length > 0)
        {
            MapEntry part = fields.Entries.First(e => EntitySchema.Lead.AddressParts.Contains(naming.Apply(e)));
            Report(UsageRules.IncompleteAddress, part.KeySpan, null, string.Join(", ", missing));
        }
    }

    /// <summary>Reports an address whose parts are all missing or empty. A portal ignores it, or empties the address if it gets the ID of a location.</summary>
    private bool CheckAddressIsIgnored(MapShape fields, Naming naming, bool isNewLead)
    {
        MapEntry[] address = [.. fields.Entries.Where(e => !e.IsUnset && EntitySchema.Lead.IsAddress(naming.Apply(e)) && catalog.HasField(naming.Apply(e)))];
        MapEntry[] filled = [.. address.Where(static e => e.Value is not (TextShape { Constant: "" } or ConstantShape { Value: null or 0 }))];
        MapEntry[] lost = isNewLead ? filled : address;
        if (lost.Length == 0 || filled.Any(e => EntitySchema.Lead.IsAddressText(naming.Apply(e))))
        {
            return false;
        }

        MapEntry first = (filled.Length > 0 ? filled : lost)[0];
        string reason = naming.Apply(first) == EntitySchema.Lead.AddressLocationCode
            ? "without the parts of the address, it is not stored, or it clears them; send the parts too"
            : "an address without any part is not stored; delete the address with crm.address.delete, or send a part";
        Report(UsageRules.LostValue, first.ValueSpan, null, "ignores", naming.Apply(first), reason);
        return true;
    }

    // Converters can write dates and Booleans as any text.
    private static bool MayBeConverted(Shape value) => value switch
    {
        DeclaredShape { Declared: var declared } => MayBeConverted(declared),
        TypedShape { Type: { } type } => PhpValues.Underlying(type) is { SpecialType: not SpecialType.System_String } plain && (plain.TypeKind == TypeKind.Enum || PhpValues.GetSamples(plain, []) is not null),
        ConstantShape { Value: bool } or EnumShape => true,
        _ => false,
    };

    /// <summary>Checks the fields of <c>crm.item.add</c> and <c>crm.item.update</c> for leads.</summary>
    public void CheckItem(MapShape fields, Naming naming, bool? usesOriginalNames)
    {
        foreach (MapEntry entry in fields.Entries)
        {
            string name = naming.Apply(entry);
            if (!catalog.IsComplete || others.Contains(name) || (naming.Members == NamePolicy.Unknown && entry.Kind == KeyKind.Member))
            {
                continue;
            }

            if (ItemCallNames.Find(catalog, name, usesOriginalNames) is { } code)
            {
                if (code.Length > 0 && catalog.HasField(code) && catalog.Find(code).All(EntitySchema.Lead.IsReadOnly))
                {
                    Report(UsageRules.NotWritable, entry.KeySpan, FieldCodes.Removed, name, "read-only");
                }
                else if (code.Length > 0 && PhpValues.From(entry.Value)?.Text is { Length: > 0 }
                    && catalog.Portals.Select(p => p.FindByCode(code) is { Type: { IsEnumeration: true } or { IsStatusList: true }, IsMultiple: false } field
                        ? FieldValues.CheckValue(p, field, entry.Value, entry.ValueSpan, isNewLead: false) : null).ToArray() is var results
                    && results.All(static d => d is not null))
                {
                    Report(results[0]!, entry);
                }

                continue;
            }

            if (ItemCallNames.IsReadOnly(name))
            {
                Report(UsageRules.NotWritable, entry.KeySpan, null, name, "read-only");
            }
            else if (!Placeholders.IsIn(name) && !QueryText.IsArgument(name))
            {
                ReportItem(name, entry.KeySpan, usesOriginalNames, "ignores it");
            }
        }
    }

    /// <summary>Checks the filter or the order of <c>crm.item.list</c> for leads. Only codes that are renamed in items are certainly wrong.</summary>
    public void CheckItemFilter(MapShape filter, Naming naming, bool? usesOriginalNames)
    {
        foreach (MapEntry entry in filter.Entries)
        {
            if (entry.Key.Length > 0 && entry.Key.All(char.IsDigit))
            {
                foreach ((MapShape group, Naming inner) in MapFinder.Find(entry.Value, naming))
                {
                    CheckItemFilter(group, inner, usesOriginalNames);
                }
            }
            else if (naming.Apply(entry).TrimStart(s_operators) is var name && ItemCallNames.IsRenamed(name))
            {
                ReportItem(name, entry.KeySpan, usesOriginalNames, "rejects the call");
            }
        }
    }

    /// <summary>Checks the selection of <c>crm.item.list</c> for leads.</summary>
    public void CheckItemSelection(Shape selection, bool? usesOriginalNames)
    {
        if (selection is ListShape list)
        {
            for (int i = 0; i < Math.Min(list.Items.Count, list.Places.Count); i++)
            {
                if (list.Items[i] is TextShape { Constant: { } name } && ItemCallNames.IsLeadOnly(catalog, name, usesOriginalNames) && !others.Contains(name))
                {
                    ReportItem(name, list.Places[i], usesOriginalNames, "ignores it");
                }
            }
        }
    }

    private void ReportItem(string name, SourceSpan place, bool? usesOriginalNames, string consequence)
    {
        (string owner, string? meant, string advice) = ItemCallNames.Explain(catalog, name, usesOriginalNames);
        report(UsageRules.Create(UsageRules.UnknownField, place.ToLocation(), FieldCodes.Properties(meant), name, owner, consequence, advice), place);
    }

    /// <summary>Checks the filter of <c>crm.lead.list</c>.</summary>
    public void CheckFilter(MapShape filter, Naming naming)
    {
        foreach (MapEntry entry in filter.Entries)
        {
            string code = naming.Apply(entry).TrimStart(s_operators);
            if (string.Equals(code, "LOGIC", StringComparison.OrdinalIgnoreCase) || (code.Length > 0 && code.All(char.IsDigit)))
            {
                Report(UsageRules.UnsupportedFilterOrOrder, entry.KeySpan, null, $"'{entry.Key}' and combines all conditions with AND", "crm.item.list supports groups with OR");
            }
            else if (code.Length > 0 && !s_filterOnly.Contains(code) && CheckName(entry, naming, code) is { } field && FindIgnored(naming.Apply(entry), field) is { } ignored)
            {
                Report(UsageRules.UnsupportedFilterOrOrder, entry.KeySpan, null, ignored, "check the leads that it returns");
            }
        }
    }

    // Describes what a portal ignores in a condition; null if it supports the condition.
    private string? FindIgnored(string condition, string code)
    {
        if (!EntitySchema.Lead.CanFilter(code))
        {
            return $"conditions on '{code}' and returns leads with any value";
        }

        IEnumerable<FieldSchema> fields = catalog.Find(code);
        return condition.Substring(0, condition.Length - code.Length) switch
        {
            "!%" or "!=%" or "!%=" when fields.All(static f => !f.IsDynamic && !f.Type.IsMultiField && FieldKinds.Get(f).IsText) =>
                $"the '!' of '{condition}' and returns the leads that match the text",
            "!@" when fields.All(static f => f.Type.IsDateOrTime && FilterRules.RejectsLists(f.Type, f.IsDynamic)) =>
                $"'{condition}', because it can't exclude lists of custom dates",
            _ => null,
        };
    }

    // Two statements may be in different branches.
    private static bool AreInOneExpression(SourceSpan first, SourceSpan second) => first.Tree == second.Tree && second.Span.Start >= first.Span.End
        && first.Tree.GetRoot().FindNode(TextSpan.FromBounds(first.Span.Start, second.Span.End)) is ExpressionSyntax;

    /// <summary>Checks the order of <c>crm.lead.list</c>.</summary>
    public void CheckOrder(MapShape order, Naming naming)
    {
        for (int i = 0; i < order.Entries.Count; i++)
        {
            MapEntry entry = order.Entries[i];
            if (CheckName(entry, naming) is { } code && EntitySchema.Lead.SortedLastCodes.Contains(code) && i < order.Entries.Count - 1 && AreInOneExpression(entry.KeySpan, order.Entries[i + 1].KeySpan))
            {
                Report(UsageRules.UnsupportedFilterOrOrder, entry.KeySpan, null, $"the position of '{code}' in the order and sorts by all other fields first", $"write '{code}' last");
            }
        }
    }

    /// <summary>Checks the selection of <c>crm.lead.list</c>.</summary>
    public void CheckSelection(Shape selection, SourceSpan place)
    {
        switch (selection)
        {
            case ListShape list:
                for (int i = 0; i < list.Items.Count; i++)
                {
                    CheckSelection(list.Items[i], i < list.Places.Count ? list.Places[i] : place);
                }

                break;
            case ChoiceShape choice:
                foreach (Shape option in choice.Options)
                {
                    CheckSelection(option, place);
                }

                break;
            case DeclaredShape { Value: var set }:
                CheckSelection(set, place);
                break;
            case TextShape { Constant: { Length: > 0 } code } when code.IndexOf('*') < 0 && code.IndexOf(',') < 0 && !Placeholders.IsIn(code) && !others.Contains(code):
                if (FieldCodes.Check(catalog, code, place.ToLocation()) is { } found)
                {
                    report(found, place);
                }

                break;
        }
    }

    /// <summary>Returns the code of a known field; otherwise null, and reports the name if it is certainly wrong.</summary>
    private string? CheckName(MapEntry entry, Naming naming, string? stripped = null)
    {
        string wire = stripped ?? naming.Apply(entry);
        if (catalog.HasField(wire))
        {
            return wire;
        }

        // If the map contains "fields" or "params", other code sends their content instead of the map. Placeholders are replaced before the
        // request is sent.
        if (Placeholders.IsIn(wire) || wire.ToLowerInvariant() is "fields" or "params")
        {
            return null;
        }

        // Options that the source does not show may turn LastName into LAST_NAME, but not TITEL into TITLE.
        if (others.Contains(wire) || !catalog.IsComplete
            || (naming.Members == NamePolicy.Unknown && entry.Kind == KeyKind.Member && entry.Key.Any(char.IsLower)))
        {
            return null;
        }

        string written = entry.Key.TrimStart(s_operators);
        if (wire != written && (catalog.HasField(written) || catalog.FindSpelling(written) is not null))
        {
            Report(UsageRules.Renamed, entry.KeySpan, null, written, wire, naming.Cause);
        }
        else if (FieldCodes.Check(catalog, written, entry.KeySpan.ToLocation()) is { } found)
        {
            report(found, entry.KeySpan);
        }

        return null;
    }

    private void Report(Diagnostic found, MapEntry entry) =>
        report(found, found.Location.SourceSpan == entry.KeySpan.Span && found.Location.SourceTree == entry.KeySpan.Tree ? entry.KeySpan : entry.ValueSpan);

    private void Report(DiagnosticDescriptor rule, SourceSpan place, string? suggestion, params object[] arguments) =>
        report(UsageRules.Create(rule, place.ToLocation(), FieldCodes.Properties(suggestion), arguments), place);
}
