using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <content>Builders: objects of the project that collect entries in a private dictionary, by calls that return the object.</content>
internal sealed partial class ShapeReader
{
    private const int MaxBuilderMethods = 40;

    /// <summary>Reads the content of a private dictionary that methods of its object fill; <see langword="null"/> for any other field.</summary>
    private MapShape? ReadBuilt(IFieldSymbol field, Body body)
    {
        if (!field.IsReadOnly || field.IsStatic || field.DeclaredAccessibility != Accessibility.Private || !TypeShapes.IsDictionary(field.Type) || body.Index.Find(field) is not null
            || ReadMember(field, field.Type) is not MapShape { IsOpen: false } initial)
        {
            return null;
        }

        return body.Caller is var (instance, caller) ? FillByCalls(initial, field, instance, caller)
            : body.Depth == 0 ? FillByMethods(initial, field)
            : null;
    }

    // new Builder().Title(title).Set("NAME", name): each call adds to the object's dictionary.
    private MapShape? FillByCalls(MapShape? map, IFieldSymbol field, IOperation instance, Body caller)
    {
        switch (Unwrap(instance))
        {
            case IObjectCreationOperation:
                return map;
            case IInvocationOperation { Instance: { } inner } call when SymbolEqualityComparer.Default.Equals(call.Type, inner.Type):
                return FillByCalls(map, field, inner, caller) is { } before && Enter(call, caller) is { } body ? Fill(before, field, body) : null;
            case ILocalReferenceOperation { Local: var local } use when caller.Index.Find(local) is { Values: [var only] } uses:
                map = FillByCalls(map, field, only, caller);
                foreach (IInvocationOperation change in uses.Changes.OfType<IInvocationOperation>().OrderBy(static c => c.Syntax.Span.End))
                {
                    map = map is null || change.Syntax.Span.End >= use.Syntax.Parent!.Span.End || Enter(change, caller) is not { } entered ? map : Fill(map, field, entered);
                }

                return map;
            default:
                return null;
        }
    }

    // The entries that the methods of the class add, if all methods that read the dictionary send it to a method of leads.
    private MapShape? FillByMethods(MapShape initial, IFieldSymbol field)
    {
        MapShape map = initial;
        int count = 0;
        foreach (IMethodSymbol method in field.ContainingType.GetMembers().OfType<IMethodSymbol>().Where(static m => m.MethodKind is MethodKind.Ordinary or MethodKind.Constructor))
        {
            if (++count > MaxBuilderMethods)
            {
                return null;
            }

            if (bodies.Find(method, cancellationToken) is not { } found)
            {
                continue;
            }

            if (Reads(found.Root, field))
            {
                if (!LeadCallCandidates.ContainsLeadMethod(found.Root.Syntax.ToString()))
                {
                    return null;
                }

                continue;
            }

            // A key that the method's caller chooses is not known here.
            map = Fill(map, field, new Body(found.Root, found.Index, Body.NoArguments, 1));
        }

        return map;
    }

    private MapShape Fill(MapShape map, IFieldSymbol field, Body body)
    {
        Shape shape = map;
        foreach (IOperation change in body.Index.Find(field)?.Changes ?? [])
        {
            shape = Change(shape, field, change, body);
        }

        map = shape as MapShape ?? new MapShape([], true);
        foreach (IInvocationOperation call in body.Index.Calls.OfType<IInvocationOperation>().Where(static c => c.Instance is IInstanceReferenceOperation))
        {
            map = Enter(call, body) is { } inner ? Fill(map, field, inner) : map;
        }

        return map;
    }

    // Whether a body does anything with a dictionary other than change it.
    private static bool Reads(IOperation root, IFieldSymbol field) => root.DescendantsAndSelf().Any(o =>
        o is IFieldReferenceOperation { Field: var used } && SymbolEqualityComparer.Default.Equals(used, field)
        && !(o.Parent is IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation { Target: var target } } && target == o.Parent)
        && !(o.Parent is IInvocationOperation { Instance: var instance, TargetMethod.Name: "Add" or "TryAdd" or "Remove" or "ContainsKey" or "Clear" } && instance == o));
}
