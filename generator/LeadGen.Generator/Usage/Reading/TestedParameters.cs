using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Determines whether a method tests or changes a parameter, so that a constant which a caller passes may not be the value that is sent.</summary>
internal static class TestedParameters
{
    // Parts of the names of methods, which a wrapper joins: Update(entity, "update", …).
    private static readonly string[] s_methodWords = ["crm", "lead", "item", "batch", "add", "update", "list", "get", "delete", "fields"];

    /// <summary>Returns what is certain about the value of a parameter: the constant that the caller passes, or only its type if the method tests the parameter.</summary>
    public static Shape Certain(IParameterReferenceOperation use, Shape passed, Body body)
    {
        if (body.Depth == 0 || IsMethod(passed))
        {
            return passed;
        }

        bool? isBlank = passed switch
        {
            ConstantShape { Value: null } or TextShape { Constant: "" } => true,
            ConstantShape or TextShape { Constant: not null } => false,
            ChoiceShape { Options: var options } when options.Any(static o => o is ConstantShape or TextShape) && options.All(static o => o is ConstantShape or TextShape or TypedShape) => false,
            _ => null,
        };
        return isBlank is { } blank && body.Root.Descendants().Any(o => o is IParameterReferenceOperation { Parameter: var other } && SymbolEqualityComparer.Default.Equals(other, use.Parameter) && IsTest(o, blank))
            ? new TypedShape(use.Type) : passed;
    }

    private static bool IsMethod(Shape passed) => passed is TextShape { Text: var text }
        && (RestMethod.Find(text) is not null || (text.Length > 0 && text.Split('.').All(static w => w.Length == 0 || s_methodWords.Contains(w.ToLowerInvariant()))));

    // A check for a missing value changes nothing for other values.
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
