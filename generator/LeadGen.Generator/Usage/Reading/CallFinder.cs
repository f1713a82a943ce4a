using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Represents a map of arguments that is passed to a REST method.</summary>
/// <param name="Methods">The method, or several if the program chooses one at run time.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Naming">The naming policy of the serializer.</param>
/// <param name="Depth">The number of methods of the project between the map and the request.</param>
internal sealed record FoundCall(IReadOnlyList<string> Methods, MapShape Arguments, Naming Naming, int Depth)
{
    /// <summary>Gets whether the arguments are a query string. The body of the request may contain more arguments.</summary>
    public bool IsQuery { get; init; }

    /// <summary>Gets whether no call was found that uses both the map and the method. They are assumed to belong together because they are in the same body.</summary>
    public bool IsAssumed { get; init; }
}

/// <summary>Finds the calls in a body: the argument maps and the Bitrix24 methods that they are passed to.</summary>
/// <remarks>To avoid false positives, a request is not analyzed if it names several methods at once, or if its method is only known at run time.</remarks>
internal sealed class CallFinder(ShapeReader reader)
{
    private readonly List<FoundCall> _found = [];

    /// <summary>Finds the calls of a body, and of the methods in the project that it passes its arguments to.</summary>
    public IReadOnlyList<FoundCall> Find(Body body)
    {
        Search(body);
        _found.AddRange(new ProbableArguments(reader).Find(body, _found));
        if (_found.Count == 0)
        {
            AddReturned(body);
        }

        return _found;
    }

    // class AddLead { string Method => "crm.lead.add"; object Arguments => new { fields = … }; }
    private void AddReturned(Body body)
    {
        if (body.Self is null || reader.GetMethod(body.Self) is not { } method || MethodName.Find(method.Text) is not { } name || EntitySchema.Lead.GetVerb(name) is not ("add" or "update" or "list"))
        {
            return;
        }

        foreach ((IOperation value, IOperation? function) in body.Index.Returns)
        {
            if (function is null && reader.Read(value, body) is MapShape arguments)
            {
                _found.Add(new FoundCall([name], arguments, Naming.Unknown, body.Depth) { IsAssumed = true });
            }
        }
    }

    private void Search(Body body)
    {
        foreach (IOperation call in body.Index.Calls)
        {
            if (IsOutermost(call) && IsInside(call, body) && !TestedParameters.IsForOtherArguments(call, body, isRequest: true))
            {
                Visit(call, body);
            }
        }

        var appended = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation text in body.Index.Texts)
        {
            if (!IsInside(text, body) || IsPart(text) || (GetOuterCall(text) is { } outer && NonRequests.Contains(outer)))
            {
                continue;
            }

            Shape shape = GetLocal(text) is { } local && body.Index.Find(local)?.Appends.Count > 0 && appended.Add(local) ? reader.ReadVariable(local, local.Type, body)
                : GetLocal(text) is { } part && (appended.Contains(part) || IsUsedInText(part, body)) ? TypedShape.Unknown
                : reader.Read(text, body);
            if (shape is TextShape whole)
            {
                AddQuery(whole, body.Depth);
            }
        }
    }

    // builder.Append("…"), text += "…", string.Format("…", …): only the complete text is a request.
    private static bool IsPart(IOperation text)
    {
        IOperation? parent = text.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation)
        {
            parent = parent.Parent;
        }

        return parent is ICompoundAssignmentOperation or IInterpolationOperation
            || (parent is IInvocationOperation { TargetMethod: { ContainingType: var type, Name: var name } }
                && (ShapeReader.IsStringBuilder(type) || (type.SpecialType == SpecialType.System_String && name is not ("ToString" or "Trim" or "TrimEnd" or "TrimStart"))))
            || (parent is IObjectCreationOperation creation && ShapeReader.IsStringBuilder(creation.Type));
    }

    // Gets the local variable that the text is assigned to.
    private static ILocalSymbol? GetLocal(IOperation text)
    {
        IOperation? parent = text.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => local,
            _ => null,
        };
    }

    // url + "&…": the longer text is read instead.
    private static bool IsUsedInText(ILocalSymbol local, Body body) => body.Index.Texts.Exists(t => t is not ILiteralOperation && t.Descendants().Any(o =>
        o is ILocalReferenceOperation { Local: var used } && SymbolEqualityComparer.Default.Equals(used, local)));

    // A local function or a lambda is part of the index of the surrounding body.
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

    /// <summary>Determines whether the result is not an argument of another call, so that the operation is a complete request.</summary>
    private static bool IsOutermost(IOperation call)
    {
        IOperation? parent = call.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is not (IInvocationOperation or IObjectCreationOperation or IDynamicInvocationOperation);
    }

    private void Visit(IOperation call, Body body)
    {
        if (call is IInvocationOperation { TargetMethod: { ContainingType: var owner, Name: not "ToString" } } && ShapeReader.IsStringBuilder(owner))
        {
            return;
        }

        if (NonRequests.Contains(call) || (call is IInvocationOperation { Arguments: var given } && given.Any(a => IsRecord(a.Value, body))) || IsRecord(call, body))
        {
            foreach (IOperation inside in Inner(call).Where(NonRequests.CanSend))
            {
                Visit(inside, body);
            }

            return;
        }

        var parts = new RequestParts(Naming.Keep);
        parts.Add(reader.Read(call, body));
        if (!parts.HasContent && (parts.Texts.Count == 0 || body.Depth > 0))
        {
            return;
        }

        if (parts.Methods.Count > 0 && IsOnlyReported(call, body))
        {
            return;
        }

        int before = _found.Count;
        Visit(call, parts, body);
        if (call is IInvocationOperation sent && _found.Count > before && reader.Enter(sent, body) is { } wrapper && reader.ConvertsValues(wrapper))
        {
            for (int i = before; i < _found.Count; i++)
            {
                _found[i] = _found[i] with { Naming = _found[i].Naming with { ChangesValues = true, IgnoresNull = true } };
            }
        }
    }

    private void Visit(IOperation call, RequestParts parts, Body body)
    {
        int before = _found.Count;
        if (call is IInvocationOperation invocation && reader.Enter(invocation, body) is { } inner)
        {
            if (parts.Methods.Count > 0 && NonRequests.OnlyReports(invocation, inner))
            {
                return;
            }

            Search(inner);
        }

        // The called method shows more of the request than the call does, such as a conversion of member names, unless it contains only an address.
        if (_found.Count > before && !(parts.Maps.Count > 0 && parts.Maps.TrueForAll(static m => m.Map.Entries.All(static e => e.Kind is KeyKind.Key or KeyKind.Fixed)) && _found.Skip(before).All(static c => c.IsQuery && !c.Arguments.Entries.Any(static e => QueryText.IsArgument(e.Key)))))
        {
            KeepEarlier(before, call, body);
            return;
        }

        foreach (PairShape command in parts.Commands)
        {
            var request = new RequestParts(Naming.Keep);
            request.Add(command.Name);
            request.Add(command.Value);
            if (request.Methods.Count == 1)
            {
                Add(request, body.Depth);
            }
        }

        if (parts.Methods.Count == 1)
        {
            Add(parts, body.Depth);
            KeepEarlier(before, call, body);
            return;
        }

        // Several requests in one expression, as in Task.WhenAll(…).
        foreach (IOperation inside in Inner(call))
        {
            Visit(inside, body);
        }
    }

    // var row = new Dictionary<string, object> { ["method"] = "crm.lead.add", … }; Report(row);
    private bool IsOnlyReported(IOperation creation, Body body)
    {
        if (creation is not IObjectCreationOperation || GetLocal(creation) is not { } local)
        {
            return false;
        }

        IOperation[] uses = [.. body.Root.Descendants().Where(o => o is ILocalReferenceOperation { Local: var used } && SymbolEqualityComparer.Default.Equals(used, local))];
        return uses.Length > 0 && Array.TrueForAll(uses, u => GetOuterCall(u) is { } call && (NonRequests.Contains(call) || (reader.Enter(call, body) is { } inner && NonRequests.OnlyReports(call, inner))));
    }

    // The call that a value is passed to, directly or as a part of a text.
    private static IInvocationOperation? GetOuterCall(IOperation value)
    {
        IOperation? parent = value.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IArrayCreationOperation or IArrayInitializerOperation or IInterpolationOperation or IInterpolatedStringOperation or IInvocationOperation { TargetMethod.Name: "Serialize" or "SerializeObject" })
        {
            parent = parent.Parent;
        }

        return parent as IInvocationOperation;
    }

    // Entries that are added after the request has been sent are not part of it.
    private void KeepEarlier(int first, IOperation call, Body body)
    {
        if (EvaluationOrder.ReadsArgumentsImmediately(call))
        {
            for (int i = first; i < _found.Count; i++)
            {
                _found[i] = _found[i] with { Arguments = EvaluationOrder.TakeAt(call.Syntax, _found[i].Arguments, body) };
            }
        }
    }

    // new AuditRow { Action = "crm.lead.update", Fields = … }
    private bool IsRecord(IOperation value, Body body)
    {
        if (ShapeReader.Unwrap(value) is not IObjectCreationOperation { Type.Name: var type } creation || !NonRequests.IsRecord(type))
        {
            return false;
        }

        var parts = new RequestParts(Naming.Keep);
        parts.Add(reader.Read(creation, body));
        return parts.Methods.Count > 0;
    }

    private static IEnumerable<IOperation> Inner(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IInvocationOperation or IObjectCreationOperation or IDynamicInvocationOperation)
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
                    [.. parts.Pairs.Where(static p => p.Name.Constant is not null).Select(static p => new MapEntry(p.Name.Constant!, KeyKind.Fixed, p.NameSpan, p.Value, p.ValueSpan))],
                    parts.Pairs.Exists(static p => p.Name.Constant is null))),
                Naming.Keep,
                depth));
        }

        foreach (TextShape text in parts.Texts)
        {
            if (JsonTextParser.Parse(text) is { } json)
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

    // An address with a query, or a command of a batch, is a complete request.
    private void AddQuery(TextShape text, int depth)
    {
        // Text with a space or a placeholder before the query is documentation: "curl https://portal/rest/1/<secret>/crm.lead.add?…".
        if (text.Text.IndexOf('=') > 0 && text.Text.IndexOfAny([' ', '<'], 0, Math.Max(text.Text.IndexOf('?'), 0)) < 0 && MethodName.Find(text.Text, out int query) is { } method and not "batch" && query >= 0)
        {
            _found.Add(new FoundCall([method], QueryText.Parse(text, query), Naming.Keep, depth) { IsQuery = true });
        }
    }
}
