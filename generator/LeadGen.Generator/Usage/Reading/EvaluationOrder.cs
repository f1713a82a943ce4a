using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Determines the entries that a map has when a request or a serializer reads it. The program may add others later, for example for a log.</summary>
internal static class EvaluationOrder
{
    // First words of the names of methods that store the map and send it later.
    private static readonly string[] s_storingVerbs = ["Add", "Append", "Batch", "Enqueue", "Prepare", "Push", "Put", "Queue", "Register", "Schedule", "Set", "With"];

    /// <summary>Determines whether a call has read its arguments when it returns. Builders and queues read them later.</summary>
    public static bool ReadsArgumentsImmediately(IOperation call) => call switch
    {
        IDynamicInvocationOperation => true,
        IInvocationOperation { TargetMethod: { ReturnsVoid: true, Name: var name } } => !s_storingVerbs.Any(w => NonRequests.StartsWith(name, w)),
        IInvocationOperation invocation => IsTask(invocation.Type) || !SymbolEqualityComparer.Default.Equals(invocation.Type, BodyIndex.GetReceiver(invocation)?.Type),
        _ => false,
    };

    /// <summary>Returns a map without the entries that the body adds after an expression has been evaluated.</summary>
    public static MapShape TakeAt(SyntaxNode expression, MapShape map, Body body)
    {
        MapEntry[] earlier = [.. map.Entries
            .Where(e => !IsLater(e.KeySpan, expression, body.Root.Syntax))
            .Select(e => TakeAt(expression, e.Value, body) is var value && ReferenceEquals(value, e.Value) ? e : e with { Value = value })];
        return new MapShape(earlier, map.IsOpen || earlier.Length < map.Entries.Count) { IsQuery = map.IsQuery };
    }

    /// <inheritdoc cref="TakeAt(SyntaxNode, MapShape, Body)"/>
    public static Shape TakeAt(SyntaxNode expression, Shape shape, Body body) => shape switch
    {
        MapShape map => TakeAt(expression, map, body),
        ChoiceShape { Options: var options } => new ChoiceShape([.. options.Select(o => TakeAt(expression, o, body))]),
        _ => shape,
    };

    private static bool IsTask(ITypeSymbol? type) => type?.Name is "Task" or "ValueTask";

    private static bool IsLater(SourceSpan place, SyntaxNode expression, SyntaxNode body)
    {
        if (place.Tree != expression.SyntaxTree || place.Span.Start < expression.Span.End || !body.Span.Contains(place.Span))
        {
            return false;
        }

        // A lambda or a local function may run before or after the surrounding code.
        SyntaxNode entry = place.Tree.GetRoot().FindNode(place.Span);
        if (GetContainingFunction(entry) != GetContainingFunction(expression))
        {
            return false;
        }

        foreach (SyntaxNode node in expression.Ancestors().TakeWhile(a => a != body))
        {
            // A loop may add the entry before its next iteration.
            if (node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax && node.Span.Contains(place.Span) && !IsCreatedIn(node, entry))
            {
                return false;
            }
        }

        // The body of a program with top-level statements contains the types of its file.
        return !(entry.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } type && body.Span.Contains(type.Span));
    }

    private static SyntaxNode? GetContainingFunction(SyntaxNode node) => node.FirstAncestorOrSelf<SyntaxNode>(static n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);

    // Whether each iteration of a loop creates the variable that the entry is added to.
    private static bool IsCreatedIn(SyntaxNode loop, SyntaxNode entry) => FindVariable(entry) is { } owner && loop.DescendantNodes().Any(n =>
        n is VariableDeclaratorSyntax { Identifier.ValueText: var declared } ? declared == owner
        : n is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax { Identifier.ValueText: var assigned } } && assigned == owner);

    /// <summary>Gets the variable that a statement adds an entry to: <c>fields["X"] = …</c>, <c>fields.Add("X", …)</c>; <see langword="null"/> for other statements.</summary>
    public static string? FindVariable(SyntaxNode entry) => entry.FirstAncestorOrSelf<ExpressionStatementSyntax>()?.Expression switch
    {
        AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax map } } => map.Identifier.ValueText,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax map } } => map.Identifier.ValueText,
        _ => null,
    };
}
