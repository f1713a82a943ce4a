using LeadGen.Generator.Usage.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>
/// Finds dictionary entries that are added in one branch, if other branches send the dictionary to different methods. Such an entry can be
/// meant for any of these calls.
/// </summary>
internal static class BranchEntries
{
    /// <summary>Counts the calls that may get the entry of a branch; 0 if the entry is not in a branch, or all calls get it; <see cref="int.MaxValue"/> if no call gets it.</summary>
    public static int CountReceivers(SourceSpan place, SyntaxNode body)
    {
        if (place.Tree != body.SyntaxTree || !body.Span.Contains(place.Span)
            || body.FindNode(place.Span) is not { } entry || EvaluationOrder.FindVariable(entry) is not { } owner || GetBranch(entry, body, null) is not { } branch)
        {
            return 0;
        }

        // The branch of each call that gets the dictionary; null for a call that is always made.
        InvocationExpressionSyntax[] calls = [.. body.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == owner).Select(GetCall).OfType<InvocationExpressionSyntax>().Distinct()];
        SyntaxNode?[] branches = [.. calls.Where(c => !branch.Span.Contains(c.Span)).Select(c => GetBranch(c, body, branch)).Distinct()];
        if (branches.Length > 0 && Leaves(branch))
        {
            // if (isDryRun) { fields["dryRun"] = true; return fields; }
            return calls.Any(c => branch.Span.Contains(c.Span)) ? calls.Length : int.MaxValue;
        }

        return branches.Length > 1 && (!branches.Contains(null) || branches.All(static b => b is null || Leaves(b))) ? calls.Length : 0;
    }

    private static bool Leaves(SyntaxNode branch) => branch.DescendantNodesAndSelf().Any(static n => n is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax);

    // The call that gets a variable, directly or within an object.
    private static InvocationExpressionSyntax? GetCall(SyntaxNode variable)
    {
        for (SyntaxNode? node = variable; node is not null and not StatementSyntax; node = node.Parent)
        {
            if (node is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
            {
                return call;
            }
        }

        return null;
    }

    private static SyntaxNode? GetBranch(SyntaxNode node, SyntaxNode body, SyntaxNode? excluded) => node.Ancestors().TakeWhile(a => a != body).FirstOrDefault(a =>
        a is SwitchSectionSyntax or SwitchExpressionArmSyntax or ElseClauseSyntax or ConditionalExpressionSyntax or StatementSyntax { Parent: IfStatementSyntax }
        && (excluded is null || !a.Span.Contains(excluded.Span)));
}
