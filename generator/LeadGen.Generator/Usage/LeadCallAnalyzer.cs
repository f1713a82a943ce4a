using System.Collections.Immutable;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>Looks at untyped calls of <c>crm.lead.*</c>, by whatever client: what of their arguments would a portal lose?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeadCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        UsageRules.UnknownField, UsageRules.Alias, UsageRules.NotWritable, UsageRules.NotPermitted, UsageRules.BeyondLimit,
        UsageRules.UnreadablePattern, UsageRules.IdNotPositive, UsageRules.AddressInParts, UsageRules.MultiFieldAsText,
        UsageRules.BatchReference, UsageRules.Secret, UsageRules.IgnoredArgument, UsageRules.LostValue);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Of(start.Options, start.CancellationToken) is { } catalog)
            {
                start.RegisterOperationAction(c => CheckCall(c, catalog), OperationKind.Invocation);
            }
        });
    }

    private static void CheckCall(OperationAnalysisContext context, PortalCatalog catalog)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Parameters.Length < 2 || MethodOf(call) is not { } method)
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (UntypedMap.Read(argument.Value) is { Count: > 0 } map)
            {
                CheckArguments(context, catalog, method, map);
            }
        }
    }

    private static void CheckArguments(OperationAnalysisContext context, PortalCatalog catalog, string method, IReadOnlyList<UntypedEntry> map)
    {
        bool isWrite = method is "crm.lead.update" or "crm.lead.add";
        bool isWrapped = false;
        foreach (UntypedEntry entry in map)
        {
            switch (entry.Key)
            {
                case "fields" when isWrite:
                    isWrapped = true;
                    CheckFields(context, catalog, method, UntypedMap.Read(entry.Value) ?? []);
                    break;
                case "id" or "ID" or "Id":
                    isWrapped = true;
                    CheckId(context, entry.Value);
                    break;
                case "params" when isWrite:
                    CheckOptions(context, UntypedMap.Read(entry.Value) ?? []);
                    break;
                case "auth" or "access_token" or "refresh_token" or "client_secret":
                    CheckToken(context, entry.Value);
                    break;
                case "options" when method == "crm.lead.update":
                    Report(context, UsageRules.IgnoredArgument, entry.Place, FieldCodes.Properties("params"), "options", "write 'params'");
                    break;
                case "REGISTER_SONET_EVENT" or "REGISTER_HISTORY_EVENT" when isWrite:
                    Report(context, UsageRules.IgnoredArgument, entry.Place, null, entry.Key, "it belongs inside 'params'");
                    break;
                case "filter" or "order" when method == "crm.lead.list":
                    isWrapped = true;
                    CheckKeys(context, catalog, UntypedMap.Read(entry.Value) ?? []);
                    break;
                case "select" when method == "crm.lead.list":
                    isWrapped = true;
                    CheckSelection(context, catalog, entry.Value);
                    break;
            }
        }

        // Some clients take the fields as an argument of their own.
        if (isWrite && !isWrapped && map.Any(e => catalog.Knows(e.Key)))
        {
            CheckFields(context, catalog, method, map);
        }
    }

    private static void CheckFields(OperationAnalysisContext context, PortalCatalog catalog, string method, IReadOnlyList<UntypedEntry> fields)
    {
        foreach (UntypedEntry field in fields)
        {
            if (!catalog.Knows(field.Key))
            {
                CheckCode(context, catalog, field.Key, field.Place);
            }
            else if (FieldValues.Check(catalog, field.Key, field.Place, field.Value, isNewLead: method == "crm.lead.add") is { } found)
            {
                context.ReportDiagnostic(found);
            }

            if (field.Value.ConstantValue is { HasValue: true, Value: string text } && BatchReferences.Find(text) is { } reference)
            {
                Report(context, UsageRules.BatchReference, field.Value.Syntax.GetLocation(), null, reference);
            }
        }

        string[] missing = LeadEntity.AddressParts.Where(p => catalog.Knows(p) && fields.All(f => f.Key != p)).ToArray();
        if (fields.FirstOrDefault(static f => LeadEntity.AddressParts.Contains(f.Key)) is { } part && missing.Length > 0)
        {
            Report(context, UsageRules.AddressInParts, part.Place, FieldCodes.Properties(string.Join(",", missing)), string.Join(", ", missing));
        }
    }

    private static void CheckOptions(OperationAnalysisContext context, IReadOnlyList<UntypedEntry> options)
    {
        foreach (UntypedEntry option in options.Where(static o => o.Key is "REGISTER_SONET_EVENT" or "REGISTER_HISTORY_EVENT"))
        {
            if (UntypedValue.ToPhp(option.Value) is { } sent && sent.Text is not ("Y" or "N"))
            {
                Report(context, UsageRules.LostValue, option.Value.Syntax.GetLocation(), null, "alters", option.Key, "anything but Y is read as N");
            }
        }
    }

    private static void CheckId(OperationAnalysisContext context, IOperation value)
    {
        if (UntypedValue.ToPhp(value)?.Text is { Length: > 0 } text && (text[0] == '-' || text.All(static c => c == '0')))
        {
            Report(context, UsageRules.IdNotPositive, value.Syntax.GetLocation(), null, text);
        }
    }

    private static void CheckToken(OperationAnalysisContext context, IOperation value)
    {
        const int ShortestToken = 20;
        if (value.ConstantValue is { HasValue: true, Value: string text } && text.Length >= ShortestToken && Secrets.IsSecret(text))
        {
            Report(context, UsageRules.Secret, value.Syntax.GetLocation(), FieldCodes.Properties(Secrets.TokenVariable), "token");
        }
    }

    private static void CheckKeys(OperationAnalysisContext context, PortalCatalog catalog, IReadOnlyList<UntypedEntry> map)
    {
        foreach (UntypedEntry entry in map)
        {
            string code = entry.Key.TrimStart('!', '<', '>', '=', '@', '%', '?', '*');
            if (code.Length > 0 && code is not "LOGIC")
            {
                CheckCode(context, catalog, code, entry.Place);
            }
        }
    }

    private static void CheckSelection(OperationAnalysisContext context, PortalCatalog catalog, IOperation value)
    {
        foreach (IOperation element in UntypedMap.ReadList(value) ?? [])
        {
            if (element.ConstantValue is { HasValue: true, Value: string code } && code.IndexOf('*') < 0)
            {
                CheckCode(context, catalog, code, element.Syntax.GetLocation());
            }
        }
    }

    // Custom codes are looked at wherever they stand.
    private static void CheckCode(OperationAnalysisContext context, PortalCatalog catalog, string code, Location place)
    {
        if (!FieldCodes.IsCustom(code) && FieldCodes.Check(catalog, code, place) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }

    /// <summary>The method of <c>crm.lead</c> that is called, by a name or by an address that ends with it.</summary>
    private static string? MethodOf(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            string? text = UntypedMap.Unwrap(argument.Value) switch
            {
                { ConstantValue: { HasValue: true, Value: string constant } } => constant,
                IInterpolatedStringOperation { Parts: [.., IInterpolatedStringTextOperation { Text.ConstantValue.Value: string end }] } => end,
                _ => null,
            };
            if (text is not null && text.IndexOf("crm.lead.", StringComparison.OrdinalIgnoreCase) is >= 0 and var start)
            {
                string method = text.Substring(start).Split('?', '/')[0].ToLowerInvariant();
                return method.EndsWith(".json", StringComparison.Ordinal) ? method.Substring(0, method.Length - ".json".Length) : method;
            }
        }

        return null;
    }

    private static void Report(
        OperationAnalysisContext context, DiagnosticDescriptor rule, Location place, ImmutableDictionary<string, string?>? properties, params object[] arguments) =>
        context.ReportDiagnostic(UsageRules.Create(rule, place, properties, arguments));
}
