using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Finds maps whose way into the request the source does not show, in a body that names exactly one method, which is one of leads.</summary>
/// <remarks>
/// The map may still be meant for something else, so a body is left alone if the method already has its arguments, if it names another method
/// or another address, and a map if it goes to something whose name says that it is not a request for leads.
/// </remarks>
internal sealed class BodyMaps(ShapeReader reader)
{
    // Names of calls and members that get other data than the arguments of a method of leads.
    private static readonly string[] s_otherSinks =
    [
        "deal", "contact", "company", "invoice", "quote", "order", "product", "task", "activity", "item", "user", "department", "calendar", "chat", "smart", "process",
        "log", "trace", "debug", "warn", "error", "info", "metric", "telemetry", "audit", "history", "print", "console", "format", "report", "notify", "mail", "sms", "hook",
        "sql", "db", "database", "table", "query", "repository", "store", "save", "insert", "cache", "session", "event", "view", "render", "test", "assert", "column", "label", "caption",
    ];

    /// <summary>The maps of a body that no found call uses.</summary>
    public IEnumerable<FoundCall> Find(Body body, IReadOnlyList<FoundCall> found)
    {
        if (found.Any(static c => !c.IsQuery || c.Arguments.Entries.Any(static e => QueryText.IsArgument(e.Key)))
            || MethodOf(body) is not { } method)
        {
            return [];
        }

        var parts = new RequestParts(Naming.Unknown);
        var read = new HashSet<IOperation>();
        foreach (IOperation operation in body.Root.Descendants())
        {
            if (Whole(operation, body, method) is { } whole && read.Add(whole))
            {
                parts.Add(reader.Read(whole, body));
            }
        }

        var calls = new List<FoundCall>();
        foreach ((MapShape map, Naming naming) in parts.Maps)
        {
            calls.Add(new FoundCall([method], map, naming, body.Depth) { IsAssumed = true });
        }

        foreach (PairShape pair in parts.Pairs)
        {
            if (pair.Name.Constant is { } name && QueryText.IsArgument(name))
            {
                calls.Add(new FoundCall(
                    [method], new MapShape([new MapEntry(name, KeyKind.Fixed, pair.NamePlace, pair.Value, pair.ValuePlace)], false), Naming.Unknown, body.Depth) { IsAssumed = true });
            }
        }

        return calls;
    }

    // The only method that the body names; null if there are several, or if it may send something else or to another address.
    private string? MethodOf(Body body)
    {
        string? found = null;
        foreach (IOperation operation in body.Root.Descendants())
        {
            bool isText = operation.Type?.SpecialType == SpecialType.System_String
                && (operation is ILiteralOperation or IInterpolatedStringOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IBinaryOperation or IInvocationOperation)
                && operation.Parent is not (IBinaryOperation or IInterpolatedStringTextOperation);
            if (!isText)
            {
                continue;
            }

            foreach (string text in TextsOf(reader.Read(operation, body)))
            {
                string? method = RestMethod.Find(text);
                if (method is null ? IsAddressOrJson(text) : (found is not null && found != method) || (operation.Parent is IArgumentOperation argument && AlsoGetsUnknown(argument, body)))
                {
                    return null;
                }

                found ??= method;
            }
        }

        return found is "crm.lead.add" or "crm.lead.update" or "crm.lead.list" ? found : null;
    }

    private static bool IsAddressOrJson(string text) => text.Length > 1
        && (text[0] is '{' or '[' || (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && text.IndexOf("/rest/", StringComparison.OrdinalIgnoreCase) < 0));

    // Flush("crm.lead.update") and Flush(method) in one body.
    private bool AlsoGetsUnknown(IArgumentOperation argument, Body body) => argument.Parent is IInvocationOperation call
        && body.Index.Calls.Exists(c => c != call && c is IInvocationOperation other && SymbolEqualityComparer.Default.Equals(other.TargetMethod, call.TargetMethod)
            && other.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == argument.Parameter?.Ordinal) is { } same && reader.Read(same.Value, body) is not TextShape { Constant: not null });

    private static IEnumerable<string> TextsOf(Shape shape) => shape switch
    {
        TextShape text => [text.Text],
        ChoiceShape { Options: var options } => options.SelectMany(TextsOf),
        _ => [],
    };

    /// <summary>The expression that holds a map and what is done with it: a call, or an assigned value; <see langword="null"/> if the map stays in the body.</summary>
    private IOperation? Whole(IOperation operation, Body body, string method)
    {
        switch (operation)
        {
            case ILocalReferenceOperation { Type: var type } when ShapeReader.IsJsonWriter(type):
                return operation;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } when TypeShapes.IsDictionary(parameter.Type)
                && body.Index.Find(parameter) is { Changes.Count: > 0 }:
                return operation;
            case IAnonymousObjectCreationOperation:
            case IObjectCreationOperation { Type: var created } when TypeShapes.IsDictionary(created) || TypeShapes.MembersOf(created) is not null:
            case ILocalReferenceOperation { Type: { } held } when TypeShapes.IsDictionary(held) || held.IsAnonymousType:
                return Sink(operation, body, method);
            default:
                return null;
        }
    }

    private IOperation? Sink(IOperation operation, Body body, string method)
    {
        IOperation value = operation;
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation { Instance: var instance } when instance == value:
                case IPropertyReferenceOperation or IFieldReferenceOperation or IMemberInitializerOperation or IAnonymousObjectCreationOperation:
                    return null;
                case IInvocationOperation call:
                    return IsRequest(call, body, method) ? call : null;
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } target } assignment
                    when assignment.Value == value && assignment.Parent is IExpressionStatementOperation && target is not IPropertyReferenceOperation { Property.IsIndexer: true }:
                    return IsOther(member.Name) || IsOther(member.ContainingType.Name) ? null : assignment.Value;
                case IObjectOrCollectionInitializerOperation or IExpressionStatementOperation or IReturnOperation or IVariableInitializerOperation or IAnonymousFunctionOperation or IBlockOperation:
                    return null;
            }

            value = parent;
        }

        return null;
    }

    private bool IsRequest(IInvocationOperation call, Body body, string method)
    {
        if (IsOther(call.TargetMethod.Name) || IsOther(call.TargetMethod.ContainingType.Name)
            || (BodyIndex.RootOf(BodyIndex.ReceiverOf(call)) is { } receiver && IsOther(receiver.Name)))
        {
            return false;
        }

        // A template of a log entry, an SQL command, an address.
        if (call.Arguments.Any(a => reader.Read(a.Value, body) is TextShape { Text: var text } && RestMethod.Find(text) is null && text.IndexOfAny([' ', '/', '.', '@']) >= 0))
        {
            return false;
        }

        return reader.Enter(call, body) is not { } inner || MethodOf(inner) is not { } other || other == method;
    }

    private static bool IsOther(string name) => s_otherSinks.Any(s => name.IndexOf(s, StringComparison.OrdinalIgnoreCase) >= 0);
}
