using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <content>Creations: dictionaries, lists, objects of the project, requests.</content>
internal sealed partial class ShapeReader
{
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
                // Entries that are added to the original later are not part of the copy.
                entries.AddRange((copied?.Entries ?? []).Where(e => e.KeySpan.Tree != creation.Syntax.SyntaxTree || e.KeySpan.Span.Start < creation.Syntax.Span.End
                    || !body.Root.Syntax.Span.Contains(e.KeySpan.Span)));
                isOpen |= copied?.IsOpen ?? argument.Value.Type?.Name is not ("StringComparer" or "Int32" or "IEqualityComparer");
            }

            var map = new MapShape(entries, isOpen);
            return creation.Initializer is { } initializer ? ReadInitializer(map, type, initializer, body) : map;
        }

        if (IsStringBuilder(type))
        {
            return creation.Arguments.Select(a => Read(a.Value, body)).OfType<TextShape>().FirstOrDefault() ?? new TextShape([new TextPart("", creation.Syntax, null)]);
        }

        switch (type?.Name)
        {
            case "KeyValuePair" or "JProperty" or "Tuple" when creation.Arguments is [var key, var value, ..] && Read(key.Value, body) is TextShape name:
                return new PairShape(name, SourceSpan.From(key.Value.Syntax), UnwrapContent(Read(UnwrapSingleElement(value.Value), body)), SourceSpan.From(value.Value.Syntax));
            case "JValue" when creation.Arguments is [var only, ..]:
                return Read(only.Value, body);
        }

        if (TypeShapes.IsList(type))
        {
            return ReadListCreation(creation, body);
        }

        if (TypeShapes.GetMembers(type) is { } members)
        {
            return ReadObject(creation, members, body);
        }

        var parts = new List<Shape>();
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            parts.Add(Read(argument.Value, body));
        }

        foreach (IOperation initializer in GetInitializers(creation.Initializer))
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

    // The single element of the array that params creates.
    private static IOperation UnwrapSingleElement(IOperation value) =>
        value is IArrayCreationOperation { IsImplicit: true, Initializer.ElementValues: [var only] } ? only : value;

    private ListShape ReadListCreation(IObjectCreationOperation creation, Body body)
    {
        var items = new List<Shape>();
        var places = new List<SourceSpan>();
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
                if (TypeShapes.GetElement((shape as TypedShape)?.Type) is { } element)
                {
                    items.Add(new TypedShape(element));
                    isOpen = true;
                }
                else
                {
                    items.Add(shape);
                }

                places.Add(SourceSpan.From(argument.Value.Syntax));
            }
            else
            {
                isOpen |= argument.Value.Type?.SpecialType != SpecialType.System_Int32;
            }
        }

        foreach (IOperation initializer in GetInitializers(creation.Initializer))
        {
            if (initializer is IInvocationOperation { Arguments: [.., var added] } add)
            {
                items.Add(add.Arguments.Length == 2 && Read(add.Arguments[0].Value, body) is TextShape name
                    ? new PairShape(name, SourceSpan.From(add.Arguments[0].Value.Syntax), Read(added.Value, body), SourceSpan.From(added.Value.Syntax))
                    : Read(added.Value, body));
                places.Add(SourceSpan.From(added.Value.Syntax));
            }
        }

        return new ListShape(items, isOpen) { Places = places };
    }

    private MapShape ReadObject(IObjectCreationOperation creation, MapShape members, Body body)
    {
        List<MapEntry> entries = [.. members.Entries];
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            // The parameters of a record, and of most constructors, have the names of the members that they set.
            if (argument.Parameter is { } parameter && argument.ArgumentKind == ArgumentKind.Explicit
                && creation.Type!.GetMembers().FirstOrDefault(m => m is IPropertySymbol && string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } member)
            {
                Shape given = Read(argument.Value, body);
                SetMember(entries, member, given, GetSpan(argument.Value, given, body));
            }
        }

        // A constructor with parameters may set any member; that of a record sets those with the names of its parameters.
        bool isKnown = creation.Arguments.Length == 0 || creation.Type!.IsRecord;
        MapShape map = Overlay(new MapShape([.. entries.Select(e => e with { IsUnset = isKnown && e.IsOptional })], members.IsOpen), GetInitializers(creation.Initializer), body);
        if (creation.Type is INamedTypeSymbol type && sources.MayHoldMethod(type) && GetMethod(type) is { } method)
        {
            SourceSpan place = SourceSpan.From(creation.Syntax);
            // The class may have other members, for the code that sends its objects.
            return new MapShape([.. map.Entries.Where(static e => RequestParts.IsArgument(e.Key)), new MapEntry(RequestParts.MethodKey, KeyKind.Fixed, place, method, place)], map.IsOpen);
        }

        return map;
    }

    /// <summary>
    /// Gets the method of Bitrix24 that all objects of a type name, as a property such as <c>Method => "crm.lead.add"</c> or as an argument of the
    /// base class; <see langword="null"/> if there is none, or more than one.
    /// </summary>
    public TextShape? GetMethod(INamedTypeSymbol type)
    {
        List<TextShape> found = [.. type.GetMembers().OfType<IPropertySymbol>()
            .Where(static p => p is { IsStatic: false, IsIndexer: false, SetMethod: null, Type.SpecialType: SpecialType.System_String } && IsMethodName(p.Name))
            .Select(p => ReadMember(p, p.Type)).OfType<TextShape>()];
        foreach (SyntaxReference declaration in type.DeclaringSyntaxReferences)
        {
            SyntaxNode node = declaration.GetSyntax(cancellationToken);
            found.AddRange(node.ChildNodes().OfType<BaseListSyntax>()
                .Concat<SyntaxNode>(node.ChildNodes().OfType<ConstructorDeclarationSyntax>().Select(static c => c.Initializer).OfType<SyntaxNode>())
                .SelectMany(static n => n.DescendantNodes().OfType<LiteralExpressionSyntax>())
                .Select(static l => new TextShape([new TextPart(l.Token.ValueText, l, null)])));
        }

        found.RemoveAll(static t => MethodName.Find(t.Text) is null);
        return found is [{ Constant: not null } only] ? only : null;
    }

    private static bool IsMethodName(string property) => property.EndsWith("Method", StringComparison.Ordinal)
        || property is "MethodName" or "Name" or "Command" or "Action" or "Endpoint" or "Path" or "Url" or "Uri" or "Resource";

    /// <summary>Adds the entries of an initializer to a dictionary.</summary>
    private MapShape ReadInitializer(MapShape map, ITypeSymbol? type, IObjectOrCollectionInitializerOperation initializer, Body body)
    {
        foreach (IOperation entry in initializer.Initializers)
        {
            switch (entry)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: [var key] }, Value: var value }:
                    map = AddEntry(map, type, key.Value, value, Read(value, body), body);
                    break;
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Arguments: [var key], Type: var inner }, Initializer: var content }:
                    map = AddEntry(map, type, key.Value, content, ReadInitializer(new MapShape([], false), inner, content, body), body);
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
        ITypeSymbol? type = BodyIndex.GetReceiver(call)?.Type ?? call.TargetMethod.ContainingType;
        int first = call.Instance is null && call.TargetMethod.IsExtensionMethod ? 1 : 0;
        IArgumentOperation[] arguments = [.. call.Arguments.Skip(first).Where(static a => a.ArgumentKind != ArgumentKind.DefaultValue)];
        if (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && TypeShapes.IsDictionary(call.TargetMethod.ContainingType))
        {
            // A dictionary of the project may convert keys and values.
            return map.Add([], true);
        }

        switch (call.TargetMethod.Name)
        {
            case "Add" or "TryAdd" or "Set" or "SetItem" or "Append" or "AddOrUpdate" or "AddFirst" or "AddAfterSelf" or "GetOrAdd" when arguments.Length >= 2:
                return AddEntry(map, type, arguments[0].Value, arguments[1].Value, Read(arguments[1].Value, body), body);
            case "Add" or "Merge" or "AddRange" or "SetItems" or "UnionWith" when arguments.Length == 1:
                Shape added = Read(UnwrapSingleElement(arguments[0].Value), body);
                return added is PairShape pair ? AddEntry(map, type, pair)
                    : AsMap(added, type) is { } more ? map.Add(more.Entries, more.IsOpen)
                    : map.Add([], true);
            case "Clear":
                return new MapShape([], true) { IsQuery = map.IsQuery };
            case "Remove" or "TryRemove":
                // A key that is only known at run time may be any key.
                string? removed = arguments.Length == 0 ? null : (Read(arguments[0].Value, body) as TextShape)?.Constant;
                return new MapShape([.. map.Entries.Where(e => removed is not null && removed != e.Key)], true) { IsQuery = map.IsQuery };
            default:
                return map;
        }
    }

    // The calls that AddTo reads, and the copies that keep all keys.
    private static bool IsChange(string method) => method is "Add" or "TryAdd" or "Set" or "SetItem" or "Append" or "AddOrUpdate" or "AddFirst" or "AddAfterSelf" or "GetOrAdd"
        or "Merge" or "AddRange" or "SetItems" or "UnionWith" or "Remove" or "TryRemove" or "Clear" or "ToBuilder" or "With";

    private static MapShape AddEntry(MapShape map, ITypeSymbol? type, PairShape pair)
    {
        KeyKind kind = TypeShapes.IsJsonTree(type) ? KeyKind.Fixed : KeyKind.Key;
        return pair.Name.Constant is { } key ? map.Add([new MapEntry(key, kind, pair.NameSpan, pair.Value, pair.ValueSpan)]) : map.Add([], true);
    }

    private MapShape AddEntry(MapShape map, ITypeSymbol? type, IOperation key, IOperation source, Shape value, Body body)
    {
        KeyKind kind = TypeShapes.IsJsonTree(type) ? KeyKind.Fixed : KeyKind.Key;
        if (GetLoop(key, 0, body) is { CanSkipElements: false } loop && GetPairs(loop.Loop.Collection, body) is { } pairs)
        {
            bool isValue = GetLoop(source, 1, body)?.Loop.Collection == loop.Loop.Collection;
            return map.Add(
                pairs.Where(static p => p.Name.Constant is not null).Select(p => isValue
                    ? new MapEntry(p.Name.Constant!, kind, p.NameSpan, p.Value, p.ValueSpan)
                    : new MapEntry(p.Name.Constant!, kind, p.NameSpan, TypedShape.Unknown, p.NameSpan)),
                pairs.Any(static p => p.Name.Constant is null));
        }

        Shape read = Read(key, body);
        SourceSpan place = SourceSpan.From(key.Syntax);
        SourceSpan valuePlace = GetSpan(source, value, body);
        if (Unwrap(key) is IParameterReferenceOperation && body.Depth > 0 && read is TextShape { Parts: [var given, ..] })
        {
            // fields.With("TITLE", x): the caller chose the key.
            place = valuePlace = SourceSpan.From(given.Source);
        }

        if (read is not TextShape && Unwrap(key) is IParameterReferenceOperation { Parameter: var chosen } && ReadKeys(chosen, value, kind, body) is { } entries)
        {
            return map.Add(entries);
        }

        return read switch
        {
            TextShape { Constant: { } name } => map.Add([new MapEntry(name, kind, place, value, valuePlace)]),
            // A loop variable that is used as a key represents each element of the list; values that vary with it are not checked.
            ChoiceShape { Options: var options } when options.All(static o => o is TextShape { Constant: not null }) => map.Add(
                options.Select(o => KeyPart((TextShape)o, key) is { } part
                    ? new MapEntry(((TextShape)o).Constant!, kind, part, TypedShape.Unknown, part)
                    : new MapEntry(((TextShape)o).Constant!, kind, place, value is ChoiceShape ? TypedShape.Unknown : value, valuePlace))),
            _ => map.Add([], true),
        };
    }

    // void Set(string key, object value) => fields[key] = value; inside the body: each call of it adds an entry. Null if a key is not known.
    private List<MapEntry>? ReadKeys(IParameterSymbol key, Shape value, KeyKind kind, Body body)
    {
        if (key.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } function)
        {
            return null;
        }

        var entries = new List<MapEntry>();
        foreach (IInvocationOperation call in body.Index.Calls.OfType<IInvocationOperation>())
        {
            bool isCall = call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
                ? call.Instance is ILocalReferenceOperation { Local: var holder } && body.Index.Find(holder) is { Values: [var only] }
                    && Unwrap(only) is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: var lambda } } && SymbolEqualityComparer.Default.Equals(lambda, function)
                : SymbolEqualityComparer.Default.Equals(call.TargetMethod, function);
            if (!isCall)
            {
                continue;
            }

            if (call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == key.Ordinal) is not { Value: var given } || Read(given, body) is not TextShape { Constant: { } name })
            {
                return null;
            }

            SourceSpan place = SourceSpan.From(given.Syntax);
            entries.Add(new MapEntry(name, kind, place, value is ConstantShape or TextShape { Constant: not null } ? value : TypedShape.Unknown, place));
        }

        return entries.Count == 0 ? null : entries;
    }

    // $"fields[{pair.Key}]": the key of the pair is reported.
    private static SourceSpan? KeyPart(TextShape text, IOperation key) =>
        text.Parts.Count > 1 && text.Parts.FirstOrDefault(p => p.Source.SyntaxTree != key.Syntax.SyntaxTree || !key.Syntax.Span.Contains(p.Source.Span)) is { Source: { } source } ? SourceSpan.From(source) : null;

    // Finds the loop whose variable, or a member of it, is the specified part of each pair: 0 for the key, 1 for the value.
    private static (BodyIndex.Loop Loop, bool CanSkipElements)? GetLoop(IOperation expression, int part, Body body)
    {
        IOperation value = Unwrap(expression);
        int index = part;
        if (BodyIndex.GetPart(value) is { } name)
        {
            if (name != (part == 0 ? "Key" : "Value") && name != (part == 0 ? "Item1" : "Item2"))
            {
                return null;
            }

            value = Unwrap(value.ChildOperations.First());
            index = -1;
        }

        return value is ILocalReferenceOperation or IParameterReferenceOperation && BodyIndex.GetRoot(value) is { } variable
            && body.Index.Find(variable)?.Elements is { } loop && loop.Index == index
            ? (loop, loop.CanSkipElements(variable))
            : null;
    }

    // The pairs in a collection; null if it holds anything else.
    private IReadOnlyList<PairShape>? GetPairs(IOperation collection, Body body)
    {
        IReadOnlyList<Shape> items = GetItems(collection, body);
        return items.Count > 0 && items.All(static i => i is PairShape) ? [.. items.Cast<PairShape>()] : null;
    }

    // A constant that the caller passes is reported where the caller writes it: the method is right for other constants.
    private static SourceSpan GetSpan(IOperation value, Shape read, Body body) =>
        body.Depth > 0 && Unwrap(value) is IParameterReferenceOperation
        && (read is TextShape { Constant: not null, Parts: [{ Source: var source }] } ? source : (read as ConstantShape)?.Source) is { } given
        && !(given.SyntaxTree == body.Root.Syntax.SyntaxTree && body.Root.Syntax.Span.Contains(given.Span))
        && given.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not (FieldDeclarationSyntax or PropertyDeclarationSyntax)
            ? SourceSpan.From(given)
            : SourceSpan.From(value.Syntax);

    /// <summary>Converts pairs and members to a map; <see langword="null"/> if the shape has none.</summary>
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
                    [.. list.Items.Cast<PairShape>().Select(p => new MapEntry(p.Name.Constant!, kind, p.NameSpan, p.Value, p.ValueSpan))], list.IsOpen);
            case TypedShape { Type: var declared }:
                return TypeShapes.GetMembers(declared);
            default:
                return null;
        }
    }
}
