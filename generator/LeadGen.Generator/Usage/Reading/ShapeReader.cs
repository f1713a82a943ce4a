using System.Collections.Immutable;
using LeadGen.Generator.Usage.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Determines the content of expressions: follows variables, constants and methods of the project, and recognizes the common ways to build a map or a string.</summary>
internal sealed partial class ShapeReader(SourceBodies bodies, LeadCallCandidates sources, CancellationToken cancellationToken)
{
    /// <summary>The maximum depth of calls that are followed.</summary>
    public const int MaxDepth = 3;

    // Enough for handwritten code; a large generated body must not slow down the editor.
    private const int MaxReads = 20_000;
    private const int MaxNesting = 60;

    // The methods of the project that are followed from one body. Methods that call each other would otherwise be read again and again.
    private const int MaxEntered = 150;

    private readonly NamingReader _namingReader = new(bodies, cancellationToken);
    private int _entered;
    private int _reads;
    private int _nesting;

    /// <summary>Returns a value without the surrounding conversions.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion when conversion.OperatorMethod is null || IsTransparent(conversion.OperatorMethod.ContainingType):
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IArgumentOperation argument:
                    operation = argument.Value;
                    break;
                default:
                    return operation;
            }
        }

        // JObject, JsonNode and the like convert from values without changing them; so do StringValues and Url.
        static bool IsTransparent(ITypeSymbol owner) => TypeShapes.IsJsonTree(owner) || owner.Name is "StringValues" or "Url" or "Index" or "Nullable";
    }

    /// <summary>Returns the elements of an initializer; an empty array if there is no initializer.</summary>
    public static ImmutableArray<IOperation> GetInitializers(IObjectOrCollectionInitializerOperation? initializer) =>
        initializer?.Initializers ?? ImmutableArray<IOperation>.Empty;

    /// <summary>Reads an expression.</summary>
    public Shape Read(IOperation expression, Body body)
    {
        if (++_reads > MaxReads || _nesting > MaxNesting)
        {
            return new TypedShape(expression.Type);
        }

        cancellationToken.ThrowIfCancellationRequested();
        _nesting++;
        try
        {
            Shape shape = ReadCore(Unwrap(expression), expression, body);
            return ConvertedType(expression) is not { } type ? shape
                : shape is TypedShape { Type: var known } && IsAnyType(known) ? new TypedShape(type)
                : shape is GroupShape group && IsAnyType(group.Type) ? new GroupShape(group.Parts, type)
                : shape;
        }
        finally
        {
            _nesting--;
        }
    }

    // (string)row["NAME"], value as string: the target type of the outermost conversion to a text, a number or a date.
    private static ITypeSymbol? ConvertedType(IOperation expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IConversionOperation { Type: var type } when PhpValues.IsScalar(PhpValues.Underlying(type)):
                    return type;
                case IConversionOperation { Operand: var operand }:
                    expression = operand;
                    break;
                case IParenthesizedOperation { Operand: var operand }:
                    expression = operand;
                    break;
                default:
                    return null;
            }
        }
    }

    private static bool IsAnyType(ITypeSymbol? type) => type is null or { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic } || TypeShapes.IsJsonTree(type);

    private Shape ReadCore(IOperation value, IOperation written, Body body)
    {
        switch (value)
        {
            case IInterpolatedStringOperation interpolation:
                return ReadInterpolation(interpolation, body);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum:
                return ReadConcatenation(sum, body);
            case { ConstantValue: { HasValue: true, Value: var constant } }:
                return constant is string text ? new TextShape([new TextPart(text, value.Syntax, null)])
                    : value.Type is { TypeKind: TypeKind.Enum } && written.Type is not { SpecialType: not SpecialType.None and not SpecialType.System_Object } ? new EnumShape(value.Type, constant)
                    : new ConstantShape(constant) { Source = value.Syntax };
            case ILocalReferenceOperation local:
                return ReadVariable(local.Local, local.Type, body);
            case IParameterReferenceOperation parameter:
                return TestedParameters.GetCertainShape(parameter, ReadVariable(parameter.Parameter, parameter.Type, body), body);
            case IFieldReferenceOperation { Instance: { } tuple } when BodyIndex.GetPart(value) is { } element:
                return GetPart(Read(tuple, body), element) ?? new TypedShape(value.Type);
            case IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var collected } when ReadBuilt(collected, body) is { Entries.Count: > 0 } built:
                return built;
            case IFieldReferenceOperation field:
                return body.Index.Find(field.Field) is { } ? ReadVariable(field.Field, field.Type, body)
                    : ReadBaseArgument(field.Field, body) ?? ReadMember(field.Field, field.Type);
            case IPropertyReferenceOperation property:
                return ReadProperty(property, body);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return TestedParameters.GetChosenShape(Choose([Read(conditional.WhenTrue, body), Read(otherwise, body)]), conditional.Condition, body);
            case ICoalesceOperation coalesce:
                return Choose([Read(coalesce.Value, body), Read(coalesce.WhenNull, body)]);
            case ISwitchExpressionOperation choice:
                return TestedParameters.GetChosenShape(Choose([.. choice.Arms.Select(a => Read(a.Value, body))]), choice.Value, body);
            case IConversionOperation { OperatorMethod: not null, Operand: var converted }:
                return ReadConverted(converted, value.Type, body);
            case IAwaitOperation awaited:
                return ReadAwait(awaited, body);
            case IAnonymousObjectCreationOperation anonymous:
                return ReadAnonymous(anonymous, body);
            case IObjectCreationOperation creation:
                return ReadCreation(creation, body);
            case IArrayCreationOperation { Initializer: { } elements }:
                return ReadList(elements.ElementValues, body);
            case IArrayCreationOperation { DimensionSizes: [{ ConstantValue.Value: 0 }] }:
                return new ListShape([], false);
            case ITupleOperation { Elements: [var first, var second] } when Read(first, body) is TextShape name:
                return new PairShape(name, SourceSpan.From(first.Syntax), Read(second, body), SourceSpan.From(second.Syntax));
            case ITupleOperation tuple:
                return ReadList(tuple.Elements, body);
            case IInvocationOperation call:
                return ReadCall(call, body);
            case IDynamicInvocationOperation call:
                return ReadDynamicCall(call, body);
            case IDynamicObjectCreationOperation made:
                return new GroupShape([.. made.Arguments.Select(a => Read(a, body))], made.Type);
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation function }:
                return new FunctionShape(function, body);
            case IInterpolatedStringHandlerCreationOperation { Content: IInterpolatedStringOperation content }:
                return ReadInterpolation(content, body);
            case IWithOperation copy:
                return ReadCopy(copy, body);
            case { Syntax: CollectionExpressionSyntax list }:
                return TypeShapes.IsDictionary(written.Type) ? new MapShape([], list.Elements.Count > 0) : ReadList(value.ChildOperations, body);
            case { IsImplicit: true, Type.Name: "ReadOnlySpan" }:
                // The elements of params.
                return ReadList(value.ChildOperations, body);
            default:
                return new TypedShape(value.Type ?? written.Type);
        }
    }

    // A type of the project that holds the name of a method, and is converted from or to a string.
    private Shape ReadConverted(IOperation operand, ITypeSymbol? type, Body body)
    {
        Shape[] held = Read(operand, body) switch
        {
            TextShape text => [text],
            MapShape { Entries: var entries } when type?.SpecialType == SpecialType.System_String => [.. entries.Select(static e => e.Value is DeclaredShape { Value: var set } ? set : e.Value)],
            _ => [],
        };
        return held is [TextShape method] && MethodName.Find(method.Text) is not null ? method : new TypedShape(type);
    }

    private ListShape ReadList(IEnumerable<IOperation> elements, Body body)
    {
        var items = new List<Shape>();
        var places = new List<SourceSpan>();
        bool isOpen = false;
        foreach (IOperation element in elements)
        {
            // The Roslyn version that LeadGen is built against has no operation for ..x; later versions do.
            if (element.Syntax is SpreadElementSyntax)
            {
                isOpen = true;
                foreach (IOperation spread in element.ChildOperations)
                {
                    if (Read(spread, body) is ListShape inner)
                    {
                        items.AddRange(inner.Items);
                        places.AddRange(inner.Places);
                    }
                }

                continue;
            }

            items.Add(Read(element, body));
            places.Add(SourceSpan.From(element.Syntax));
        }

        return new ListShape(items, isOpen) { Places = places };
    }

    private Shape ReadAwait(IAwaitOperation awaited, Body body)
    {
        // The reply to a call is not part of the next request, but a request stream or the result of a method of the project can be part of it.
        IOperation operand = Unwrap(awaited.Operation);
        if (operand is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner })
        {
            operand = Unwrap(inner);
        }

        return operand is IInvocationOperation call
            && (call.TargetMethod.Name.StartsWith("GetRequestStream", StringComparison.Ordinal) || TypeShapes.IsDictionary(awaited.Type) || TypeShapes.GetMembers(awaited.Type) is not null)
            && Read(call, body) is var made && (made is not GroupShape || call.TargetMethod.Name.StartsWith("GetRequestStream", StringComparison.Ordinal))
            ? made
            : new TypedShape(awaited.Type);
    }

    private MapShape ReadAnonymous(IAnonymousObjectCreationOperation anonymous, Body body)
    {
        var entries = new List<MapEntry>(anonymous.Initializers.Length);
        foreach (IOperation initializer in anonymous.Initializers)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } target } assignment)
            {
                Shape value = Read(assignment.Value, body);
                entries.Add(new MapEntry(name, KeyKind.Member, SourceSpan.From(target.Syntax), value, GetSpan(assignment.Value, value, body)));
            }
        }

        return new MapShape(entries, false);
    }

    private Shape ReadCopy(IWithOperation copy, Body body)
    {
        MapShape? members = Read(copy.Operand, body) switch
        {
            MapShape map => map,
            TypedShape { Type: var type } => TypeShapes.GetMembers(type),
            _ => null,
        };
        return members is null ? new TypedShape(copy.Type) : Overlay(members, GetInitializers(copy.Initializer), body);
    }

    /// <summary>Returns the members with the values that an initializer assigns.</summary>
    private MapShape Overlay(MapShape members, IEnumerable<IOperation> initializers, Body body)
    {
        List<MapEntry> entries = [.. members.Entries];
        foreach (IOperation initializer in initializers)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } assignment)
            {
                Shape value = Read(assignment.Value, body);
                SetMember(entries, member, value, GetSpan(assignment.Value, value, body));
            }
            else if (initializer is IMemberInitializerOperation { InitializedMember: IMemberReferenceOperation { Member: var nested }, Initializer: var content })
            {
                ITypeSymbol? type = (nested as IPropertySymbol)?.Type;
                SetMember(
                    entries, nested,
                    TypeShapes.GetMembers(type) is { } inner ? Overlay(inner, content.Initializers, body) : ReadInitializer(new MapShape([], false), type, content, body),
                    SourceSpan.From(content.Syntax));
            }
        }

        return new MapShape(entries, members.IsOpen);
    }

    private static void SetMember(List<MapEntry> entries, ISymbol member, Shape value, SourceSpan place)
    {
        string name = TypeShapes.WireName(member);
        int index = entries.FindIndex(e => e.Key == name);
        if (index < 0)
        {
            return;
        }

        entries[index] = entries[index] with { IsUnset = false, IsOptional = false };
        // A value that is only known by its type is checked at the member.
        if (value is not TypedShape && !TypeShapes.HasConverter(member))
        {
            entries[index] = entries[index] with { Value = new DeclaredShape(entries[index].Value, entries[index].ValueSpan, value), ValueSpan = place };
        }
    }

    /// <summary>Reads a variable, with all changes that the body makes to it.</summary>
    public Shape ReadVariable(ISymbol variable, ITypeSymbol? type, Body body)
    {
        if (body.Known.TryGetValue(variable, out Shape? known))
        {
            return known;
        }

        if (!body.Pending.Add(variable))
        {
            return new TypedShape(type);
        }

        Shape shape = ReadUses(variable, type, body);
        if (shape is GroupShape && type is { IsValueType: true, IsRefLikeType: false, Name: not "QueryString" })
        {
            // A number that a call returns does not contain the call's arguments.
            shape = new TypedShape(type);
        }

        body.Pending.Remove(variable);
        body.Known[variable] = shape;
        return shape;
    }

    private Shape ReadUses(ISymbol variable, ITypeSymbol? type, Body body)
    {
        BodyIndex.Uses? uses = body.Index.Find(variable);
        var values = new List<Shape>();
        if (body.Arguments.TryGetValue(variable, out Shape? given))
        {
            values.Add(given);
        }

        if (variable is IFieldSymbol && ReadMember(variable, type) is var held and not TypedShape)
        {
            values.Add(held);
        }

        if (uses is null)
        {
            return values.Count == 1 ? values[0] : ReadBaseArgument(variable, body) ?? (Shape)new TypedShape(type);
        }

        foreach (IOperation value in uses.Values)
        {
            object? constant = Unwrap(value).ConstantValue is { HasValue: true, Value: var known } ? known : value;
            if (constant is not (null or ""))
            {
                Shape read = Read(value, body);
                if (read is TextShape { Text: var text } && MethodName.Find(text) is not null
                    && value.Descendants().Any(o => o is ILocalReferenceOperation { Local: var self } && SymbolEqualityComparer.Default.Equals(self, variable)))
                {
                    // url = url.TrimEnd('/') + "/crm.lead.update" replaces the earlier part of the address.
                    values.RemoveAll(static v => v is TypedShape || (v is TextShape { Text: var earlier } && MethodName.Find(earlier) is null));
                }

                values.Add(read);
            }
        }

        if (values.Count == 0 && uses.Values.Exists(static v => Unwrap(v).ConstantValue is { HasValue: true, Value: "" }))
        {
            values.Add(new TextShape([new TextPart("", uses.Values[0].Syntax, null)]));
        }

        if (type is { SpecialType: not SpecialType.None and not SpecialType.System_Object } && uses.Passes.Exists(static p => p.Parameter?.RefKind is RefKind.Ref or RefKind.Out))
        {
            // The called method chooses the value.
            return new TypedShape(type);
        }

        if (type?.SpecialType == SpecialType.System_String && variable is IParameterSymbol { RefKind: not RefKind.Out } && given is null && uses.Values.Count > 0)
        {
            // The caller chooses the value.
            values.Add(new TypedShape(type));
        }

        if (uses.Elements is { } elements && given is null)
        {
            Shape element = GetElements(elements.Collection, elements.Index, type, body);
            // if (code != "ID") fields[code] = value: it is not known which keys are left out.
            values.Add(elements.Index <= 0 && IsKey(element) && elements.CanSkipElements(variable) ? new TypedShape(type) : element);
        }

        Shape shape = values.Count == 0 ? GetEmpty(type) : Choose(values);
        if (uses.Appends.Count > 0)
        {
            shape = Append(shape, uses.Appends, body);
        }

        foreach (IOperation change in uses.Changes)
        {
            shape = shape is MapShape other && TestedParameters.IsForOtherArguments(change, body)
                ? new MapShape(other.Entries, true) { IsQuery = other.IsQuery }
                : Change(shape, variable, change, body);
        }

        foreach (IArgumentOperation pass in uses.Passes)
        {
            if (pass is { Parameter: { RefKind: RefKind.Out } result, Parent: IInvocationOperation trying } && uses.Values.Count == 0 && TypeShapes.IsDictionary(type)
                && Enter(trying, body) is { } inside && inside.Index.Find(result.OriginalDefinition) is not null)
            {
                shape = ReadVariable(result.OriginalDefinition, type, inside);
                continue;
            }

            shape = pass.Parameter?.RefKind is RefKind.Ref or RefKind.Out && shape is MapShape map ? new MapShape(map.Entries, true) { IsQuery = map.IsQuery } : ApplyArgument(shape, pass, body);
        }

        if (shape is MapShape { Entries.Count: > 0 } changed && uses.Changes.Count + uses.Passes.Count > 0)
        {
            // The method may replace a value that it was given, depending on the value.
            IReadOnlyList<MapEntry> passed = given is MapShape { Entries: var entries } ? entries : [];
            shape = IsConvertedInLoop(variable, body) ? changed.WithoutValues(static _ => true)
                : changed.WithoutValues(e => passed.Contains(e) && changed.Entries.Any(other => other.Key == e.Key && !passed.Contains(other)));
        }

        return IsJsonWriter(type) ? ReadWriter(uses, body) : shape;
    }

    /// <summary>Determines whether a method of the project writes values by their types, so that it may send a flag or a date in any form.</summary>
    public bool ConvertsValues(Body method) => method.Method is { } called
        && method.Root.Descendants().OfType<IInvocationOperation>().Select(static i => i.TargetMethod.ContainingType).Append(called.ContainingType)
            .Any(type => bodies.TestsTypes(type, cancellationToken));

    // foreach (string key in map.Keys.ToList()) if (map[key] is bool flag) map[key] = flag ? "Y" : "N";
    private static bool IsConvertedInLoop(ISymbol variable, Body body) => body.Root.Descendants().OfType<IForEachLoopOperation>().Any(loop =>
        loop.Collection.DescendantsAndSelf().Any(o => IsRoot(o, variable))
        && loop.Body.Descendants().OfType<ISimpleAssignmentOperation>().Any(a =>
            a.Target is IPropertyReferenceOperation target && BodyIndex.GetRoot(target) is { } root
            && (SymbolEqualityComparer.Default.Equals(root, variable) ? target.Property.IsIndexer && !target.Arguments[0].Value.ConstantValue.HasValue : loop.Locals.Any(l => SymbolEqualityComparer.Default.Equals(l, root)))));

    private static bool IsRoot(IOperation operation, ISymbol variable) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation && SymbolEqualityComparer.Default.Equals(BodyIndex.GetRoot(operation), variable);

    // A dictionary from outside may have unknown entries.
    private static Shape GetEmpty(ITypeSymbol? type) => TypeShapes.IsDictionary(type) ? new MapShape([], true) : new TypedShape(type);

    // Whether an element of a collection can be the key of an entry.
    private static bool IsKey(Shape element) => element is TextShape or PairShape || (element is ChoiceShape { Options: var options } && options.All(IsKey));

    // dictionary.Keys is read as the dictionary.
    private IReadOnlyList<Shape> GetItems(IOperation collection, Body body) => Read(
        Unwrap(collection) is IPropertyReferenceOperation { Property.Name: "Keys" or "AllKeys", Instance: { } keyed } && TypeShapes.IsDictionary(keyed.Type) ? keyed : collection, body) switch
    {
        ListShape list => list.Items,
        MapShape map => [.. GetPairs(map)],
        _ => [],
    };

    private static IEnumerable<PairShape> GetPairs(MapShape map) => map.Entries.Select(static e => new PairShape(
        new TextShape([new TextPart(e.Key, e.KeySpan.Tree.GetRoot().FindNode(e.KeySpan.Span), null)]), e.KeySpan, e.Value, e.ValueSpan));

    // A part of a pair or a tuple; null if it is not known.
    private static Shape? GetPart(Shape? shape, string part)
    {
        switch (shape)
        {
            case PairShape pair:
                return part is "Key" or "Item1" ? pair.Name : part is "Value" or "Item2" ? pair.Value : null;
            case ListShape { IsOpen: false } tuple when part.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(part.Substring(4), out int number):
                return number > 0 && number <= tuple.Items.Count ? tuple.Items[number - 1] : null;
            case ChoiceShape { Options: var options }:
                Shape?[] parts = [.. options.Select(o => GetPart(o, part))];
                return parts.All(static p => p is not null) ? new ChoiceShape(parts!) : null;
            default:
                return null;
        }
    }

    private Shape GetElements(IOperation collection, int index, ITypeSymbol? type, Body body)
    {
        IReadOnlyList<Shape> items = GetItems(collection, body);
        Shape[] parts = [.. items.Select(item => (item, index) switch
        {
            (_, -1) => item,
            (PairShape pair, 0) => pair.Name,
            (PairShape pair, 1) => pair.Value,
            (ListShape tuple, _) when index < tuple.Items.Count => tuple.Items[index],
            _ => TypedShape.Unknown,
        })];
        return parts.Length == 0 ? new TypedShape(type) : Choose(parts);
    }

    private Shape ReadProperty(IPropertyReferenceOperation property, Body body)
    {
        var path = new List<IOperation>();
        if (BodyIndex.GetRoot(property, path) is { } root && (root is not IFieldSymbol || body.Index.Find(root) is not null) && path.Count > 0)
        {
            Shape? current = ReadVariable(root, (root as ILocalSymbol)?.Type ?? (root as IParameterSymbol)?.Type, body);
            foreach (IOperation step in path)
            {
                if (current is PairShape or ChoiceShape && BodyIndex.GetPart(step) is { } part)
                {
                    current = GetPart(current, part);
                    continue;
                }

                if (current is GroupShape)
                {
                    // The address of a builder, the content of a message: a part of the request.
                    return current;
                }

                current = current is MapShape map && GetKey(step, body) is { } key ? map.Entries.LastOrDefault(e => e.Key == key)?.Value : null;
            }

            if (current is not null)
            {
                return current;
            }
        }

        if (property is { Property.Name: "RootElement" or "Root", Instance: { } document } && TypeShapes.IsJsonTree(document.Type))
        {
            return Read(document, body);
        }

        // A property of the project that returns a constant: Method => "crm.lead.add".
        ISymbol? declared = property.Property.IsAbstract || property.Property.IsVirtual ? SourceBodies.GetOverride(property.Property, GetSelf(property.Instance, body)) : property.Property;
        return property.Arguments.IsEmpty && declared is not null ? ReadMember(declared, property.Type) : new TypedShape(property.Type);
    }

    private string? GetKey(IOperation step, Body body) => step switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [{ Value: var key }] } => (Read(key, body) as TextShape)?.Constant,
        IPropertyReferenceOperation { Property: var property } => TypeShapes.WireName(property),
        IDynamicMemberReferenceOperation member => member.MemberName,
        _ => null,
    };

    // class Leads(IClient client) : Entity(client, "crm.lead."): the string that a derived class passes to the constructor of its base class,
    // which keeps it in a parameter or a field.
    private TextShape? ReadBaseArgument(ISymbol variable, Body body)
    {
        IParameterSymbol? parameter = variable as IParameterSymbol;
        if (variable is IFieldSymbol { IsReadOnly: true, IsStatic: false } field && bodies.FindInConstructor(field, cancellationToken) is { Value: var set })
        {
            parameter = (Unwrap(set) as IParameterReferenceOperation)?.Parameter;
        }

        if (parameter is not { Type.SpecialType: SpecialType.System_String, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var owner } })
        {
            return null;
        }

        INamedTypeSymbol? derived = body.Self;
        while (derived is not null && !SymbolEqualityComparer.Default.Equals(derived.BaseType?.OriginalDefinition, owner.OriginalDefinition))
        {
            derived = derived.BaseType;
        }

        ArgumentListSyntax[] lists = derived is null ? [] : [.. derived.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>().SelectMany(static t =>
            t.Members.OfType<ConstructorDeclarationSyntax>().Where(static c => c.Initializer is { RawKind: (int)SyntaxKind.BaseConstructorInitializer }).Select(static c => c.Initializer!.ArgumentList)
                .Concat(t.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().Select(static b => b.ArgumentList) ?? []))];
        return lists is [{ Arguments: var arguments }]
            && (arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name) ?? (parameter.Ordinal < arguments.Count && arguments[parameter.Ordinal].NameColon is null ? arguments[parameter.Ordinal] : null))
                is { Expression: LiteralExpressionSyntax { Token.Value: string text } literal }
            ? new TextShape([new TextPart(text, literal, null)]) : null;
    }

    /// <summary>Reads the initial value of a field or property.</summary>
    private Shape ReadMember(ISymbol member, ITypeSymbol? type)
    {
        bool isFixed = member switch
        {
            IFieldSymbol field => field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private,
            IPropertySymbol property => property.SetMethod is null && !property.IsVirtual && !property.IsAbstract,
            _ => false,
        };
        if (isFixed && _nesting <= MaxNesting && member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol && bodies.IsAssigned(member, cancellationToken)
            && bodies.FindInConstructor(member, cancellationToken) is { } set
            && Read(set.Value, new Body(set.Root, set.Index, Body.NoArguments, MaxDepth)) is var built and (MapShape { Entries.Count: > 0 } or ListShape or TextShape))
        {
            return built;
        }

        if (!isFixed || _nesting > MaxNesting || bodies.IsAssigned(member, cancellationToken) || bodies.Find(member, cancellationToken) is not { } found)
        {
            return new TypedShape(type);
        }

        var body = new Body(found.Root, found.Index, Body.NoArguments, MaxDepth);
        return found.Root is ISymbolInitializerOperation { Value: var initial } ? Read(initial, body)
            : found.Index.Returns is [var only] ? Read(only.Value, body)
            : new TypedShape(type);
    }

    private static Shape Choose(IReadOnlyList<Shape> options)
    {
        if (options.Count == 1)
        {
            return options[0];
        }

        return new ChoiceShape(options);
    }
}
