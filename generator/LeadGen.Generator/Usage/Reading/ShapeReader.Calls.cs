using LeadGen.Generator.Usage.Checks;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <content>Calls: serializers, requests, methods of the project, LINQ.</content>
internal sealed partial class ShapeReader
{
    /// <summary>Gets the body of a called method, with its arguments; <see langword="null"/> if it has no source or a limit is reached.</summary>
    public Body? Enter(IInvocationOperation call, Body body)
    {
        IMethodSymbol method = call.TargetMethod;
        if (_entered >= MaxEntered || GetAddress(method) is not null)
        {
            // Refit and similar libraries generate the class that implements the interface, which shows less than the attribute.
            return null;
        }

        if (body.Depth < MaxDepth && method.MethodKind == MethodKind.DelegateInvoke && call.Instance is not null)
        {
            return Read(call.Instance, body) is FunctionShape lambda
                ? lambda.Enter(call.Arguments.Select((a, i) => new KeyValuePair<int, Shape>(a.Parameter?.Ordinal ?? i, Read(a.Value, body))), body.Depth + 1)
                : null;
        }

        INamedTypeSymbol? self = GetSelf(call.Instance, body);
        if (body.Depth >= MaxDepth || method.DeclaringSyntaxReferences.IsEmpty || bodies.GetTarget(method, self) is not { } target)
        {
            return null;
        }

        IOperation root;
        BodyIndex index;
        if (body.Index.Functions.TryGetValue(method.OriginalDefinition, out ILocalFunctionOperation? function))
        {
            (root, index) = (function, body.Index);
        }
        else if (bodies.Find(target, cancellationToken) is { } found)
        {
            (root, index) = found;
        }
        else
        {
            return null;
        }

        if (body.Root == root)
        {
            return null;
        }

        // A call at a greater depth counts more: the number of such calls grows exponentially.
        _entered += 1 + (4 * body.Depth);
        var arguments = new Dictionary<ISymbol, Shape>(SymbolEqualityComparer.Default);
        if (function is not null)
        {
            foreach (KeyValuePair<ISymbol, Shape> outer in body.Arguments)
            {
                arguments[outer.Key] = outer.Value;
            }
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { } declared && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                arguments[declared.Ordinal < target.Parameters.Length ? target.Parameters[declared.Ordinal] : declared.OriginalDefinition] = Read(argument.Value, body);
            }
        }

        return new Body(root, index, arguments, body.Depth + 1)
        {
            Method = function is null ? target : null,
            Self = function is null ? self : body.Self,
            Caller = function is not null || call.Instance is IInstanceReferenceOperation ? body.Caller : call.Instance is { } instance ? (instance, body) : null,
        };
    }

    // The type of the object on which a member is used.
    private static INamedTypeSymbol? GetSelf(IOperation? instance, Body body) =>
        instance is IInstanceReferenceOperation && body.Self is not null ? body.Self : instance?.Type as INamedTypeSymbol;

    private Shape ReadCall(IInvocationOperation call, Body body)
    {
        IMethodSymbol method = call.TargetMethod;
        if (ReadText(call, body) is { } text)
        {
            return text;
        }

        if (ReadSerializer(call, body) is { } serialized)
        {
            return serialized;
        }

        if (ReadTransparent(call, body) is { } same)
        {
            return same;
        }

        if (method is { Name: "Create", ContainingType.Name: "KeyValuePair" or "Tuple" or "ValueTuple" }
            && call.Arguments is [var key, var value] && Read(key.Value, body) is TextShape name)
        {
            return new PairShape(name, SourceSpan.From(key.Value.Syntax), Read(value.Value, body), SourceSpan.From(value.Value.Syntax));
        }

        Shape[] made = [];
        if (IsWorthEntering(method.ReturnType) && Enter(call, body) is { } inner)
        {
            IOperation? function = inner.Root is ILocalFunctionOperation or IAnonymousFunctionOperation ? inner.Root : null;
            Shape[] returned = [.. inner.Index.Returns.Where(r => r.Function == function && (function is not null || !TestedParameters.IsForOtherArguments(r.Value, inner))).Select(r => Read(r.Value, inner))];
            if (returned.Length > 0 && returned.All(static r => r is MapShape or TextShape or ListShape or SerializedShape or PairShape
                || (r is ChoiceShape { Options: var options } && options.All(static o => o is TextShape))))
            {
                return Choose(returned);
            }

            made = returned;
        }

        IOperation? receiver = BodyIndex.GetReceiver(call);
        if (receiver is not null && TypeShapes.IsDictionary(call.Type) && Read(receiver, body) is MapShape map)
        {
            return method.Name switch
            {
                "ToDictionary" or "ToImmutableDictionary" or "ToFrozenDictionary" or "ToSortedDictionary" => ReadSelectors(GetPairs(map), map.IsOpen, call),
                _ => IsChange(method.Name) ? AddTo(map, call, body) : new MapShape([], true),
            };
        }

        if (TypeShapes.IsDictionary(call.Type))
        {
            return new MapShape([], true);
        }

        var parts = new List<Shape>(made);
        if (receiver is not null && Read(receiver, body) is var on && (call.Instance is null || on is not TypedShape))
        {
            // The members of a client are not sent.
            parts.Add(on);
        }

        AddParts(parts, call, body);
        return method.ContainingType.Name is "Enumerable" or "Queryable" && call.Type is { } element && (element.SpecialType == SpecialType.System_String || PhpValues.GetSamples(element, []) is not null)
            && parts.TrueForAll(static p => p is TypedShape or FunctionShape)
            // list.First() is one of the elements.
            ? new TypedShape(element)
            : new GroupShape(parts, call.Type);
    }

    // x => x.Key keeps the keys, and x => x.Value uses the values as keys. The keys of any other selector are only known at run time.
    private static MapShape ReadSelectors(IEnumerable<PairShape> pairs, bool isOpen, IInvocationOperation call)
    {
        string?[] selected = [.. call.Arguments.Select(static a => a.Value).OfType<IDelegateCreationOperation>().Select(SelectedPart)];
        bool areValues = selected.FirstOrDefault() is "Value" or "Item2";
        if (!areValues && selected.FirstOrDefault() is not ("Key" or "Item1"))
        {
            return new MapShape([], true);
        }

        var entries = new List<MapEntry>();
        foreach (PairShape pair in pairs)
        {
            if ((areValues ? pair.Value : pair.Name) is TextShape { Constant: { } key })
            {
                SourceSpan place = areValues ? pair.ValueSpan : pair.NameSpan;
                bool isKept = selected.Length > 1 && selected[1] is "Value" or "Item2";
                entries.Add(new MapEntry(key, KeyKind.Key, place, isKept ? pair.Value : TypedShape.Unknown, isKept ? pair.ValueSpan : place));
            }
            else
            {
                isOpen = true;
            }
        }

        return new MapShape(entries, isOpen);
    }

    // The part of a pair that x => x.Key selects; null for any other lambda.
    private static string? SelectedPart(IDelegateCreationOperation selector) =>
        selector.Target is IAnonymousFunctionOperation { Symbol.Parameters: [var pair], Body.Operations: [IReturnOperation { ReturnedValue: { } returned }] }
        && Unwrap(returned) is var value && BodyIndex.GetPart(value) is { } part
        && SymbolEqualityComparer.Default.Equals(BodyIndex.GetRoot(value.ChildOperations.First()), pair) ? part : null;

    private Shape? ReadText(IInvocationOperation call, Body body)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.ContainingType.SpecialType == SpecialType.System_String)
        {
            switch (method.Name)
            {
                case "Format":
                    return ReadFormat(call, body);
                case "Concat":
                    return ReadJoin(call, body, "", isJoin: false);
                case "Join":
                    return call.Arguments.Length > 1 && Unwrap(call.Arguments[0].Value).ConstantValue.Value is { } separator
                        ? ReadJoin(call, body, separator.ToString(), isJoin: true) : new TypedShape(call.Type);
                case "Trim" or "TrimEnd" or "TrimStart" or "ToLowerInvariant" or "ToLower" or "ToUpperInvariant" or "ToUpper" or "ToString" or "Clone":
                    return Read(call.Instance!, body) is TextShape { Parts: var parts } ? Trimmed(parts, call) : new TypedShape(call.Type);
                case "Replace" when call.Arguments.Length == 2:
                    return ReadReplacement(call, body);
                case "Create" when call.Arguments.Length == 2 && Unwrap(call.Arguments[1].Value) is IInterpolatedStringHandlerCreationOperation { Content: IInterpolatedStringOperation content }:
                    return ReadInterpolation(content, body);
                default:
                    return method.IsStatic ? null : new TypedShape(call.Type);
            }
        }

        if (IsStringBuilder(method.ContainingType) && IsStringBuilder(method.ReturnType))
        {
            IOperation start = call;
            while (start is IInvocationOperation { Instance: { } before })
            {
                start = Unwrap(before);
            }

            // The texts that are appended to a variable are known from its uses.
            return Read(start, body) is TextShape built ? (start is IObjectCreationOperation ? AppendTo(built, call, body) : built) : null;
        }

        return method.Name switch
        {
            "Invariant" when call.Arguments.Length >= 1 && method.IsStatic => Read(call.Arguments[0].Value, body),
            "EscapeDataString" or "EscapeUriString" or "UrlEncode" or "UrlPathEncode" when call.Arguments.Length >= 1 && method.IsStatic =>
                Escaped(Read(call.Arguments[0].Value, body)),
            _ => null,
        };
    }

    // A space or an ampersand in a value must not end the query. Names of methods and fields are not changed.
    private static Shape Escaped(Shape shape) => shape is TextShape { Text: var whole } text && whole.IndexOf('=') < 0
        ? new TextShape([.. text.Parts.Select(static p => p.Text is null || p.Text.IndexOfAny([' ', '&', '#', '+', '%']) < 0 ? p : p with { Text = Uri.EscapeDataString(p.Text) })])
        : shape;

    private static Shape Trimmed(IReadOnlyList<TextPart> parts, IInvocationOperation call)
    {
        string method = call.TargetMethod.Name;
        if (method.StartsWith("ToLower", StringComparison.Ordinal))
        {
            return new TextShape([.. parts.Select(static p => p.Text is null ? p : p with { Text = p.Text.ToLowerInvariant() })]);
        }

        if (method.StartsWith("ToUpper", StringComparison.Ordinal))
        {
            return new TextShape([.. parts.Select(static p => p.Text is null ? p : p with { Text = p.Text.ToUpperInvariant() })]);
        }

        if (!method.StartsWith("Trim", StringComparison.Ordinal))
        {
            return new TextShape(parts);
        }

        object?[] given = [.. call.Arguments.SelectMany(static a => Elements(a.Value)).Select(static v => Unwrap(v).ConstantValue.Value)];
        char[] trimmed = [.. given.OfType<char>()];
        if (trimmed.Length != given.Length)
        {
            return new TypedShape(call.Type);
        }

        List<TextPart> kept = [.. parts];
        int last = kept.Count - 1;
        if (method != "TrimStart" && kept[last].Text is { } end)
        {
            kept[last] = kept[last] with { Text = end.TrimEnd(trimmed) };
        }

        if (method != "TrimEnd" && kept[0].Text is { } start)
        {
            kept[0] = kept[0] with { Text = start.TrimStart(trimmed) };
        }

        return new TextShape(kept);
    }

    private Shape? ReadSerializer(IInvocationOperation call, Body body)
    {
        IMethodSymbol method = call.TargetMethod;
        string owner = method.ContainingType.Name;
        switch (method.Name)
        {
            case "Serialize" or "SerializeToUtf8Bytes" or "SerializeToNode" or "SerializeToElement" or "SerializeToDocument" or "SerializeAsync"
                when owner == "JsonSerializer":
                Shape written = Serialized(call, body, Naming.Keep);
                return method.ReturnsVoid || method.Name == "SerializeAsync" || !method.IsStatic
                    ? new GroupShape([.. call.Arguments.Where(static a => a.Parameter?.Name is not ("value" or "options")).Select(a => Read(a.Value, body)), written], call.Type)
                    : written;
            case "SerializeObject" or "FromObject" when owner is "JsonConvert" or "JObject" or "JToken" or "JArray":
                return Serialized(call, body, Naming.Keep);
            case "Create" when owner == "JsonContent":
                return Serialized(call, body, Naming.Camel("JsonContent.Create"));
            case "PostAsJsonAsync" or "PutAsJsonAsync" or "PatchAsJsonAsync" when owner == "HttpClientJsonExtensions":
                return new GroupShape(
                    [
                        .. call.Arguments.Where(static a => a.Parameter?.Name is not ("value" or "options")).Select(a => Read(a.Value, body)),
                        Serialized(call, body, Naming.Camel(method.Name)),
                    ],
                    call.Type);
            default:
                return null;
        }
    }

    private Shape Serialized(IInvocationOperation call, Body body, Naming otherwise)
    {
        IOperation? value = null;
        IOperation? options = null;
        Naming? naming = null;
        bool convertsValues = false;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "value" or "inputValue" or "o":
                    value ??= argument.Value;
                    break;
                case "converters" or "converter" when argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value is not IArrayCreationOperation { Initializer.ElementValues.IsEmpty: true }:
                    convertsValues = true;
                    break;
                case "options" or "settings" or "jsonSerializer" when argument.ArgumentKind == ArgumentKind.Explicit:
                    options = argument.Value;
                    break;
                case "jsonTypeInfo" or "context":
                    naming = NamingReader.ReadContext(argument.Value);
                    break;
            }
        }

        naming ??= _namingReader.Read(options, body, otherwise);
        return value is null ? new TypedShape(call.Type) : new SerializedShape(EvaluationOrder.TakeAt(call.Syntax, Read(value, body), body), convertsValues ? naming with { ChangesValues = true } : naming) { IsText = call.Type?.SpecialType == SpecialType.System_String };
    }

    /// <summary>Reads calls whose result is equivalent to their receiver.</summary>
    private Shape? ReadTransparent(IInvocationOperation call, Body body)
    {
        IOperation? receiver = BodyIndex.GetReceiver(call);
        switch (call.TargetMethod.Name)
        {
            case "ToString" or "ToJsonString" or "GetRawText" when receiver is not null && Read(receiver, body) is (MapShape or ListShape or PairShape) and { } tree:
                // A tree or a list as a text.
                return new SerializedShape(tree, Naming.Keep) { IsText = true };
            case "ToString" or "ToJsonString" or "ToArray" or "ToList" or "AsReadOnly" or "AsEnumerable" or "DeepClone" or "Clone" or "ToImmutable" or "AsSpan" or "AsMemory"
                when receiver is not null:
                Shape same = Read(receiver, body);
                return same is EnumShape member && call.TargetMethod.Name == "ToString" && call.Arguments.IsEmpty && member.Name is { } memberName ? new TextShape([new TextPart(memberName, call.Syntax, null)])
                    : same is TypedShape or ConstantShape ? new TypedShape(call.Type)
                    : same;
            case "ToDictionary" or "ToImmutableDictionary" or "ToFrozenDictionary" when receiver is not null:
                // With selectors, only lists of pairs are read, because the selectors choose parts of the pairs.
                Shape source = Read(receiver, body);
                return !call.Arguments.Any(static a => a.Value.Type?.TypeKind == TypeKind.Delegate) ? source
                    : source is ListShape list && list.Items.All(static i => i is PairShape) ? ReadSelectors(list.Items.Cast<PairShape>(), list.IsOpen, call)
                    : null;
            case "Select" when receiver is not null && call.Arguments.Length > 0 && Read(call.Arguments[call.Arguments.Length - 1].Value, body) is FunctionShape selector:
                return ReadSelection(selector, call.Type, body);
            case "Where" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "Order" or "Distinct" or "Reverse"
                when receiver is not null && IsLinq(call) && Read(receiver, body) is var kept && IsPairs(kept):
                return call.TargetMethod.Name == "Where" ? ReadFilter(kept, call) : kept;
            case "Concat" or "Union" when receiver is not null && IsLinq(call) && call.Arguments.Length == 2 && AsMap(Read(receiver, body), null) is { } joined && TypeShapes.GetElement(call.Type)?.Name == "KeyValuePair":
                return AsMap(Read(call.Arguments[1].Value, body), null) is { } second ? joined.Add(second.Entries, second.IsOpen) : joined.Add([], true);
            case "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "Single" or "SingleOrDefault" or "ElementAt" or "ElementAtOrDefault" or "Max" or "Min" or "MaxBy" or "MinBy" or "Sum" or "Average" or "Count" or "LongCount"
                when IsLinq(call) && (call.Type?.SpecialType == SpecialType.System_String || call.Type is { IsValueType: true, Name: not "KeyValuePair", IsTupleType: false }):
                return new TypedShape(call.Type);
            case "GetString" when call.TargetMethod.ContainingType.Name is "Encoding" or "UTF8Encoding" && call.Arguments.Length >= 1:
            case "GetBytes" or "Parse" or "Deserialize" or "DeserializeObject" when call.Arguments.Length >= 1:
                Shape parsed = Read(call.Arguments[0].Value, body);
                return parsed is TypedShape ? null
                    // The bytes of a text.
                    : parsed is ListShape && call.TargetMethod.Name == "GetString" ? new TypedShape(call.Type)
                    : parsed is SerializedShape { IsText: true, Content: var tree2, Naming: var kept2 } ? new SerializedShape(tree2, kept2)
                    // A number, a date or a list in a text: the parsed value is not a text.
                    : parsed is TextShape literal && JsonTextParser.Parse(literal) is null && (call.Type is { IsValueType: true } || TypeShapes.IsJsonTree(call.Type) || TypeShapes.IsList(call.Type)) ? new TypedShape(call.Type)
                    : parsed;
            case "Create" when call.TargetMethod.ContainingType.Name == "JsonValue" && call.Arguments.Length >= 1:
                return Read(call.Arguments[0].Value, body);
            case "Empty" when call.Arguments.Length == 0 && call.TargetMethod.IsStatic && TypeShapes.GetElement(call.Type) is not null:
                return new ListShape([], false);
            default:
                return null;
        }
    }

    private static bool IsLinq(IInvocationOperation call) => call.TargetMethod.ContainingType is { Name: "Enumerable" or "Queryable", ContainingNamespace.Name: "Linq" };

    private static bool IsPairs(Shape shape) => shape is MapShape or ListShape { Items.Count: > 0 } && (shape is MapShape || ((ListShape)shape).Items.All(static i => i is PairShape));

    // A filter that only checks values, such as x => x.Value != null, keeps the entries with a value. Any other filter may remove keys.
    private static Shape? ReadFilter(Shape pairs, IInvocationOperation call)
    {
        if (call.Arguments is not [.., { Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: [var pair], Body: var body } } }]
            || body.Operations is not [IReturnOperation { ReturnedValue: { } condition }] || !BodyIndex.IsBlankCheck(condition)
            || body.Descendants().Any(o => o is IParameterReferenceOperation { Parameter: var used } && SymbolEqualityComparer.Default.Equals(used, pair) && BodyIndex.GetPart(o.Parent) is not ("Value" or "Item2")))
        {
            return null;
        }

        return pairs is MapShape map ? new MapShape([.. map.Entries.Where(static e => !IsBlank(e.Value))], map.IsOpen) { IsQuery = map.IsQuery }
            : new ListShape([.. ((ListShape)pairs).Items.Where(static i => !IsBlank(((PairShape)i).Value))], ((ListShape)pairs).IsOpen);
    }

    private static bool IsBlank(Shape value) => value is ConstantShape { Value: null } or TextShape { Text: "" };

    // The values that Select returns for each element; null if a value is not data, such as the task of a request.
    private Shape? ReadSelection(FunctionShape selector, ITypeSymbol? type, Body body)
    {
        Body inside = selector.Enter([], body.Depth);
        var items = new List<Shape>();
        var places = new List<SourceSpan>();
        foreach ((IOperation value, _) in inside.Index.Returns.Where(r => r.Function == selector.Function))
        {
            items.Add(Read(value, inside));
            places.Add(SourceSpan.From(value.Syntax));
        }

        return items.Count == 0 ? null
            : items.TrueForAll(static i => i is MapShape or PairShape or TextShape) ? new ListShape(items, true) { Places = places }
            : items.TrueForAll(static i => i is TypedShape { Type: not null }) ? new TypedShape(type)
            : null;
    }

    // A map, a string, a body or a request; not a result such as Task<bool>.
    private static bool IsWorthEntering(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] })
        {
            type = result;
            return TypeShapes.IsDictionary(type) || TypeShapes.GetMembers(type) is not null;
        }

        return type.SpecialType is SpecialType.System_String or SpecialType.System_Object
            || (type is { SpecialType: SpecialType.None, IsReferenceType: true, Name: not "Task" and not "ValueTask" });
    }

    /// <summary>Adds the arguments of a call as parts of a request: parameter names with their values, and bodies with their serializer.</summary>
    private void AddParts(List<Shape> parts, IInvocationOperation call, Body body)
    {
        IMethodSymbol method = call.TargetMethod;
        int first = call.Instance is null && method.IsExtensionMethod ? 1 : 0;
        Naming? naming = method.Name switch
        {
            "AddJsonBody" or "AddBody" when method.ContainingNamespace.Name == "RestSharp" =>
                sources.HasCustomRestSharpSerializer || IsBefore(method, 107) ? Naming.Unknown : Naming.Camel("RestSharp"),
            "PostJsonAsync" or "PutJsonAsync" when method.ContainingNamespace.Name == "RestSharp" =>
                sources.HasCustomRestSharpSerializer || IsBefore(method, 107) ? Naming.Unknown : Naming.Camel("RestSharp"),
            _ => null,
        };
        if (GetAddress(method) is { ApplicationSyntaxReference: { } syntax } attribute)
        {
            parts.Add(new TextShape([new TextPart((string)attribute.ConstructorArguments[0].Value!, syntax.GetSyntax(cancellationToken), null)]));
            if (attribute.AttributeClass?.ContainingNamespace.Name == "Refit")
            {
                naming = sources.HasCustomRefitSerializer || IsBefore(attribute.AttributeClass, 6) ? Naming.Unknown : Naming.Camel("Refit");
            }
        }

        var read = new List<Shape>();
        for (int i = first; i < call.Arguments.Length; i++)
        {
            Shape shape = Read(call.Arguments[i].Value, body);
            if (naming is not null && GetAlias(call.Arguments[i].Parameter) is { } alias)
            {
                shape = new PairShape(
                    new TextShape([new TextPart(alias, call.Arguments[i].Syntax, null)]), SourceSpan.From(call.Arguments[i].Syntax), shape, SourceSpan.From(call.Arguments[i].Value.Syntax));
            }

            if (shape is MapShape map && IsFields(map, call.Arguments[i].Parameter))
            {
                SourceSpan place = SourceSpan.From(call.Arguments[i].Value.Syntax);
                shape = new MapShape([new MapEntry("fields", KeyKind.Fixed, place, map, place)], false);
            }

            read.Add(naming is null ? shape : new SerializedShape(shape, naming));
            if (shape is FunctionShape function)
            {
                parts.AddRange(ReadPairs(function, body));
            }
        }

        JoinMethod(read);
        if (read.Count >= 2 && GetPair(read, call, first) is { } pair)
        {
            parts.Add(pair);
            // AddQueryString(address, name, value).
            parts.AddRange(read.Where(static s => s is TextShape { Text: var text } && MethodName.Find(text) is not null));
            return;
        }

        parts.AddRange(read);
    }

    // PostMultipartAsync(form => form.AddString("fields[TITLE]", title)): the parts that a lambda adds to its parameter.
    private IEnumerable<PairShape> ReadPairs(FunctionShape function, Body body)
    {
        if (function.Function.Symbol.Parameters is not [var form])
        {
            yield break;
        }

        Body inside = function.Enter([], body.Depth);
        foreach (IInvocationOperation call in function.Function.Descendants().OfType<IInvocationOperation>())
        {
            IOperation? start = BodyIndex.GetReceiver(call);
            while (start is IInvocationOperation inner)
            {
                start = BodyIndex.GetReceiver(inner);
            }

            IArgumentOperation[] given = [.. call.Arguments.Skip(call.Instance is null ? 1 : 0).Where(static a => a.ArgumentKind == ArgumentKind.Explicit)];
            if (SymbolEqualityComparer.Default.Equals(BodyIndex.GetRoot(start), form) && given.Length >= 2
                && Read(given[0].Value, inside) is TextShape { Text: var text } name && (QueryText.IsKey(text) || RequestParts.IsArgument(text)))
            {
                yield return new PairShape(name, SourceSpan.From(given[0].Value.Syntax), Read(given[1].Value, inside), SourceSpan.From(given[1].Value.Syntax));
            }
        }
    }

    // Refit and similar libraries: the attribute of an interface's method names the address.
    private static AttributeData? GetAddress(IMethodSymbol method) => method.ContainingType.TypeKind != TypeKind.Interface ? null
        : method.GetAttributes().FirstOrDefault(static a => a.ConstructorArguments is [{ Value: string address }, ..] && MethodName.Find(address) is not null);

    // Call("crm.lead", "add", …) is crm.lead.add.
    private static void JoinMethod(List<Shape> read)
    {
        for (int i = 0; i + 1 < read.Count; i++)
        {
            if (read[i] is TextShape { Constant: { } entity } first && (entity.ToLowerInvariant() is "crm.item" || string.Equals(entity, EntitySchema.Lead.MethodPrefix, StringComparison.OrdinalIgnoreCase))
                && read[i + 1] is TextShape { Constant: { } action } last && action.ToLowerInvariant() is "add" or "update" or "list" or "get" or "delete")
            {
                read[i] = new TextShape([.. first.Parts, last.Parts[0] with { Text = "." }, .. last.Parts]);
                read.RemoveAt(i + 1);
                return;
            }
        }
    }

    // A call with an argument of type dynamic.
    private GroupShape ReadDynamicCall(IDynamicInvocationOperation call, Body body)
    {
        List<Shape> parts = [.. call.Arguments.Select(a => Read(a, body))];
        JoinMethod(parts);
        return new GroupShape(parts, call.Type);
    }

    // Earlier versions have other serializers, which keep names.
    private static bool IsBefore(ISymbol symbol, int version) => symbol.ContainingAssembly?.Identity.Version.Major is int major && major > 0 && major < version;

    // Update(string method, int id, object fields): the name of the parameter says what the map is.
    private static bool IsFields(MapShape map, IParameterSymbol? parameter) =>
        string.Equals(parameter?.Name, "fields", StringComparison.OrdinalIgnoreCase)
        && map.Entries.Count > 0
        && map.Entries.All(static e => e.Key.Length > 2 && e.Key.IndexOf('[') < 0 && !QueryText.IsArgument(e.Key) && e.Key.ToLowerInvariant() is not ("start" or "auth" or "method" or "entitytypeid"));

    private static string? GetAlias(IParameterSymbol? parameter) => parameter?.GetAttributes()
        .FirstOrDefault(static a => a.AttributeClass?.Name == "AliasAsAttribute")?.ConstructorArguments.FirstOrDefault().Value as string;

    private static PairShape? GetPair(List<Shape> read, IInvocationOperation call, int first)
    {
        bool takesNames = call.TargetMethod.Name is "AddParameter" or "AddQueryParameter" or "AddOrUpdateParameter" or "SetQueryParam" or "AppendQueryParam";
        for (int i = 0; i < read.Count; i++)
        {
            if (read[i] is TextShape { Text: var text } name && (QueryText.IsKey(text) || (read.Count == 2 && i == 0 && read[1] is MapShape && QueryText.IsArgument(text)) || (takesNames && i == 0 && text.IndexOf('/') < 0)))
            {
                int other = i + 1 < read.Count ? i + 1 : i - 1;
                return new PairShape(
                    name, SourceSpan.From(call.Arguments[first + i].Value.Syntax), UnwrapContent(read[other]), SourceSpan.From(call.Arguments[first + other].Value.Syntax));
            }
        }

        return null;
    }

    // The text in a StringContent is the value of the form's part.
    private static Shape UnwrapContent(Shape shape) => shape is GroupShape { Parts: [var only, ..] } ? only : shape;
}
