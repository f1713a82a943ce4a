using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Represents an index of the operations on each variable of a body. It is built in one pass.</summary>
internal sealed class BodyIndex
{
    private readonly Dictionary<ISymbol, Uses> _uses = new(SymbolEqualityComparer.Default);

    public BodyIndex(IOperation body)
    {
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            Add(operation);
        }
    }

    /// <summary>Gets the calls and object creations of the body, outer ones before inner ones.</summary>
    public List<IOperation> Calls { get; } = [];

    /// <summary>Gets the strings of the body that are not part of a longer one.</summary>
    public List<IOperation> Texts { get; } = [];

    /// <summary>Gets the returned values, with the local function that returns them; <see langword="null"/> for the body itself.</summary>
    public List<(IOperation Value, IOperation? Function)> Returns { get; } = [];

    /// <summary>Gets the local functions of the body.</summary>
    public Dictionary<ISymbol, ILocalFunctionOperation> Functions { get; } = new(SymbolEqualityComparer.Default);

    public Uses? Find(ISymbol symbol) => _uses.TryGetValue(symbol, out Uses? uses) ? uses : null;

    /// <summary>Gets the variable that an expression accesses, and the members and indexers on the path from it, in source order.</summary>
    public static ISymbol? GetRoot(IOperation? target, List<IOperation>? path = null)
    {
        while (target is not null)
        {
            switch (target)
            {
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                case IFieldReferenceOperation { Field.IsConst: false } field:
                    return field.Field;
                case IPropertyReferenceOperation property:
                    path?.Insert(0, property);
                    target = property.Instance;
                    break;
                case IDynamicMemberReferenceOperation member:
                    path?.Insert(0, member);
                    target = member.Instance;
                    break;
                case IConversionOperation conversion:
                    target = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    target = parenthesized.Operand;
                    break;
                case IInvocationOperation { TargetMethod.Name: "AsObject" or "AsArray", Instance: { } node }:
                    target = node;
                    break;
                case IConditionalAccessInstanceOperation:
                    target = TestedBy(target);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Gets the part of a pair or a tuple that an expression reads: <c>Key</c>, <c>Value</c>, <c>Item1</c>; <see langword="null"/> for any other expression.</summary>
    public static string? GetPart(IOperation? expression) => expression switch
    {
        IPropertyReferenceOperation { Property: { Name: "Key" or "Value" or "Item1" or "Item2", ContainingType.Name: "KeyValuePair" or "DictionaryEntry" or "Tuple" } property } => property.Name,
        IFieldReferenceOperation { Field: { ContainingType.IsTupleType: true } field } => field.CorrespondingTupleField?.Name ?? field.Name,
        _ => null,
    };

    /// <summary>Determines whether a condition only checks for a missing value: <c>value != null</c>, <c>!string.IsNullOrEmpty(value)</c>.</summary>
    public static bool IsBlankCheck(IOperation condition) => Unwrap(condition) switch
    {
        IParenthesizedOperation { Operand: var inner } => IsBlankCheck(inner),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var inner } => IsBlankCheck(inner),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => IsBlankCheck(both.LeftOperand) && IsBlankCheck(both.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => IsBlank(comparison.LeftOperand) || IsBlank(comparison.RightOperand),
        IIsPatternOperation { Pattern: var pattern } => IsBlankPattern(pattern),
        IInvocationOperation { TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String } } => true,
        IPropertyReferenceOperation { Property: { Name: "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } } => true,
        _ => false,
    };

    private static bool IsBlank(IOperation value) => Unwrap(value).ConstantValue is { HasValue: true, Value: null or "" };

    private static bool IsBlankPattern(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation { Pattern: var inner } => IsBlankPattern(inner),
        IConstantPatternOperation { Value: var value } => IsBlank(value),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } empty => SymbolEqualityComparer.Default.Equals(empty.MatchedType, empty.InputType),
        _ => false,
    };

    /// <summary>Gets the receiver of a call: the instance, or the first argument of an extension method.</summary>
    public static IOperation? GetReceiver(IInvocationOperation call)
    {
        IOperation? receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        return receiver is IConditionalAccessInstanceOperation ? TestedBy(receiver) : receiver;
    }

    // Gets the tested value in map?.Add(…).
    private static IOperation? TestedBy(IOperation instance)
    {
        IOperation? child = instance;
        while (child is not null && !(child.Parent is IConditionalAccessOperation { WhenNotNull: var whenNotNull } && whenNotNull == child))
        {
            child = child.Parent;
        }

        return (child?.Parent as IConditionalAccessOperation)?.Operation;
    }

    private void Add(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator
                when (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer) is { Value: var value }:
                GetUses(declarator.Symbol).Values.Add(value);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment:
                GetUses(GetRoot(assignment.Target)!).Values.Add(assignment.Value);
                break;
            case ISimpleAssignmentOperation { Target: IFieldReferenceOperation field } assignment:
                GetUses(field.Field).Values.Add(assignment.Value);
                break;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation or IDynamicMemberReferenceOperation } assignment
                when GetRoot(assignment.Target) is { } root:
                GetUses(root).Changes.Add(assignment);
                break;
            case ICoalesceAssignmentOperation assignment when GetRoot(assignment.Target) is { } root:
                GetUses(root).Values.Add(assignment.Value);
                break;
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: IPropertyReferenceOperation { Property.IsIndexer: false } } assignment
                when GetRoot(assignment.Target) is { } root:
                GetUses(root).Changes.Add(assignment);
                break;
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation local } append:
                GetUses(local.Local).Appends.Add(append.Value);
                break;
            case IForEachLoopOperation loop:
                AddLoop(loop);
                break;
            case IDeconstructionAssignmentOperation { Target: var target, Value: ITupleOperation values }:
                AddTuple(target, values);
                break;
            case ILocalFunctionOperation function:
                Functions[function.Symbol] = function;
                break;
            case IReturnOperation { ReturnedValue: { } returned }:
                Returns.Add((returned, GetContainingFunction(operation)));
                break;
            case IInvocationOperation call:
                Calls.Add(call);
                AddCall(call);
                break;
            case IObjectCreationOperation or IDynamicInvocationOperation:
                Calls.Add(operation);
                break;
            case IInterpolatedStringOperation or ILiteralOperation or IBinaryOperation
                when operation.Type?.SpecialType == SpecialType.System_String && operation.Parent is not (IBinaryOperation or IInterpolatedStringTextOperation):
                Texts.Add(operation);
                break;
        }
    }

    private void AddCall(IInvocationOperation call)
    {
        IOperation? receiver = GetReceiver(call);
        // request.AddHeader(…).AddJsonBody(…): each call of the chain changes the request.
        IOperation? start = receiver;
        while (start is IInvocationOperation inner)
        {
            start = GetReceiver(inner);
        }

        if (GetRoot(start) is { } root)
        {
            GetUses(root).Changes.Add(call);
        }

        if (call is { TargetMethod.Name: "ForEach", Arguments: [.., { Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: [var element], Body: var body } } }] } && receiver is not null)
        {
            GetUses(element).Elements = new Loop(receiver, -1, body);
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            // TryRead(out var fields) declares the variable that it passes.
            IOperation value = argument.Value is IDeclarationExpressionOperation { Expression: var declared } ? declared : argument.Value;
            if (argument.Value != receiver && Unwrap(value) is ILocalReferenceOperation or IParameterReferenceOperation
                && GetRoot(value) is { } passed)
            {
                GetUses(passed).Passes.Add(argument);
            }
        }
    }

    private void AddLoop(IForEachLoopOperation loop)
    {
        switch (loop.LoopControlVariable)
        {
            case IVariableDeclaratorOperation declarator:
                GetUses(declarator.Symbol).Elements = new Loop(loop.Collection, -1, loop.Body);
                break;
            case IDeclarationExpressionOperation { Expression: ITupleOperation tuple }:
                for (int i = 0; i < tuple.Elements.Length; i++)
                {
                    if (GetRoot(tuple.Elements[i]) is { } element)
                    {
                        GetUses(element).Elements = new Loop(loop.Collection, i, loop.Body);
                    }
                }

                break;
        }
    }

    private void AddTuple(IOperation target, ITupleOperation values)
    {
        if ((target is IDeclarationExpressionOperation declaration ? declaration.Expression : target) is ITupleOperation targets)
        {
            for (int i = 0; i < Math.Min(targets.Elements.Length, values.Elements.Length); i++)
            {
                if (targets.Elements[i] is not (IPropertyReferenceOperation or IDynamicMemberReferenceOperation) && GetRoot(targets.Elements[i]) is { } symbol)
                {
                    GetUses(symbol).Values.Add(values.Elements[i]);
                }
            }
        }
    }

    private Uses GetUses(ISymbol symbol)
    {
        if (!_uses.TryGetValue(symbol, out Uses? uses))
        {
            _uses.Add(symbol, uses = new Uses());
        }

        return uses;
    }

    private static IOperation? GetContainingFunction(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILocalFunctionOperation or IAnonymousFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: var operand })
        {
            operation = operand;
        }

        return operation;
    }

    /// <summary>Represents the operations on one variable.</summary>
    public sealed class Uses
    {
        /// <summary>Gets the assigned values.</summary>
        public List<IOperation> Values { get; } = [];

        /// <summary>Gets the values that are appended to a string.</summary>
        public List<IOperation> Appends { get; } = [];

        /// <summary>Gets assignments to members and elements, and calls on the variable.</summary>
        public List<IOperation> Changes { get; } = [];

        /// <summary>Gets the arguments that pass the variable to a call.</summary>
        public List<IArgumentOperation> Passes { get; } = [];

        /// <summary>Gets or sets the loop whose elements, or a part of them, are the values of the variable.</summary>
        public Loop? Elements { get; set; }
    }

    /// <summary>Represents a loop over the elements of a collection.</summary>
    /// <param name="Collection">The collection.</param>
    /// <param name="Index">The index of the part of each element that the variable holds; -1 for the whole element.</param>
    /// <param name="Body">The body of the loop.</param>
    public sealed record Loop(IOperation Collection, int Index, IOperation Body)
    {
        /// <summary>Determines whether the loop may skip an element for a reason other than a missing value.</summary>
        public bool CanSkipElements(ISymbol variable) => Body.DescendantsAndSelf().Any(o => o is ISwitchOperation
            || (o is IConditionalOperation { Type: null, Condition: var condition } && (!IsBlankCheck(condition) || IsMentioned(variable, condition))));

        private bool IsMentioned(ISymbol variable, IOperation where) => where.DescendantsAndSelf().Any(o =>
            o is ILocalReferenceOperation or IParameterReferenceOperation && SymbolEqualityComparer.Default.Equals(GetRoot(o), variable)
            && !(Index == -1 && GetPart(o.Parent) is "Value" or "Item2"));
    }
}
