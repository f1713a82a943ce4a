using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <content>Calls and creations: serializers, requests, dictionaries, methods of the project.</content>
internal sealed partial class ShapeReader
{
    /// <summary>A method of the project with the arguments of one call; <see langword="null"/> where the source does not show it.</summary>
    public Body? Enter(IInvocationOperation call, Body body)
    {
        IMethodSymbol method = call.TargetMethod;
        if (body.Depth >= MaxDepth || method.IsAbstract || method.IsVirtual || method.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        IOperation root;
        BodyIndex index;
        if (body.Index.Functions.TryGetValue(method.OriginalDefinition, out ILocalFunctionOperation? function))
        {
            (root, index) = (function, body.Index);
        }
        else if (bodies.Find(method, cancellationToken) is { } found)
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
            if (argument.Parameter?.OriginalDefinition is { } parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                arguments[parameter] = Read(argument.Value, body);
            }
        }

        return new Body(root, index, arguments, body.Depth + 1);
    }

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
            return new PairShape(name, Place.Of(key.Value.Syntax), Read(value.Value, body), Place.Of(value.Value.Syntax));
        }

        Shape[] made = [];
        if (IsWorthEntering(method.ReturnType) && Enter(call, body) is { } inner)
        {
            IOperation? function = inner.Root as ILocalFunctionOperation;
            Shape[] returned = [.. inner.Index.Returns.Where(r => r.Function == function).Select(r => Read(r.Value, inner))];
            if (returned.Length > 0 && returned.All(static r => r is MapShape or TextShape or ListShape or SerializedShape or PairShape))
            {
                return Choose(returned);
            }

            made = returned;
        }

        IOperation? receiver = BodyIndex.ReceiverOf(call);
        if (receiver is not null && TypeShapes.IsDictionary(call.Type) && Read(receiver, body) is MapShape map)
        {
            return AddTo(map, call, body);
        }

        if (TypeShapes.IsDictionary(call.Type))
        {
            return new MapShape([], true);
        }

        var parts = new List<Shape>(made);
        if (receiver is not null)
        {
            parts.Add(Read(receiver, body));
        }

        AddParts(parts, call, body);
        return new GroupShape(parts, call.Type);
    }

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
                case "Trim" or "TrimEnd" or "TrimStart" or "ToLowerInvariant" or "ToLower" or "ToString" or "Clone":
                    return Read(call.Instance!, body) is TextShape { Parts: var parts } ? new TextShape([.. parts.Select(p => Trimmed(p, call.TargetMethod.Name))]) : new TypedShape(call.Type);
                case "Create" when call.Arguments.Length == 2 && Unwrap(call.Arguments[1].Value) is IInterpolatedStringHandlerCreationOperation { Content: IInterpolatedStringOperation content }:
                    return ReadInterpolation(content, body);
                default:
                    return method.IsStatic ? null : new TypedShape(call.Type);
            }
        }

        return method.Name switch
        {
            "Invariant" or "EscapeDataString" or "EscapeUriString" or "UrlEncode" or "UrlPathEncode" when call.Arguments.Length >= 1 && method.IsStatic =>
                Read(call.Arguments[0].Value, body),
            _ => null,
        };
    }

    private static TextPart Trimmed(TextPart part, string method) =>
        method.StartsWith("ToLower", StringComparison.Ordinal) && part.Text is not null ? part with { Text = part.Text.ToLowerInvariant() } : part;

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
        foreach (IArgumentOperation argument in call.Arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "value" or "inputValue" or "o":
                    value ??= argument.Value;
                    break;
                case "options" or "settings" or "jsonSerializer" when argument.ArgumentKind == ArgumentKind.Explicit:
                    options = argument.Value;
                    break;
                case "jsonTypeInfo" or "context":
                    naming = Naming.Unknown;
                    break;
            }
        }

        return value is null ? new TypedShape(call.Type) : new SerializedShape(Read(value, body), naming ?? _serializers.Read(options, body, otherwise));
    }

    /// <summary>Calls whose result is equivalent to their receiver.</summary>
    private Shape? ReadTransparent(IInvocationOperation call, Body body)
    {
        IOperation? receiver = BodyIndex.ReceiverOf(call);
        switch (call.TargetMethod.Name)
        {
            case "ToString" or "ToJsonString" or "ToArray" or "ToList" or "AsReadOnly" or "AsEnumerable" or "DeepClone" or "Clone" or "ToImmutable" or "AsSpan" or "AsMemory"
                when receiver is not null:
                Shape same = Read(receiver, body);
                return same is TypedShape or ConstantShape ? new TypedShape(call.Type) : same;
            case "ToDictionary" or "ToImmutableDictionary" or "ToFrozenDictionary" when receiver is not null:
                // With selectors only pairs, whose parts they choose, stay what they are.
                Shape source = Read(receiver, body);
                return call.Arguments.Length == 1 ? source
                    : source is ListShape list && list.Items.All(static i => i is PairShape) ? AsMap(list, call.Type)
                    : null;
            case "GetBytes" or "Parse" or "Deserialize" or "DeserializeObject" when call.Arguments.Length >= 1:
                Shape parsed = Read(call.Arguments[0].Value, body);
                return parsed is TypedShape ? null : parsed;
            case "Create" when call.TargetMethod.ContainingType.Name == "JsonValue" && call.Arguments.Length >= 1:
                return Read(call.Arguments[0].Value, body);
            case "Empty" when call.Arguments.Length == 0 && call.TargetMethod.IsStatic && TypeShapes.ElementOf(call.Type) is not null:
                return new ListShape([], false);
            default:
                return null;
        }
    }

    // A map, a text, a body or a request; not a result such as Task<bool>.
    private static bool IsWorthEntering(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] })
        {
            type = result;
            return TypeShapes.IsDictionary(type) || TypeShapes.MembersOf(type) is not null;
        }

        return type.SpecialType is SpecialType.System_String or SpecialType.System_Object
            || (type is { SpecialType: SpecialType.None, IsReferenceType: true, Name: not "Task" and not "ValueTask" });
    }

    /// <summary>The arguments of a call as parts of a request: names of parameters go with their values, bodies with their serializer.</summary>
    private void AddParts(List<Shape> parts, IInvocationOperation call, Body body)
    {
        IMethodSymbol method = call.TargetMethod;
        int first = call.Instance is null && method.IsExtensionMethod ? 1 : 0;
        Naming? naming = method.Name switch
        {
            "AddJsonBody" or "AddBody" or "AddObject" when method.ContainingNamespace.Name == "RestSharp" =>
                sources.HasOwnRestSharpSerializer ? Naming.Unknown : Naming.Camel("RestSharp"),
            "PostJsonAsync" or "PutJsonAsync" when method.ContainingNamespace.Name == "RestSharp" =>
                sources.HasOwnRestSharpSerializer ? Naming.Unknown : Naming.Camel("RestSharp"),
            _ => null,
        };
        foreach (AttributeData attribute in method.GetAttributes())
        {
            // Refit and similar libraries: the attribute of an interface's method names the address.
            if (attribute.ConstructorArguments is [{ Value: string address }, ..] && RestMethod.Find(address) is not null
                && attribute.ApplicationSyntaxReference is { } syntax)
            {
                parts.Add(new TextShape([new TextPart(address, syntax.GetSyntax(cancellationToken), null)]));
                if (attribute.AttributeClass?.ContainingNamespace.Name == "Refit")
                {
                    naming = sources.HasOwnRefitSerializer ? Naming.Unknown : Naming.Camel("Refit");
                }
            }
        }

        var read = new List<Shape>();
        for (int i = first; i < call.Arguments.Length; i++)
        {
            Shape shape = Read(call.Arguments[i].Value, body);
            if (naming is not null && AliasOf(call.Arguments[i].Parameter) is { } alias)
            {
                shape = new PairShape(
                    new TextShape([new TextPart(alias, call.Arguments[i].Syntax, null)]), Place.Of(call.Arguments[i].Syntax), shape, Place.Of(call.Arguments[i].Value.Syntax));
            }

            read.Add(naming is null ? shape : new SerializedShape(shape, naming));
        }

        if (read.Count >= 2 && PairOf(read, call, first) is { } pair)
        {
            parts.Add(pair);
            return;
        }

        parts.AddRange(read);
    }

    private static string? AliasOf(IParameterSymbol? parameter) => parameter?.GetAttributes()
        .FirstOrDefault(static a => a.AttributeClass?.Name == "AliasAsAttribute")?.ConstructorArguments.FirstOrDefault().Value as string;

    private static PairShape? PairOf(List<Shape> read, IInvocationOperation call, int first)
    {
        bool takesNames = call.TargetMethod.Name is "AddParameter" or "AddQueryParameter" or "AddOrUpdateParameter" or "SetQueryParam" or "AppendQueryParam";
        for (int i = 0; i < read.Count; i++)
        {
            if (read[i] is TextShape { Text: var text } name && (QueryText.IsKey(text) || (takesNames && i == 0 && text.IndexOf('/') < 0)))
            {
                int other = i + 1 < read.Count ? i + 1 : i - 1;
                return new PairShape(
                    name, Place.Of(call.Arguments[first + i].Value.Syntax), Simple(read[other]), Place.Of(call.Arguments[first + other].Value.Syntax));
            }
        }

        return null;
    }

    // The text in a StringContent is the value of the form's part.
    private static Shape Simple(Shape shape) => shape is GroupShape { Parts: [var only, ..] } ? only : shape;

    private Shape ReadCreation(IObjectCreationOperation creation, Body body)
    {
        ITypeSymbol? type = creation.Type;
        if (TypeShapes.IsDictionary(type))
        {
            var entries = new List<MapEntry>();
            bool isOpen = false;
            foreach (IArgumentOperation argument in creation.Arguments)
            {
                MapShape? copied = AsMap(Read(argument.Value, body), type);
                entries.AddRange(copied?.Entries ?? []);
                isOpen |= copied?.IsOpen ?? argument.Value.Type?.Name is not ("StringComparer" or "Int32" or "IEqualityComparer");
            }

            var map = new MapShape(entries, isOpen);
            return creation.Initializer is { } initializer ? ReadInitializer(map, type, initializer, body) : map;
        }

        switch (type?.Name)
        {
            case "KeyValuePair" or "JProperty" or "Tuple" when creation.Arguments is [var key, var value, ..] && Read(key.Value, body) is TextShape name:
                return new PairShape(name, Place.Of(key.Value.Syntax), Simple(Read(Only(value.Value), body)), Place.Of(value.Value.Syntax));
            case "JValue" when creation.Arguments is [var only, ..]:
                return Read(only.Value, body);
        }

        if (TypeShapes.IsList(type))
        {
            return ReadListCreation(creation, body);
        }

        if (TypeShapes.MembersOf(type) is { } members)
        {
            return ReadObject(creation, members, body);
        }

        var parts = new List<Shape>();
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            parts.Add(Read(argument.Value, body));
        }

        foreach (IOperation initializer in InitializersOf(creation.Initializer))
        {
            if (initializer is ISimpleAssignmentOperation { Value: var set })
            {
                parts.Add(Read(set, body));
            }
            else if (initializer is IInvocationOperation add)
            {
                AddParts(parts, add, body);
            }
        }

        return new GroupShape(parts, type);
    }

    // The single element of the array that params makes.
    private static IOperation Only(IOperation value) =>
        value is IArrayCreationOperation { IsImplicit: true, Initializer.ElementValues: [var only] } ? only : value;

    private ListShape ReadListCreation(IObjectCreationOperation creation, Body body)
    {
        var items = new List<Shape>();
        var places = new List<Place>();
        bool isOpen = false;
        bool isJson = creation.Type?.Name is "JArray" or "JsonArray";
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            Shape shape = Read(argument.Value, body);
            if (shape is ListShape list)
            {
                items.AddRange(list.Items);
                places.AddRange(list.Places);
            }
            else if (isJson && shape is not TypedShape { Type.Name: "JsonNodeOptions" })
            {
                if (TypeShapes.ElementOf((shape as TypedShape)?.Type) is { } element)
                {
                    items.Add(new TypedShape(element));
                    isOpen = true;
                }
                else
                {
                    items.Add(shape);
                }

                places.Add(Place.Of(argument.Value.Syntax));
            }
            else
            {
                isOpen |= argument.Value.Type?.SpecialType != SpecialType.System_Int32;
            }
        }

        foreach (IOperation initializer in InitializersOf(creation.Initializer))
        {
            if (initializer is IInvocationOperation { Arguments: [.., var added] } add)
            {
                items.Add(add.Arguments.Length == 2 && Read(add.Arguments[0].Value, body) is TextShape name
                    ? new PairShape(name, Place.Of(add.Arguments[0].Value.Syntax), Read(added.Value, body), Place.Of(added.Value.Syntax))
                    : Read(added.Value, body));
                places.Add(Place.Of(added.Value.Syntax));
            }
        }

        return new ListShape(items, isOpen) { Places = places };
    }

    private MapShape ReadObject(IObjectCreationOperation creation, MapShape members, Body body)
    {
        List<MapEntry> entries = [.. members.Entries];
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            // The parameters of a record, and of most constructors, are called like the members that they set.
            if (argument.Parameter is { } parameter && argument.ArgumentKind == ArgumentKind.Explicit
                && creation.Type!.GetMembers().FirstOrDefault(m => m is IPropertySymbol && string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } member)
            {
                SetMember(entries, member, Read(argument.Value, body), Place.Of(argument.Value.Syntax));
            }
        }

        return Overlay(new MapShape(entries, members.IsOpen), InitializersOf(creation.Initializer), body);
    }

    /// <summary>A dictionary with the entries of its initializer.</summary>
    private MapShape ReadInitializer(MapShape map, ITypeSymbol? type, IObjectOrCollectionInitializerOperation initializer, Body body)
    {
        foreach (IOperation entry in initializer.Initializers)
        {
            switch (entry)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: [var key] }, Value: var value }:
                    map = Put(map, type, key.Value, Read(value, body), Place.Of(value.Syntax), body);
                    break;
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Arguments: [var key], Type: var inner }, Initializer: var content }:
                    map = Put(map, type, key.Value, ReadInitializer(new MapShape([], false), inner, content, body), Place.Of(content.Syntax), body);
                    break;
                case IInvocationOperation add:
                    map = AddTo(map, add, body);
                    break;
            }
        }

        return map;
    }

    private MapShape AddTo(MapShape map, IInvocationOperation call, Body body)
    {
        ITypeSymbol? type = BodyIndex.ReceiverOf(call)?.Type ?? call.TargetMethod.ContainingType;
        int first = call.Instance is null && call.TargetMethod.IsExtensionMethod ? 1 : 0;
        IArgumentOperation[] arguments = [.. call.Arguments.Skip(first).Where(static a => a.ArgumentKind != ArgumentKind.DefaultValue)];
        switch (call.TargetMethod.Name)
        {
            case "Add" or "TryAdd" or "Set" or "SetItem" or "Append" or "AddOrUpdate" or "AddFirst" or "AddAfterSelf" or "GetOrAdd" when arguments.Length >= 2:
                return Put(map, type, arguments[0].Value, Read(arguments[1].Value, body), Place.Of(arguments[1].Value.Syntax), body);
            case "Add" or "Merge" or "AddRange" or "SetItems" or "UnionWith" when arguments.Length == 1:
                Shape added = Read(Only(arguments[0].Value), body);
                return added is PairShape pair ? Put(map, type, pair)
                    : AsMap(added, type) is { } more ? map.Add(more.Entries, more.IsOpen)
                    : map.Add([], true);
            case "Remove" or "TryRemove":
                return new MapShape([.. map.Entries.Where(e => arguments.Length == 0 || (Read(arguments[0].Value, body) as TextShape)?.Constant != e.Key)], true) { IsQuery = map.IsQuery };
            default:
                return map;
        }
    }

    private static MapShape Put(MapShape map, ITypeSymbol? type, PairShape pair)
    {
        KeyKind kind = TypeShapes.IsJsonTree(type) ? KeyKind.Fixed : KeyKind.Key;
        return pair.Name.Constant is { } key ? map.Add([new MapEntry(key, kind, pair.NamePlace, pair.Value, pair.ValuePlace)]) : map.Add([], true);
    }

    private MapShape Put(MapShape map, ITypeSymbol? type, IOperation key, Shape value, Place valuePlace, Body body)
    {
        KeyKind kind = TypeShapes.IsJsonTree(type) ? KeyKind.Fixed : KeyKind.Key;
        Shape read = Read(key, body);
        Place place = Place.Of(key.Syntax);
        if (Unwrap(key) is IParameterReferenceOperation && body.Depth > 0 && read is TextShape { Parts: [var given, ..] })
        {
            // fields.With("TITLE", x): the caller chose the key.
            place = valuePlace = Place.Of(given.Source);
        }

        return read switch
        {
            TextShape { Constant: { } name } => map.Add([new MapEntry(name, kind, place, value, valuePlace)]),
            // A loop variable that is used as a key represents each element of the list; values that vary with it are not checked.
            ChoiceShape { Options: var options } when options.All(static o => o is TextShape { Constant: not null }) => map.Add(
                options.Select(o => new MapEntry(((TextShape)o).Constant!, kind, place, value is ChoiceShape ? TypedShape.Unknown : value, valuePlace))),
            _ => map.Add([], true),
        };
    }

    /// <summary>Pairs and members as a map.</summary>
    private static MapShape? AsMap(Shape shape, ITypeSymbol? type)
    {
        switch (shape)
        {
            case MapShape map:
                return map;
            case SerializedShape { Content: MapShape map, Naming: var naming }:
                return new MapShape([.. map.Entries.Select(e => e with { Key = naming.Apply(e), Kind = KeyKind.Fixed })], map.IsOpen);
            case PairShape pair:
                return AsMap(new ListShape([pair], false), type);
            case ListShape { Items.Count: > 0 } list when list.Items.All(static i => i is PairShape { Name.Constant: not null }):
                KeyKind kind = TypeShapes.IsJsonTree(type) ? KeyKind.Fixed : KeyKind.Key;
                return new MapShape(
                    [.. list.Items.Cast<PairShape>().Select(p => new MapEntry(p.Name.Constant!, kind, p.NamePlace, p.Value, p.ValuePlace))], list.IsOpen);
            case TypedShape { Type: var declared }:
                return TypeShapes.MembersOf(declared);
            default:
                return null;
        }
    }
}
