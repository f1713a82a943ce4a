using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>Finds the operations that contain an operation.</summary>
internal static class OperationTree
{
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>Returns the ancestors of an operation, the nearest first.</summary>
    public static IEnumerable<IOperation> Ancestors(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    /// <summary>Determines whether an operation is the target of an assignment, an increment or a deconstruction.</summary>
    public static bool IsAssigned(IOperation target)
    {
        if (target.Parent is ITupleOperation tuple)
        {
            return IsAssigned(tuple);
        }

        return target.Parent is IIncrementOrDecrementOperation || (target.Parent is IAssignmentOperation assignment && assignment.Target == target);
    }

    /// <summary>Returns the operation whose value is enumerated or awaited: the call itself, or <c>WithCancellation</c> and <c>ConfigureAwait</c> on it.</summary>
    public static IOperation GetAsyncCallResult(IOperation call)
    {
        IOperation end = call;
        while (end.Parent is IConversionOperation or IConditionalAccessOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }
            or IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "WithCancellation" or "ConfigureAwait" } } })
        {
            end = end.Parent is IArgumentOperation argument ? argument.Parent! : end.Parent;
        }

        return end;
    }
}
