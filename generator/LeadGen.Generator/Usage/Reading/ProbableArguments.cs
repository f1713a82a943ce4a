using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Finds maps that are probably the arguments of a lead method, although the code does not pass them together with its name.</summary>
/// <remarks>
/// Such a map is only assumed to belong to the request. A body is therefore skipped if it contains the name of another method or another
/// address, or if it passes the method's name together with data. The map and the name must be passed to the same variable or member.
/// </remarks>
internal sealed class ProbableArguments(ShapeReader reader)
{
    // If the name of a call or a member contains one of these words, the data that it receives is not considered the arguments of a lead method.
    private static readonly string[] s_otherSinks =
    [
        "deal", "contact", "company", "invoice", "quote", "order", "product", "task", "activity", "item", "user", "department", "calendar", "chat", "smart", "process",
        "log", "trace", "debug", "warn", "error", "info", "metric", "telemetry", "audit", "history", "print", "console", "format", "report", "notify", "mail", "sms", "hook",
        "sql", "db", "database", "table", "query", "repository", "store", "save", "insert", "cache", "session", "event", "view", "render", "test", "assert", "column", "label", "caption",
    ];

    /// <summary>Finds the maps of a body that none of the found calls uses.</summary>
    public IEnumerable<FoundCall> Find(Body body, IReadOnlyList<FoundCall> found)
    {
        if (found.Any(static c => !c.IsQuery || c.Arguments.Entries.Any(static e => QueryText.IsArgument(e.Key)))
            || GetMethod(body) is not { } method || GetTargets(body, method) is not { } targets)
        {
            return [];
        }

        var parts = new RequestParts(Naming.Unknown);
        var read = new HashSet<IOperation>();
        foreach (IOperation operation in body.Root.Descendants())
        {
            if (FindUse(operation, body, method, targets) is { } whole && read.Add(whole))
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
            if (pair.Name.Constant is { } name && (QueryText.IsArgument(name) || QueryText.IsKey(name)))
            {
                calls.Add(new FoundCall(
                    [method], QueryText.Nest(new MapShape([new MapEntry(name, KeyKind.Fixed, pair.NameSpan, pair.Value, pair.ValueSpan)], QueryText.IsKey(name))), Naming.Unknown, body.Depth) { IsAssumed = true });
            }
        }

        return calls;
    }

    // Gets the only method whose name the body contains; null if there are several, or if the body may send other data or use another address.
    private string? GetMethod(Body body)
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

            foreach (string text in GetTexts(reader.Read(operation, body)))
            {
                string? method = MethodName.Find(text);
                if (method is null ? IsAddressOrJson(text) : (found is not null && found != method) || (operation.Parent is IArgumentOperation argument && IsAlsoCalledWithUnknownMethod(argument, body)))
                {
                    return null;
                }

                found ??= method;
            }
        }

        return found is not null && EntitySchema.Lead.GetVerb(found) is "add" or "update" or "list" ? found : null;
    }

    // Finds the calls, variables and members that receive the method's name. Returns null if data is passed together with the name: that data
    // is the arguments.
    private Targets? GetTargets(Body body, string method)
    {
        var targets = new Targets();
        foreach (IOperation operation in body.Root.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation call:
                    IOperation? receiver = BodyIndex.GetReceiver(call);
                    bool isNamed = call.Arguments.Any(a => a.Value != receiver && Names(a.Value, body));
                    if (isNamed || (receiver is not null && Names(receiver, body)))
                    {
                        if (call.Arguments.Any(a => a.Value != receiver && !Names(a.Value, body) && IsData(a.Value, isNamed, targets)))
                        {
                            return null;
                        }

                        if (isNamed)
                        {
                            targets.Calls.Add(call);
                            targets.Receivers.UnionWith(GetKey(receiver) is { } key ? [key] : []);
                        }
                    }

                    break;
                case IObjectCreationOperation creation when creation.Arguments.Any(a => Names(a.Value, body))
                    && (creation.Arguments.Any(a => !Names(a.Value, body) && IsData(a.Value, false, targets))
                        || ShapeReader.GetInitializers(creation.Initializer).Any(i => i is ISimpleAssignmentOperation { Value: var set } && !Names(set, body) && IsData(set, false, targets))):
                    return null;
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } owner }, Value: var value }:
                    if (Names(owner, body) && !Names(value, body) && IsData(value, false, targets))
                    {
                        return null;
                    }

                    if (Names(value, body) && GetKey(owner) is { } holder)
                    {
                        targets.Receivers.Add(holder);
                    }

                    break;
            }
        }

        return targets;

        bool Names(IOperation value, Body within)
        {
            var parts = new RequestParts(Naming.Keep);
            parts.Add(reader.Read(value, within));
            return parts.Methods.Exists(m => m.Contains(method));
        }
    }

    // Numbers, Booleans, constants and tokens can't be the arguments of a method. A string that is passed to the same call can be JSON.
    private static bool IsData(IOperation value, bool isWithMethod, Targets targets)
    {
        IOperation operation = ShapeReader.Unwrap(value);
        ITypeSymbol? type = operation.Type;
        bool isData = !operation.ConstantValue.HasValue && operation is not (IInstanceReferenceOperation or IDefaultValueOperation)
            && type is not { TypeKind: TypeKind.Enum } && type is not { IsValueType: true, SpecialType: not SpecialType.None }
            && (type?.SpecialType != SpecialType.System_String || isWithMethod)
            && type?.Name is not ("CancellationToken" or "HttpMethod" or "Encoding" or "TimeSpan" or "Uri")
            && type?.Name.EndsWith("Client", StringComparison.Ordinal) != true;
        if (isData)
        {
            // The content of a stream that a JSON writer fills.
            var variables = operation.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(static l => l.Local).ToList();
            if (variables.Count > 0)
            {
                targets.Contents.UnionWith(variables);
                return variables.TrueForAll(static v => v.Type.Name is not ("MemoryStream" or "ArrayBufferWriter" or "StringWriter" or "StringBuilder" or "Utf8JsonWriter" or "JsonTextWriter"));
            }
        }

        return isData;
    }

    // The variable or the member of this object on which a call is made.
    private static ISymbol? GetKey(IOperation? receiver) => receiver is null ? null : ShapeReader.Unwrap(receiver) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        IPropertyReferenceOperation property => GetKey(property.Instance),
        IInvocationOperation call => GetKey(BodyIndex.GetReceiver(call)),
        _ => null,
    };

    private static bool IsAddressOrJson(string text) => text.Length > 1
        && (text[0] is '{' or '[' || (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && text.IndexOf("/rest/", StringComparison.OrdinalIgnoreCase) < 0));

    // Flush("crm.lead.update") and Flush(method) in one body.
    private bool IsAlsoCalledWithUnknownMethod(IArgumentOperation argument, Body body) => argument.Parent is IInvocationOperation call
        && body.Index.Calls.Exists(c => c != call && c is IInvocationOperation other && SymbolEqualityComparer.Default.Equals(other.TargetMethod, call.TargetMethod)
            && other.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == argument.Parameter?.Ordinal) is { } same && reader.Read(same.Value, body) is not TextShape { Constant: not null });

    private static IEnumerable<string> GetTexts(Shape shape) => shape switch
    {
        TextShape text => [text.Text],
        ChoiceShape { Options: var options } => options.SelectMany(GetTexts),
        _ => [],
    };

    /// <summary>Finds the expression that passes a map on: a call, or an assigned value; <see langword="null"/> if the map is not passed on.</summary>
    private IOperation? FindUse(IOperation operation, Body body, string method, Targets targets)
    {
        switch (operation)
        {
            case ILocalReferenceOperation { Local: var writer, Type: var type } when ShapeReader.IsJsonWriter(type):
                return targets.Contents.Contains(writer)
                    || body.Index.Find(writer)?.Values.Exists(v => v.Descendants().Any(o => o is ILocalReferenceOperation { Local: var stream } && targets.Contents.Contains(stream))) == true
                    ? operation : null;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } when TypeShapes.IsDictionary(parameter.Type)
                && body.Index.Find(parameter) is { Changes.Count: > 0 }:
                return operation;
            case IInvocationOperation { TargetMethod.Name: "Add" or "Set", Instance: IPropertyReferenceOperation { Type.Name: "NameValueCollection", Instance: { } client } }:
                // client.QueryString.Add("fields[TITLE]", title) next to client.DownloadString(address).
                return GetKey(client) is { } sender && targets.Receivers.Contains(sender) ? operation : null;
            case IAnonymousObjectCreationOperation:
            case IObjectCreationOperation { Type: var created } when TypeShapes.IsDictionary(created) || TypeShapes.GetMembers(created) is not null:
            case ILocalReferenceOperation { Type: { } held } when TypeShapes.IsDictionary(held) || held.IsAnonymousType:
                return FindSink(operation, body, method, targets);
            default:
                return null;
        }
    }

    private IOperation? FindSink(IOperation operation, Body body, string method, Targets targets)
    {
        IOperation value = operation;
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation { Instance: var instance } when instance == value:
                case IPropertyReferenceOperation or IFieldReferenceOperation or IMemberInitializerOperation or IAnonymousObjectCreationOperation:
                    return null;
                case IInvocationOperation { TargetMethod.Name: var name } when name.StartsWith("Serialize", StringComparison.Ordinal) || name == "FromObject":
                    break;
                case IInvocationOperation call:
                    return GetKey(BodyIndex.GetReceiver(call)) is { } key && targets.Receivers.Contains(key) && IsRequest(call, body, method) ? call : null;
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } target } assignment
                    when assignment.Value == value && assignment.Parent is IExpressionStatementOperation && target is not IPropertyReferenceOperation { Property.IsIndexer: true }:
                    return IsOther(member.Name) || IsOther(member.ContainingType.Name) || !GoesTo(target, targets, body) ? null : assignment.Value;
                case IObjectOrCollectionInitializerOperation or IExpressionStatementOperation or IReturnOperation or IVariableInitializerOperation or IAnonymousFunctionOperation or IBlockOperation:
                    return null;
            }

            value = parent;
        }

        return null;
    }

    // The same object receives the name and the map (port.Method = "…"; port.Body = map), or the method that receives the name reads the map
    // from a member of this object.
    private bool GoesTo(IMemberReferenceOperation target, Targets targets, Body body) => target.Instance is null or IInstanceReferenceOperation
        ? targets.Calls.Exists(c => reader.Enter(c, body) is { } inner
            && inner.Root.Descendants().Any(o => o is IMemberReferenceOperation { Member: var read } && SymbolEqualityComparer.Default.Equals(read, target.Member)))
        : GetKey(target.Instance) is { } key && targets.Receivers.Contains(key);

    private bool IsRequest(IInvocationOperation call, Body body, string method)
    {
        if (IsOther(call.TargetMethod.Name) || IsOther(call.TargetMethod.ContainingType.Name)
            || (BodyIndex.GetRoot(BodyIndex.GetReceiver(call)) is { } receiver && IsOther(receiver.Name)))
        {
            return false;
        }

        // The text may be a log message template, an SQL command or an address.
        if (call.Arguments.Any(a => reader.Read(a.Value, body) is TextShape { Text: var text } && MethodName.Find(text) is null && text.IndexOfAny([' ', '/', '.', '@']) >= 0))
        {
            return false;
        }

        return reader.Enter(call, body) is not { } inner || GetMethod(inner) is not { } other || other == method;
    }

    private static bool IsOther(string name) => s_otherSinks.Any(s => name.IndexOf(s, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Represents the calls, variables and members that receive a method's name.</summary>
    private sealed class Targets
    {
        /// <summary>Gets the calls that receive the name.</summary>
        public List<IInvocationOperation> Calls { get; } = [];

        /// <summary>Gets the variables and members to which the name is assigned, or on which a method is called with the name.</summary>
        public HashSet<ISymbol> Receivers { get; } = new(SymbolEqualityComparer.Default);

        /// <summary>Gets the variables that are passed together with the name.</summary>
        public HashSet<ISymbol> Contents { get; } = new(SymbolEqualityComparer.Default);
    }
}
