using System.Collections.Immutable;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Checks the arguments of a call of <c>crm.lead.*</c>: their names and values.</summary>
internal sealed class ArgumentRules(PortalCatalog catalog, OtherCodes others, Action<Diagnostic, SourceSpan> report)
{
    private const int MinTokenLength = 20;

    // Clients accept these in addition to the arguments of a method.
    private static readonly string[] s_transport =
        ["auth", "access_token", "refresh_token", "client_secret", "client_id", "auth_connector", "method", "url", "halt", "cmd", "http_method", "command", "action", "sessid", "b24_timezone",
        "scope", "domain", "member_id", "expires", "expires_in", "application_token", "client_endpoint", "server_endpoint", "lang", "user_id",
        "retries", "retry", "attempts", "attempt", "delay", "timeout", "priority", "queue", "key", "correlationid", "correlation_id"];

    private readonly FieldRules _fields = new(catalog, others, report);

    /// <summary>Determines whether all methods of a call read or write leads.</summary>
    public static bool IsAboutLeads(FoundCall call) => IsAny(call, "add", "update", "list", "get", "delete") || IsItem(call);

    private static bool IsItem(FoundCall call) => call.Methods.All(static m => m is "crm.item.add" or "crm.item.update" or "crm.item.list") && ItemCallNames.IsLead(call.Arguments);

    private static bool IsList(FoundCall call) => call.Methods is [var method] && EntitySchema.Lead.GetVerb(method) == "list";

    // Whether all methods of a call are among the specified methods of leads.
    private static bool IsAny(FoundCall call, params string[] verbs) => call.Methods.All(m => verbs.Contains(EntitySchema.Lead.GetVerb(m)));

    private static bool IsWrite(string method) => EntitySchema.Lead.GetVerb(method) is "add" or "update";

    public void Check(FoundCall call)
    {
        // A map with a result is the reply of a call, for example in a test.
        if ((call.IsAssumed && !CanBeArguments(call)) || call.Arguments.Find("result") is not null || call.Arguments.Find("error") is not null)
        {
            return;
        }

        if (IsAny(call, "add", "update", "get", "delete") && call.Methods.Any(IsWrite))
        {
            // { method = …, params = { id, fields } }: the arguments are one level down.
            foreach (MapEntry entry in call.Arguments.Entries)
            {
                if (call.Arguments.Find("fields") is null or { IsUnset: true })
                {
                    foreach ((MapShape inner, Naming naming) in MapFinder.Find(entry.Value, call.Naming))
                    {
                        if (inner.Find("fields") is not null)
                        {
                            CheckWrite(call, inner, naming);
                            return;
                        }
                    }
                }
            }

            CheckWrite(call, call.Arguments, call.Naming);
        }
        else if (IsList(call))
        {
            CheckList(call);
        }
        else if (IsAny(call, "get", "delete"))
        {
            foreach (MapEntry entry in call.Arguments.Entries.Where(e => !MapFinder.IsOverwritten(call.Arguments, e)))
            {
                CheckCommon(entry, call.Naming.Apply(entry));
            }
        }
        else if (IsItem(call))
        {
            CheckItem(call);
        }
    }

    // The map and the method are only in the same body: the keys must show that the map contains the arguments, or the fields, of a lead.
    private bool CanBeArguments(FoundCall call)
    {
        IReadOnlyList<MapEntry> entries = call.Arguments.Entries;
        bool isList = IsList(call);
        string[] names = isList ? ["filter", "order", "select", "start"] : ["id", "fields", "params"];
        if (entries.Count > 0 && entries.All(e => names.Contains(e.Key.ToLowerInvariant()) || s_transport.Contains(e.Key.ToLowerInvariant())))
        {
            return entries.Any(e => e.Key.ToLowerInvariant() is "fields" or "filter" or "order" && MapFinder.Find(e.Value, call.Naming).Any(static m => AreCodes(m.Map)));
        }

        int known = entries.Count(e => catalog.HasField(e.Key));
        return !isList && known >= 2 && known * 2 > entries.Count && AreCodes(call.Arguments);
    }

    private static bool AreCodes(MapShape map) => map.Entries.Count > 0
        && map.Entries.All(static e => e.Key.TrimStart('!', '<', '>', '=', '@', '%') is { Length: > 1 } code && code.All(static c => c is '_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9')));

    private void CheckWrite(FoundCall call, MapShape arguments, Naming naming)
    {
        bool isNewLead = call.Methods.Contains(EntitySchema.Lead.Method("add"));
        string method = call.Methods.First(IsWrite);
        MapEntry? fields = arguments.Find("fields");
        // An object that names the method goes to a queue or a wrapper, which may use its other entries.
        bool takesOthers = fields is null || !CanBeFields(fields, naming) || arguments.Entries.Any(static e => ContainsMethodName(e.Value));
        foreach (MapEntry entry in arguments.Entries)
        {
            string name = naming.Apply(entry);
            switch (name.ToLowerInvariant())
            {
                case "fields":
                    foreach ((MapShape map, Naming inner) in MapFinder.Find(entry.Value, naming))
                    {
                        // { fields = { fields = … } }: code that LeadGen does not see unwraps the outer object.
                        if (map.Find("fields") is not { } nested)
                        {
                            _fields.CheckLead(map, inner, isNewLead);
                        }
                        else
                        {
                            foreach ((MapShape innermost, Naming last) in MapFinder.Find(nested.Value, inner))
                            {
                                _fields.CheckLead(innermost, last, isNewLead);
                            }
                        }
                    }

                    break;
                case "id" when MapFinder.IsOverwritten(arguments, entry) || isNewLead:
                    // crm.lead.add ignores the ID.
                    break;
                case "id":
                    CheckCommon(entry, name);
                    break;
                case "params":
                    foreach ((MapShape map, Naming inner) in MapFinder.Find(entry.Value, naming))
                    {
                        CheckOptions(map, inner, method);
                    }

                    break;
                case "options" when fields is not null || MapFinder.Find(entry.Value, naming).Any(static m => m.Map.Entries.Any(static e => IsOption(e.Key))):
                    Report(UsageRules.IgnoredArgument, entry.KeySpan, "params", method, entry.Key, "write 'params'");
                    break;
                default:
                    if (IsOption(name) && !catalog.HasField(name))
                    {
                        Report(UsageRules.IgnoredArgument, entry.KeySpan, null, method, entry.Key, "it belongs inside 'params'");
                    }
                    else if (fields is null && !call.IsAssumed && string.Equals(name, "field", StringComparison.OrdinalIgnoreCase) && HasOnly(arguments, entry, "id", "params") && HasKnownCode(entry, naming))
                    {
                        Report(UsageRules.IgnoredArgument, entry.KeySpan, "fields", method, entry.Key, "write 'fields'");
                    }
                    else if (!takesOthers && !s_transport.Contains(name.ToLowerInvariant()))
                    {
                        Report(UsageRules.IgnoredArgument, entry.KeySpan, null, method, entry.Key, catalog.HasField(name) ? "it belongs inside 'fields'" : "it takes 'id', 'fields' and 'params'");
                    }

                    CheckCommon(entry, name);
                    break;
            }
        }

        // Some clients take the fields as a separate argument.
        MapEntry[] rest = [.. arguments.Entries.Where(static e => e.Key.ToLowerInvariant() is not ("id" or "params"))];
        if (fields is null && rest.Length > 0 && arguments.Find("method") is null && rest.Count(e => catalog.HasField(naming.Apply(e))) * 2 >= rest.Length)
        {
            _fields.CheckLead(new MapShape(rest, arguments.IsOpen) { IsQuery = arguments.IsQuery }, naming, isNewLead);
        }
    }

    private static bool ContainsMethodName(Shape value) => value is DeclaredShape { Value: var set } ? ContainsMethodName(set) : value is TextShape { Text: var text } && MethodName.Find(text) is not null;

    // A list of field names, or a map in which no key is a field of a portal, does not contain the fields of a call.
    private bool CanBeFields(MapEntry fields, Naming naming)
    {
        MapShape[] maps = [.. MapFinder.Find(fields.Value, naming).Select(static m => m.Map)];
        return maps.Length == 0 ? fields.Value is not (ListShape or TextShape or ConstantShape)
            : maps.Any(m => m.IsOpen || m.Entries.Count == 0 || m.Entries.Any(e => catalog.HasField(e.Key) || FieldCodes.IsCustom(e.Key) || catalog.FindSpelling(e.Key) is not null));
    }

    private void CheckList(FoundCall call)
    {
        foreach (MapEntry entry in call.Arguments.Entries)
        {
            string name = call.Naming.Apply(entry);
            switch (name.ToLowerInvariant())
            {
                case "filter":
                    foreach ((MapShape map, Naming naming) in MapFinder.Find(entry.Value, call.Naming))
                    {
                        _fields.CheckFilter(map, naming);
                    }

                    break;
                case "order":
                    foreach ((MapShape map, Naming naming) in MapFinder.Find(entry.Value, call.Naming))
                    {
                        _fields.CheckOrder(map, naming);
                    }

                    break;
                case "select":
                    _fields.CheckSelection(entry.Value, entry.ValueSpan);
                    break;
                case "filters" or "orders" when !call.IsAssumed && HasOnly(call.Arguments, entry, "filter", "order", "select", "start") && HasKnownCode(entry, call.Naming):
                    string meant = name.ToLowerInvariant().TrimEnd('s');
                    Report(UsageRules.IgnoredArgument, entry.KeySpan, meant, EntitySchema.Lead.Method("list"), entry.Key, $"write '{meant}'");
                    break;
                default:
                    CheckCommon(entry, name);
                    break;
            }
        }
    }

    // Whether an entry is the only one that is not an argument of the method.
    private static bool HasOnly(MapShape arguments, MapEntry other, params string[] names) =>
        arguments.Entries.All(e => ReferenceEquals(e, other) || names.Contains(e.Key.ToLowerInvariant()) || e.Key.ToLowerInvariant() is "auth" or "access_token");

    private bool HasKnownCode(MapEntry entry, Naming naming) => MapFinder.Find(entry.Value, naming).Any(m => m.Map.Entries.Any(e => catalog.HasField(e.Key.TrimStart('!', '<', '>', '=', '@', '%'))));

    private void CheckItem(FoundCall call)
    {
        bool isList = call.Methods is ["crm.item.list"];
        bool? usesOriginalNames = ItemCallNames.UsesOriginalNames(call.Arguments);
        foreach (MapEntry entry in call.Arguments.Entries)
        {
            switch (entry.Key.ToLowerInvariant())
            {
                case "fields" when !isList:
                    foreach ((MapShape fields, Naming naming) in MapFinder.Find(entry.Value, call.Naming))
                    {
                        _fields.CheckItem(fields, naming, usesOriginalNames);
                    }

                    break;
                case "filter" or "order" when isList:
                    foreach ((MapShape filter, Naming naming) in MapFinder.Find(entry.Value, call.Naming))
                    {
                        _fields.CheckItemFilter(filter, naming, usesOriginalNames);
                    }

                    break;
                case "select" when isList:
                    _fields.CheckItemSelection(entry.Value, usesOriginalNames);
                    break;
            }
        }
    }

    private void CheckOptions(MapShape options, Naming naming, string method)
    {
        foreach (MapEntry option in options.Entries)
        {
            string name = naming.Apply(option);
            if (IsOption(option.Key))
            {
                if (name != option.Key)
                {
                    Report(UsageRules.Renamed, option.KeySpan, null, option.Key, name, naming.Cause);
                }
                else if (PhpValues.From(option.Value) is { } sent ? sent.Text is not ("Y" or "N") : IsFlag(option.Value))
                {
                    Report(UsageRules.LostValue, option.ValueSpan, null, "alters", option.Key, "any value except Y is read as N");
                }
            }
            else if (catalog.HasField(name) || FieldCodes.IsCustom(name))
            {
                Report(UsageRules.IgnoredArgument, option.KeySpan, null, method, $"params.{option.Key}", "it belongs inside 'fields'");
            }
        }
    }

    private static bool IsFlag(Shape value) =>
        value is TypedShape { Type: var type } && PhpValues.Underlying(type)?.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32;

    private static bool IsOption(string name) => name is "REGISTER_SONET_EVENT" or "REGISTER_HISTORY_EVENT";

    private void CheckCommon(MapEntry entry, string name)
    {
        switch (name.ToLowerInvariant())
        {
            case "id" when PhpValues.From(entry.Value)?.Text is { Length: > 0 } text && (text[0] == '-' || text.All(static c => c == '0')):
                Report(UsageRules.IdNotPositive, entry.ValueSpan, null, text);
                break;
            case "auth" or "access_token" or "refresh_token" or "client_secret"
                when entry.Value is TextShape { Constant: { Length: >= MinTokenLength } token } && Secrets.IsSecret(token):
                Report(UsageRules.Secret, entry.ValueSpan, Secrets.TokenVariable, "token");
                break;
        }
    }

    private void Report(DiagnosticDescriptor rule, SourceSpan place, string? suggestion, params object[] arguments) =>
        report(UsageRules.Create(rule, place.ToLocation(), FieldCodes.Properties(suggestion), arguments), place);
}
