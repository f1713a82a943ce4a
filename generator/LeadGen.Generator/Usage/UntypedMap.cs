using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>One entry of an untyped map: its key, where that stands, and the value.</summary>
internal sealed record UntypedEntry(string Key, Location Place, IOperation Value);

/// <summary>Reads the maps that untyped code makes: anonymous objects, dictionary initializers, and locals that hold one.</summary>
internal static class UntypedMap
{
    /// <summary>The entries of a map whose keys are known; <see langword="null"/> for anything that is no such map.</summary>
    public static IReadOnlyList<UntypedEntry>? Read(IOperation operation)
    {
        switch (Unwrap(operation))
        {
            case IAnonymousObjectCreationOperation anonymous:
                return anonymous.Initializers.OfType<ISimpleAssignmentOperation>()
                    .Where(static a => a.Target is IPropertyReferenceOperation)
                    .Select(static a => new UntypedEntry(((IPropertyReferenceOperation)a.Target).Property.Name, NameOf(a), a.Value))
                    .ToList();
            case IObjectCreationOperation { Initializer: { } initializer }:
                return initializer.Initializers.Select(ReadEntry).Where(static e => e is not null).ToList()!;
            case IObjectCreationOperation { Arguments.Length: 0 }:
                return [];
            case ILocalReferenceOperation local:
                return ReadLocal(local);
            default:
                return null;
        }
    }

    /// <summary>The elements of a list that is written out; <see langword="null"/> for anything else.</summary>
    public static IReadOnlyList<IOperation>? ReadList(IOperation operation) => Unwrap(operation) switch
    {
        // The compiler that LeadGen is built against has no operation for [a, b]; newer ones have, and its children are the elements.
        { Syntax: CollectionExpressionSyntax } list => list.ChildOperations.ToList(),
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        IArrayCreationOperation { DimensionSizes: [{ ConstantValue.Value: 0 }] } => [],
        IObjectCreationOperation { Initializer: { } initializer } when initializer.Initializers.All(static i => i is IInvocationOperation { Arguments.Length: 1 }) =>
            initializer.Initializers.Select(static i => ((IInvocationOperation)i).Arguments[0].Value).ToList(),
        _ => null,
    };

    /// <summary>A value without the conversions around it.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: var operand })
        {
            operation = operand;
        }

        return operation;
    }

    private static UntypedEntry? ReadEntry(IOperation initializer) => initializer switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: [var key] }, Value: var value } => Entry(key.Value, value),
        IInvocationOperation { TargetMethod.Name: "Add", Arguments: [var key, var value] } => Entry(key.Value, value.Value),
        _ => null,
    };

    private static UntypedEntry? Entry(IOperation key, IOperation value) =>
        key.ConstantValue is { HasValue: true, Value: string text } ? new UntypedEntry(text, key.Syntax.GetLocation(), value) : null;

    // What is put into the local later in the same body counts, too; what other methods do with it does not.
    private static List<UntypedEntry>? ReadLocal(ILocalReferenceOperation reference)
    {
        IOperation body = reference;
        while (body.Parent is { } parent)
        {
            body = parent;
        }

        List<UntypedEntry>? entries = null;
        foreach (IOperation operation in body.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: var value } declarator
                    when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local) && Unwrap(value) is not ILocalReferenceOperation:
                    entries = Read(value)?.ToList();
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } target } } when IsReference(target, reference.Local):
                case IInvocationOperation { TargetMethod.Name: "Add", Instance: { } instance } when IsReference(instance, reference.Local):
                    if (ReadEntry(operation) is { } entry)
                    {
                        entries?.Add(entry);
                    }

                    break;
            }
        }

        return entries;
    }

    private static bool IsReference(IOperation operation, ILocalSymbol local) =>
        operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    private static Location NameOf(ISimpleAssignmentOperation member) => member.Target.Syntax.GetLocation();
}
