using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <content>Changes to a variable after its creation: entries, members, parameters of a request.</content>
internal sealed partial class ShapeReader
{
    private Shape Change(Shape shape, ISymbol variable, IOperation change, Body body)
    {
        switch (change)
        {
            case ICompoundAssignmentOperation { Value: var added }:
                return shape is GroupShape group ? new GroupShape([.. group.Parts, Read(added, body)], group.Type) : shape;
            case ISimpleAssignmentOperation { Target: var target, Value: var value }:
                var path = new List<IOperation>();
                BodyIndex.GetRoot(target, path);
                return Assign(shape, path, 0, value, body);
            case IInvocationOperation call:
                IOperation receiver = BodyIndex.GetReceiver(call)!;
                var steps = new List<IOperation>();
                if (shape is MapShape && call is { TargetMethod.Name: "Remove", Arguments.IsEmpty: true })
                {
                    // tree.Property("NAME").Remove() removes an entry of the tree.
                    return new MapShape([], true);
                }

                bool isDirect = SymbolEqualityComparer.Default.Equals(BodyIndex.GetRoot(receiver, steps), variable);
                return isDirect && steps.Count > 0 ? ChangeInside(shape, steps, 0, call, body) : ApplyCall(shape, call, isDirect, body);
            default:
                return shape;
        }
    }

    private Shape Assign(Shape shape, List<IOperation> path, int step, IOperation value, Body body)
    {
        switch (shape)
        {
            case ChoiceShape { Options: var options }:
                return new ChoiceShape([.. options.Select(o => Assign(o, path, step, value, body))]);
            case TypedShape { Type: var type } when TypeShapes.GetMembers(type) is { } members:
                return Assign(members, path, step, value, body);
            case TypedShape { Type: var type } when step > 0 && TypeShapes.IsDictionary(type):
                // A member of the object is a dictionary.
                return Assign(new MapShape([], true), path, step, value, body);
            case TextShape text when JsonTextParser.Parse(text) is { } parsed:
                return Assign(parsed, path, step, value, body);
            case GroupShape group:
                return new GroupShape([.. group.Parts, Read(value, body)], group.Type);
            case SerializedShape { Content: MapShape content, Naming: var naming }:
                return Assign(new MapShape([.. content.Entries.Select(e => e with { Key = naming.Apply(e), Kind = KeyKind.Fixed })], content.IsOpen), path, step, value, body);
            case MapShape map:
                if (step == path.Count - 1)
                {
                    return SetEntry(map, path[step], value, body);
                }

                return GetKey(path[step], body) is { } key && map.Find(key) is { } entry
                    ? Replace(map, entry, Assign(entry.Value, path, step + 1, value, body))
                    : map;
            default:
                return shape;
        }
    }

    private Shape ChangeInside(Shape shape, List<IOperation> steps, int step, IInvocationOperation call, Body body)
    {
        if (step == steps.Count)
        {
            return ApplyCall(shape is TypedShape { Type: var type } && TypeShapes.IsDictionary(type) ? new MapShape([], true) : shape, call, true, body);
        }

        if (shape is TypedShape { Type: var declared } && TypeShapes.GetMembers(declared) is { } members)
        {
            shape = members;
        }

        return shape is MapShape map && GetKey(steps[step], body) is { } key && map.Find(key) is { } entry
            ? Replace(map, entry, ChangeInside(entry.Value, steps, step + 1, call, body))
            : shape;
    }

    private static MapShape Replace(MapShape map, MapEntry entry, Shape value) =>
        new([.. map.Entries.Select(e => ReferenceEquals(e, entry) ? e with { Value = value } : e)], map.IsOpen) { IsQuery = map.IsQuery };

    private MapShape SetEntry(MapShape map, IOperation target, IOperation assigned, Body body)
    {
        Shape value = Read(assigned, body);
        SourceSpan place = GetSpan(assigned, value, body);
        switch (target)
        {
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [{ Value: var key }, ..], Instance: var instance }:
                return AddEntry(map, instance?.Type, key, assigned, value, body);
            case IPropertyReferenceOperation { Property: var property }:
                List<MapEntry> entries = [.. map.Entries];
                SetMember(entries, property, value, place);
                return new MapShape(entries, map.IsOpen);
            case IDynamicMemberReferenceOperation { MemberName: var name, Syntax: var syntax }:
                return map.Add([new MapEntry(name, KeyKind.Key, SourceSpan.From(syntax), value, place)]);
            default:
                return map;
        }
    }

    private Shape ApplyCall(Shape shape, IInvocationOperation call, bool isDirect, Body body)
    {
        switch (shape)
        {
            case ChoiceShape { Options: var options }:
                return new ChoiceShape([.. options.Select(o => ApplyCall(o, call, isDirect, body))]);
            case SerializedShape when isDirect && IsChange(call.TargetMethod.Name) && AsMap(shape, null) is { } tree:
                return AddTo(tree, call, body);
            case TextShape text when isDirect && TypeShapes.IsJsonTree(BodyIndex.GetReceiver(call)?.Type) && JsonTextParser.Parse(text) is { } parsed:
                return ApplyCall(parsed, call, isDirect, body);
            case MapShape map when isDirect:
                return call.TargetMethod.IsExtensionMethod && Enter(call, body) is { } inside && call.TargetMethod.Parameters[0].OriginalDefinition is var receiver
                    ? ReadInside(map, receiver, inside)
                    : AddTo(map, call, body);
            case ListShape list when isDirect && call.TargetMethod.Name is "Add" or "AddRange" or "Insert" or "Push" or "Enqueue" or "AddLast" && call.Arguments.Length > 0:
                IOperation added = call.Arguments[call.Arguments.Length - 1].Value;
                Shape item = call.Arguments is [var name, _] && Read(name.Value, body) is TextShape key
                    ? new PairShape(key, SourceSpan.From(name.Value.Syntax), Read(added, body), SourceSpan.From(added.Syntax))
                    : Read(added, body);
                if (call.TargetMethod.Name == "AddRange")
                {
                    return item is ListShape more
                        ? new ListShape([.. list.Items, .. more.Items], list.IsOpen || more.IsOpen) { Places = [.. list.Places, .. more.Places] }
                        : new ListShape(list.Items, true) { Places = list.Places };
                }

                return new ListShape([.. list.Items, item], list.IsOpen) { Places = [.. list.Places, SourceSpan.From(added.Syntax)] };
            case TextShape text when IsStringBuilder(call.TargetMethod.ContainingType):
                // The last call of a chain contains the others.
                return call.Parent is IInvocationOperation { Instance: { } next, TargetMethod.ContainingType: var owner } && next == call && IsStringBuilder(owner)
                    ? text : AppendTo(text, call, body);
            case GroupShape group when !IsClient(group.Type) && !IsSending(call.TargetMethod):
                var parts = new List<Shape>(group.Parts);
                AddParts(parts, call, body);
                return new GroupShape(parts, group.Type);
            default:
                return shape;
        }
    }

    // A client sends many requests. The method of one request does not apply to the next.
    private static bool IsClient(ITypeSymbol? type) => type?.Name is { } name
        && (name.EndsWith("Client", StringComparison.Ordinal) || name.EndsWith("Handler", StringComparison.Ordinal) || name.EndsWith("Factory", StringComparison.Ordinal));

    private static bool IsSending(IMethodSymbol method) => method.ReturnType.Name is "Task" or "ValueTask";

    private Shape ApplyArgument(Shape shape, IArgumentOperation pass, Body body)
    {
        if (shape is GroupShape group && pass.Parent is IInvocationOperation { TargetMethod.Name: "Serialize" or "SerializeAsync" } writing)
        {
            // The serializer writes to this stream.
            return new GroupShape([.. group.Parts, Read(writing, body)], group.Type);
        }

        if (shape is GroupShape stream && pass.Parent is IInvocationOperation { TargetMethod: { Name: "WriteObject", ContainingType.Name: "DataContractJsonSerializer" }, Arguments: [_, { Value: var contract }] })
        {
            return new GroupShape([.. stream.Parts, new SerializedShape(Read(contract, body), Naming.Keep)], stream.Type);
        }

        if (shape is ChoiceShape { Options: var options })
        {
            return new ChoiceShape([.. options.Select(o => ApplyArgument(o, pass, body))]);
        }

        if (shape is not (MapShape or ListShape or GroupShape) || pass.Parent is not IInvocationOperation call || pass.Parameter?.OriginalDefinition is not { } parameter
            || (call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call.TargetMethod.MethodKind != MethodKind.DelegateInvoke))
        {
            return shape;
        }

        if (Enter(call, body) is { } inside)
        {
            if (inside.Root is IAnonymousFunctionOperation { Symbol.Parameters: var lambda } && parameter.Ordinal < lambda.Length)
            {
                return ReadInsideLambda(shape, lambda[parameter.Ordinal], inside);
            }

            parameter = inside.GetParameter(parameter);
            return inside.Index.Find(parameter) is { } uses && (uses.Changes.Count > 0 || uses.Passes.Count > 0) ? ReadInside(shape, parameter, inside) : shape;
        }

        // A method without source may add entries to the map, unless it also has a string argument: then it is assumed to send the map to a REST method.
        return shape is MapShape map && !call.Arguments.Any(a => a.Value.Type?.SpecialType == SpecialType.System_String)
            ? new MapShape(map.Entries, true) { IsQuery = map.IsQuery }
            : shape;
    }

    private Shape ReadInside(Shape shape, ISymbol parameter, Body inside)
    {
        var arguments = new Dictionary<ISymbol, Shape>(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, Shape> argument in inside.Arguments)
        {
            arguments[argument.Key] = argument.Value;
        }

        arguments[parameter] = shape;
        var body = new Body(inside.Root, inside.Index, arguments, inside.Depth);
        return ReadVariable(parameter, null, body);
    }

    private Shape ReadInsideLambda(Shape shape, IParameterSymbol parameter, Body inside) =>
        inside.Index.Find(parameter) is { } uses && (uses.Changes.Count > 0 || uses.Passes.Count > 0) ? ReadInside(shape, parameter, inside) : shape;
}
