using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>The bodies of methods, and the values of fields and properties, wherever in the compilation they are. Each is read once.</summary>
internal sealed class SourceBodies(Compilation compilation)
{
    private readonly ConcurrentDictionary<ISymbol, (IOperation Root, BodyIndex Index)?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _assigned = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly Lazy<Dictionary<INamedTypeSymbol, INamedTypeSymbol?>> _classes = new(() => FindClasses(compilation));

    /// <summary>Gets the body of a method, or the initial value of a field or property; <see langword="null"/> if it has no source.</summary>
    public (IOperation Root, BodyIndex Index)? Find(ISymbol symbol, CancellationToken cancellationToken)
    {
        symbol = symbol.OriginalDefinition;
        if (symbol.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        return _bodies.GetOrAdd(symbol, s => Read(s, cancellationToken));
    }

    /// <summary>Gets the method that a call of an interface's method runs, if exactly one class of the project implements the interface.</summary>
    public IMethodSymbol? FindImplementation(IMethodSymbol method)
    {
        INamedTypeSymbol contract = method.ContainingType.OriginalDefinition;
        return !contract.DeclaringSyntaxReferences.IsEmpty && !contract.IsGenericType && _classes.Value.TryGetValue(contract, out INamedTypeSymbol? only)
            ? only?.FindImplementationForInterfaceMember(method.OriginalDefinition) as IMethodSymbol
            : null;
    }

    // The class that implements each interface of the project; null if there are several.
    private static Dictionary<INamedTypeSymbol, INamedTypeSymbol?> FindClasses(Compilation compilation)
    {
        var found = new Dictionary<INamedTypeSymbol, INamedTypeSymbol?>(SymbolEqualityComparer.Default);
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            foreach (INamespaceOrTypeSymbol member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                {
                    foreach (INamedTypeSymbol contract in type.AllInterfaces.Where(static i => !i.DeclaringSyntaxReferences.IsEmpty))
                    {
                        found[contract.OriginalDefinition] = found.ContainsKey(contract.OriginalDefinition) || type.IsAbstract ? null : type;
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Whether the type assigns a field or property anywhere but in its initializer, or passes it by reference.</summary>
    public bool IsAssigned(ISymbol member, CancellationToken cancellationToken) => _assigned.GetOrAdd(member.OriginalDefinition, m => m.ContainingType.DeclaringSyntaxReferences
        .Any(r => r.GetSyntax(cancellationToken).DescendantNodes().Any(n => IsAssignmentOf(n, m.Name) && !(m is IPropertySymbol && n.Parent is InitializerExpressionSyntax))));

    /// <summary>Whether the type assigns a member of the value that a field or property holds.</summary>
    public static bool IsChanged(ISymbol member, CancellationToken cancellationToken) => member.ContainingType.DeclaringSyntaxReferences
        .Any(r => r.GetSyntax(cancellationToken).DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(a => a.Left is MemberAccessExpressionSyntax { Expression: var changed } && NameOf(changed) == member.Name));

    private static bool IsAssignmentOf(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax tuple } => tuple.Arguments.Any(a => NameOf(a.Expression) == name),
        AssignmentExpressionSyntax assignment => NameOf(assignment.Left) == name,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) && NameOf(argument.Expression) == name,
        _ => false,
    };

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private (IOperation Root, BodyIndex Index)? Read(ISymbol symbol, CancellationToken cancellationToken)
    {
        SyntaxNode declaration = symbol.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        if (symbol is IMethodSymbol { PartialImplementationPart: { } implementation })
        {
            declaration = implementation.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        }

        return Find(declaration, cancellationToken);
    }

    /// <summary>Gets the body, or the initial value, of a declaration; <see langword="null"/> if it has none.</summary>
    public (IOperation Root, BodyIndex Index)? Find(SyntaxNode declaration, CancellationToken cancellationToken)
    {
        SyntaxNode? body = declaration switch
        {
            MethodDeclarationSyntax { Body: null, ExpressionBody: null } => null,
            BaseMethodDeclarationSyntax method => method,
            LocalFunctionStatementSyntax function => function,
            VariableDeclaratorSyntax { Initializer: { } initializer } => initializer,
            PropertyDeclarationSyntax { Initializer: { } initializer } => initializer,
            PropertyDeclarationSyntax { ExpressionBody: { } expression } => expression,
            PropertyDeclarationSyntax { AccessorList: { } accessors } =>
                accessors.Accessors.FirstOrDefault(static a => a.IsKind(SyntaxKind.GetAccessorDeclaration) && (a.Body is not null || a.ExpressionBody is not null)),
            CompilationUnitSyntax => declaration,
            _ => null,
        };
        if (body is null)
        {
            return null;
        }

        // Other files are needed only for bodies that name a lead method, so a semantic model is rarely created.
#pragma warning disable RS1030 // Do not invoke Compilation.GetSemanticModel() method within a diagnostic analyzer
        SemanticModel model = _models.GetOrAdd(body.SyntaxTree, tree => compilation.GetSemanticModel(tree));
#pragma warning restore RS1030
        return model.GetOperation(body, cancellationToken) is { } root ? (root, new BodyIndex(root)) : null;
    }
}
