using LeadGen.Generator.Usage.Reading;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Checks the entries of PHONE, EMAIL, WEB and IM: a list of objects with VALUE and VALUE_TYPE.</summary>
internal sealed class MultiFieldRules(Action<Diagnostic, SourceSpan> report)
{
    private static readonly string[] s_members = ["ID", "VALUE", "VALUE_TYPE", "TYPE_ID", "DELETE"];

    public void Check(string code, MapEntry field, Naming naming) => Check(code, field.Value, field.ValueSpan, naming);

    private void Check(string code, Shape value, SourceSpan place, Naming naming)
    {
        switch (value)
        {
            case ChoiceShape { Options: var options }:
                foreach (Shape option in options)
                {
                    Check(code, option, place, naming);
                }

                break;
            case DeclaredShape declared:
                Check(code, declared.Declared is TypedShape { Type: var memberType } && IsSingle(memberType) ? declared.Declared : declared.Value, declared.DeclaredPlace, naming);
                break;
            case SerializedShape { IsText: true }:
                ReportSingle(code, place, naming);
                break;
            case SerializedShape serialized:
                Check(code, serialized.Content, place, serialized.Naming);
                break;
            case TextShape { Constant: not "" } or ConstantShape { Value: not null }:
                ReportSingle(code, place, naming);
                break;
            case TypedShape typed when IsSingle(typed.Type):
            case GroupShape result when IsSingle(result.Type):
                ReportSingle(code, place, naming);
                break;
            case TypedShape typed when TypeShapes.GetElement(typed.Type) is { } element:
                CheckElement(code, new TypedShape(element), place, naming);
                break;
            case ListShape list:
                for (int i = 0; i < list.Items.Count; i++)
                {
                    CheckElement(code, list.Items[i], i < list.Places.Count ? list.Places[i] : place, naming);
                }

                break;
            default:
                foreach ((MapShape map, Naming inner) in MapFinder.Find(value, naming))
                {
                    if (map.Entries.Any(static e => IsMember(e.Key)))
                    {
                        // A single entry instead of a list.
                        ReportSingle(code, place, naming);
                    }
                    else
                    {
                        foreach (MapEntry entry in map.Entries)
                        {
                            CheckElement(code, entry.Value, entry.ValueSpan, inner);
                        }
                    }
                }

                break;
        }
    }

    private void CheckElement(string code, Shape element, SourceSpan place, Naming naming)
    {
        if (element is TextShape { Constant: not "" } or ConstantShape { Value: not null } || (element is TypedShape { Type: var type } && IsSingle(type)) || (element is GroupShape { Type: var returned } && IsSingle(returned)))
        {
            ReportSingle(code, place, naming);
            return;
        }

        foreach ((MapShape entry, Naming inner) in MapFinder.Find(element, naming))
        {
            CheckEntry(code, entry, inner);
        }
    }

    private void CheckEntry(string code, MapShape entry, Naming naming)
    {
        MapEntry? value = null;
        bool isComplete = entry.IsOpen || naming.Members == NamePolicy.Unknown;
        foreach (MapEntry member in entry.Entries)
        {
            string wire = naming.Apply(member);
            if (wire == "VALUE")
            {
                value = member;
            }
            else if (wire is "VALUE_TYPE" or "DELETE")
            {
                isComplete = true;
            }
            else if (!s_members.Contains(wire) && naming.Members != NamePolicy.Unknown)
            {
                string? meant = member.Key is "TYPE" or "TYPE_VALUE" or "VALUETYPE" or "ValueType" or "valueType" or "Type" or "type" ? "VALUE_TYPE"
                    : s_members.FirstOrDefault(m => string.Equals(m, member.Key, StringComparison.OrdinalIgnoreCase));
                if (s_members.Contains(member.Key))
                {
                    Report(UsageRules.Renamed, member.KeySpan, null, member.Key, wire, naming.Cause);
                }
                else
                {
                    Report(UsageRules.MalformedEntry, member.KeySpan, meant, code, $"'{member.Key}', which Bitrix24 ignores", meant is null ? "" : $"; write '{meant}'");
                }

                isComplete = true;
            }
        }

        if (value is not null && !isComplete && value.Value is not TextShape { Constant: "" } && value.Value != TypedShape.Unfinished)
        {
            Report(UsageRules.MalformedEntry, value.KeySpan, null, code, "no VALUE_TYPE, so Bitrix24 chooses one", "; write VALUE_TYPE, for example WORK");
        }
    }

    private static bool IsSingle(ITypeSymbol? declared) => PhpValues.IsScalar(PhpValues.Underlying(declared));

    private static bool IsMember(string key) => key is "VALUE" or "VALUE_TYPE" or "TYPE_ID";

    /// <summary>Reports a single value in the place of a list of entries.</summary>
    public void ReportSingle(string code, SourceSpan place, Naming naming) => Report(
        UsageRules.MultiFieldAsText,
        place,
        // The entry that the code fix writes must be sent with the names that it has in the source.
        naming.Keys != NamePolicy.Keep ? null : naming.Members == NamePolicy.Keep ? FieldCodes.AsEntry : FieldCodes.AsEntryWithKeys,
        code);

    private void Report(DiagnosticDescriptor rule, SourceSpan place, string? suggestion, params object[] arguments) =>
        report(UsageRules.Create(rule, place.ToLocation(), FieldCodes.Properties(suggestion), arguments), place);
}
