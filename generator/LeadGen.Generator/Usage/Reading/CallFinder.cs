using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>A map of arguments that goes to a method.</summary>
/// <param name="Methods">The method; several where the program chooses one.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Naming">The naming policy of the serializer.</param>
/// <param name="Depth">How many methods of the project are between the map and the request.</param>
internal sealed record FoundCall(IReadOnlyList<string> Methods, MapShape Arguments, Naming Naming, int Depth)
{
    /// <summary>Whether the arguments are a query, next to which a body may have more of them.</summary>
    public bool IsQuery { get; init; }

    /// <summary>Whether only the body that builds the map connects it with the method.</summary>
    public bool IsAssumed { get; init; }
}

/// <summary>Finds the calls in a body: which maps go to which method of Bitrix24, wherever the parts of the request are.</summary>
/// <remarks>A request that names several methods, or one that is put together at run time, is not analyzed, to avoid false positives.</remarks>
internal sealed class CallFinder(ShapeReader reader)
{
    private static readonly string[] s_logging = ["Log", "Logger", "Metrics", "Metric", "Meter", "Telemetry", "Trace", "Tracer", "Audit", "Activity", "Tag", "Count", "Increment", "Track"];

    private readonly List<FoundCall> _found = [];

    /// <summary>The calls of a body, and of the methods in the project that it passes its arguments to.</summary>
    public IReadOnlyList<FoundCall> Find(Body body)
    {
        Search(body);
        _found.AddRange(new BodyMaps(reader).Find(body, _found));
        return _found;
    }

    private void Search(Body body)
    {
        foreach (IOperation call in body.Index.Calls)
        {
            if (IsOutermost(call) && IsInside(call, body))
            {
                Visit(call, body);
            }
        }

        foreach (IOperation text in body.Index.Texts)
        {
            if (IsInside(text, body) && reader.Read(text, body) is TextShape shape)
            {
                AddQuery(shape, body.Depth);
            }
        }
    }

    // A local function or a lambda is part of the index of the body around it.
    private static bool IsInside(IOperation operation, Body body)
    {
        if (body.Root is not (ILocalFunctionOperation or IAnonymousFunctionOperation) || body.Depth == 0)
        {
            return true;
        }

        for (IOperation? parent = operation; parent is not null; parent = parent.Parent)
        {
            if (parent == body.Root)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the result is not an argument of another call, so that the operation is a complete request.</summary>
    private static bool IsOutermost(IOperation call)
    {
        IOperation? parent = call.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is not (IInvocationOperation or IObjectCreationOperation);
    }

    private void Visit(IOperation call, Body body)
    {
        if (call is IInvocationOperation { TargetMethod: var target } logging && IsLogging(target, logging))
        {
            return;
        }

        var parts = new RequestParts(Naming.Keep);
        parts.Add(reader.Read(call, body));
        if (parts.Methods.Count == 0 && parts.Maps.Count == 0 && !parts.HasFunction)
        {
            return;
        }

        int before = _found.Count;
        if (call is IInvocationOperation invocation && parts.HasSomething && reader.Enter(invocation, body) is { } inner)
        {
            Search(inner);
        }

        // The source of the project's method shows more than the call.
        if (_found.Count > before)
        {
            return;
        }

        if (parts.Methods.Count == 1)
        {
            Add(parts, body.Depth);
            if (IsAwaitedOnce(call))
            {
                for (int i = before; i < _found.Count; i++)
                {
                    _found[i] = _found[i] with { Arguments = Until(_found[i].Arguments, call.Syntax, body) };
                }
            }

            return;
        }

        // Several requests in one expression, as in Task.WhenAll(…).
        foreach (IOperation inside in Inner(call))
        {
            Visit(inside, body);
        }
    }

    // The request is complete when the next statement runs, so entries that are added below are for something else.
    private static bool IsAwaitedOnce(IOperation call)
    {
        IOperation? parent = call.Parent;
        bool isAwaited = false;
        for (; parent is not null and not ILoopOperation; parent = parent.Parent)
        {
            isAwaited |= parent is IAwaitOperation;
        }

        return isAwaited && parent is null;
    }

    private static MapShape Until(MapShape map, SyntaxNode call, Body body)
    {
        MapEntry[] earlier = [.. map.Entries
            .Where(e => e.KeyPlace.Tree != call.SyntaxTree || e.KeyPlace.Span.Start < call.Span.End || !body.Root.Syntax.Span.Contains(e.KeyPlace.Span) || IsInDeclaredType(e.KeyPlace, body.Root.Syntax))
            .Select(e => e.Value is MapShape inner ? e with { Value = Until(inner, call, body) } : e)];
        return new MapShape(earlier, map.IsOpen || earlier.Length < map.Entries.Count) { IsQuery = map.IsQuery };
    }

    // The body of a program with top-level statements contains the types of its file.
    private static bool IsInDeclaredType(Place place, SyntaxNode root) =>
        place.Tree.GetRoot().FindNode(place.Span).FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } type && root.Span.Contains(type.Span);

    // log.LogError(e, "crm.lead.add", new { … }), metrics.Count("crm.lead.add", tags): nothing is sent to the portal.
    private static bool IsLogging(IMethodSymbol method, IInvocationOperation call) =>
        s_logging.Any(w => IsWord(method.Name, w, isStart: true)) || s_logging.Any(w => IsWord(method.ContainingType.Name, w, isStart: false))
        || (BodyIndex.RootOf(BodyIndex.ReceiverOf(call)) is { } receiver && s_logging.Any(w => IsWord(receiver.Name, w, isStart: false)));

    private static bool IsWord(string name, string word, bool isStart)
    {
        name = name.TrimStart('_');
        return isStart
            ? name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || char.IsUpper(name[word.Length]))
            : name.EndsWith(word, StringComparison.Ordinal) || string.Equals(name, word, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<IOperation> Inner(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IInvocationOperation or IObjectCreationOperation)
            {
                yield return child;
            }
            else if (child is IArgumentOperation or IConversionOperation or IParenthesizedOperation or IArrayCreationOperation or IArrayInitializerOperation)
            {
                foreach (IOperation inner in Inner(child))
                {
                    yield return inner;
                }
            }
        }
    }

    private void Add(RequestParts parts, int depth)
    {
        if (parts.Methods[0] is ["batch"])
        {
            foreach ((MapShape map, _) in parts.Maps)
            {
                AddCommands(map, depth);
            }

            return;
        }

        foreach ((MapShape map, Naming naming) in parts.Maps)
        {
            _found.Add(new FoundCall(parts.Methods[0], map, naming, depth));
        }

        if (parts.Pairs.Count > 0)
        {
            _found.Add(new FoundCall(
                parts.Methods[0],
                QueryText.Nest(new MapShape(
                    [.. parts.Pairs.Where(static p => p.Name.Constant is not null).Select(static p => new MapEntry(p.Name.Constant!, KeyKind.Fixed, p.NamePlace, p.Value, p.ValuePlace))],
                    parts.Pairs.Exists(static p => p.Name.Constant is null))),
                Naming.Keep,
                depth));
        }

        foreach (TextShape text in parts.Texts)
        {
            if (JsonText.Parse(text) is { } json)
            {
                _found.Add(new FoundCall(parts.Methods[0], json, Naming.Keep, depth));
            }
            else if (QueryText.IsQuery(text.Text))
            {
                _found.Add(new FoundCall(parts.Methods[0], QueryText.Parse(text, text.Text.IndexOf('?') + 1), Naming.Keep, depth));
            }
        }
    }

    // The commands of a batch as objects: { method = "crm.lead.update", params = … }, ["crm.lead.update", …].
    private void AddCommands(Shape shape, int depth)
    {
        IEnumerable<Shape> inside = shape switch
        {
            MapShape map => map.Entries.Select(static e => e.Value),
            ListShape list => list.Items,
            _ => [],
        };
        foreach (Shape command in inside)
        {
            var parts = new RequestParts(Naming.Keep);
            parts.Add(command);
            if (parts.Methods.Count == 1 && parts.Methods[0] is not ["batch"])
            {
                Add(parts, depth);
            }
            else
            {
                AddCommands(command, depth);
            }
        }
    }

    // An address with its query, or a command of a batch, is a whole request.
    private void AddQuery(TextShape text, int depth)
    {
        if (text.Text.IndexOf('=') > 0 && RestMethod.Find(text.Text, out int query) is { } method && query >= 0)
        {
            _found.Add(new FoundCall([method], QueryText.Parse(text, query), Naming.Keep, depth) { IsQuery = true });
        }
    }
}
