using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Determines whether a method tests or changes a parameter, so that the constant that a caller passes may differ from the value that is sent.</summary>
internal static class TestedParameters
{
    // Parts of method names that a wrapper joins: Update(entity, "update", …).
    private static readonly string[] s_methodWords = ["crm", "lead", "item", "batch", "add", "update", "list", "get", "delete", "fields"];

    /// <summary>Returns what is certain about the value of a parameter: the constant that the caller passes, or only its type if the method tests the parameter.</summary>
    public static Shape GetCertainShape(IParameterReferenceOperation use, Shape passed, Body body)
    {
        if (body.Depth == 0 || IsMethod(passed))
        {
            return passed;
        }

        if (IsValue(passed) && GetUses(use.Parameter, body).Any(IsConversion))
        {
            // if (value is bool flag) value = flag ? "Y" : "N";
            return TypedShape.Unknown;
        }

        bool? isBlank = passed switch
        {
            ConstantShape { Value: null } or TextShape { Constant: "" } => true,
            ConstantShape or TextShape { Constant: not null } => false,
            ChoiceShape { Options: var options } when options.Any(static o => o is ConstantShape or TextShape) && options.All(static o => o is ConstantShape or TextShape or TypedShape) => false,
            _ => null,
        };
        return isBlank is { } blank && GetUses(use.Parameter, body).Any(o => IsTest(o, blank)) ? new TypedShape(use.Type) : passed;
    }

    /// <summary>Determines whether an operation is in a branch that is taken only for some of the constants that callers pass, so that it can be for another call.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="body">The body, with the arguments of the caller.</param>
    /// <param name="isRequest">Whether the operation is a request. It is meant for the caller if its branch is chosen by an entity or a method.</param>
    public static bool IsForOtherArguments(IOperation operation, Body body, bool isRequest = false)
    {
        if (body.Depth == 0)
        {
            return false;
        }

        for (IOperation child = operation; child.Parent is { } parent; child = parent)
        {
            IOperation? tested = parent switch
            {
                IConditionalOperation { Condition: var condition } when condition != child => condition,
                ISwitchOperation { Value: var value } => value,
                ISwitchExpressionOperation { Value: var value } => value,
                _ => null,
            };
            if (tested is not null && TestsArgument(tested, body, isRequest))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the choice between values; unknown if an argument selects the value. Methods are kept.</summary>
    public static Shape GetChosenShape(Shape choice, IOperation tested, Body body) =>
        body.Depth > 0 && TestsArgument(tested, body, ignoresMethods: false) && !(choice is ChoiceShape { Options: var options } && options.Any(IsMethod)) ? TypedShape.Unknown : choice;

    // A check for a missing value does not select between the values that callers pass.
    private static bool TestsArgument(IOperation tested, Body body, bool ignoresMethods) => !BodyIndex.IsBlankCheck(tested)
        && tested.DescendantsAndSelf().Any(o => o is IParameterReferenceOperation { Parameter: var parameter }
            && (IsConversion(o) || (body.Arguments.TryGetValue(parameter, out Shape? passed) && passed is ConstantShape or TextShape or EnumShape or ListShape && !(ignoresMethods && IsMethod(passed)))));

    private static IEnumerable<IOperation> GetUses(IParameterSymbol parameter, Body body) =>
        body.Root.Descendants().Where(o => o is IParameterReferenceOperation { Parameter: var other } && SymbolEqualityComparer.Default.Equals(other, parameter));

    private static bool IsValue(Shape passed) => passed is ConstantShape or TextShape or TypedShape or EnumShape || (passed is ListShape { Items: var items } && items.All(IsValue)) || (passed is ChoiceShape { Options: var options } && options.All(IsValue));

    // The method replaces the value, or sends another one for values of some types.
    private static bool IsConversion(IOperation use)
    {
        IOperation outer = use;
        while (outer.Parent is IConversionOperation or IParenthesizedOperation)
        {
            outer = outer.Parent;
        }

        return outer.Parent switch
        {
            IAssignmentOperation { Target: var target } => target == outer,
            IIsTypeOperation => true,
            IIsPatternOperation { Pattern: var pattern } => TestsType(pattern, use.Type),
            ISwitchOperation { Value: var value, Cases: var cases } => value == outer && cases.Any(c => c.Clauses.OfType<IPatternCaseClauseOperation>().Any(p => TestsType(p.Pattern, use.Type))),
            ISwitchExpressionOperation { Value: var value, Arms: var arms } => value == outer && arms.Any(a => TestsType(a.Pattern, use.Type)),
            IInvocationOperation { TargetMethod.Name: "GetType", Instance: var instance } => instance == outer,
            _ => false,
        };
    }

    private static bool TestsType(IPatternOperation pattern, ITypeSymbol? declared) => pattern switch
    {
        INegatedPatternOperation { Pattern: var inner } => TestsType(inner, declared),
        IBinaryPatternOperation { LeftPattern: var left, RightPattern: var right } => TestsType(left, declared) || TestsType(right, declared),
        IDeclarationPatternOperation { MatchesNull: false, MatchedType: { } matched } => !SymbolEqualityComparer.Default.Equals(matched, declared),
        ITypePatternOperation { MatchedType: { } matched } => !SymbolEqualityComparer.Default.Equals(matched, declared),
        IRecursivePatternOperation { MatchedType: { } matched, InputType: { } input } => !SymbolEqualityComparer.Default.Equals(matched, input),
        _ => false,
    };

    private static bool IsMethod(Shape passed) => passed is TextShape { Text: var text }
        && (MethodName.Find(text) is not null || (text.Length > 0 && text.Split('.').All(static w => w.Length == 0 || s_methodWords.Contains(w.ToLowerInvariant()))));

    // A check for a missing value has no effect on other values.
    private static bool IsTest(IOperation use, bool isBlank)
    {
        for (IOperation child = use; child.Parent is { } parent and not IBlockOperation; child = parent)
        {
            switch (parent)
            {
                case IConditionalOperation { Condition: var condition } when condition == child:
                    return isBlank || !BodyIndex.IsBlankCheck(condition);
                case ICoalesceOperation { Value: var value } when value == child:
                case IConditionalAccessOperation { Operation: var tested } when tested == child:
                    return isBlank;
                case ISwitchOperation { Value: var switched } when switched == child:
                case ISwitchExpressionOperation { Value: var chosen } when chosen == child:
                case IAssignmentOperation { Target: var target } when target == use:
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                case IWhileLoopOperation { Condition: var again } when again == child:
                    return true;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } comparison
                    when !BodyIndex.IsBlankCheck(comparison):
                case IIsPatternOperation pattern when !BodyIndex.IsBlankCheck(pattern):
                    return true;
            }
        }

        return false;
    }
}
