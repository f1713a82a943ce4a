using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Finds the bodies of methods, and the values of fields and properties, in the whole compilation. Each one is read once.</summary>
internal sealed class SourceBodies(Compilation compilation)
{
    private readonly ConcurrentDictionary<ISymbol, (IOperation Root, BodyIndex Index)?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _assigned = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _testing = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol?> _targets = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _types = new(() => GetTypes(compilation));

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

    /// <summary>Determines whether the source of a type tests whether values are flags or dates.</summary>
    public bool TestsTypes(INamedTypeSymbol type, CancellationToken cancellationToken) => !type.DeclaringSyntaxReferences.IsEmpty && _testing.GetOrAdd(type.OriginalDefinition, t =>
        t.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellationToken).DescendantNodes().Any(static n => n switch
        {
            DeclarationPatternSyntax { Type: var tested } => IsFlagOrDate(tested),
            TypePatternSyntax { Type: var tested } => IsFlagOrDate(tested),
            RecursivePatternSyntax { Type: { } tested } => IsFlagOrDate(tested),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression, Right: TypeSyntax tested } => IsFlagOrDate(tested),
            TypeOfExpressionSyntax { Type: var tested } => IsFlagOrDate(tested),
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "JTokenType" or "JsonValueKind" or "TypeCode" } } => true,
            _ => false,
        })));

    private static bool IsFlagOrDate(TypeSyntax type) => type switch
    {
        NullableTypeSyntax { ElementType: var inner } => IsFlagOrDate(inner),
        PredefinedTypeSyntax { Keyword: var keyword } => keyword.IsKind(SyntaxKind.BoolKeyword),
        SimpleNameSyntax { Identifier.ValueText: "Boolean" or "DateTime" or "DateTimeOffset" or "DateOnly" } => true,
        QualifiedNameSyntax { Right: var name } => IsFlagOrDate(name),
        _ => false,
    };

    /// <summary>Determines whether the type assigns a field or property outside its initializer, or passes it by reference.</summary>
    public bool IsAssigned(ISymbol member, CancellationToken cancellationToken) => _assigned.GetOrAdd(member.OriginalDefinition, m => m.ContainingType.DeclaringSyntaxReferences
        .Any(r => r.GetSyntax(cancellationToken).DescendantNodes().Any(n => IsAssignmentOf(n, m.Name) && !(m is IPropertySymbol && n.Parent is InitializerExpressionSyntax))));

    /// <summary>Gets the method that a call runs: the override of the receiver's type, or the only implementation in the compilation; <see langword="null"/> if there may be others.</summary>
    public IMethodSymbol? GetTarget(IMethodSymbol method, INamedTypeSymbol? receiver)
    {
        method = method.OriginalDefinition;
        return !(method.IsAbstract || method.IsVirtual) ? method
            : method.IsStatic ? null
            : method.ContainingType.TypeKind != TypeKind.Interface && GetOverride(method, receiver) is IMethodSymbol { IsAbstract: false } own ? own
            : _targets.GetOrAdd(method, FindTarget);
    }

    /// <summary>Gets the member that overrides another one for objects of a type; <see langword="null"/> if none does.</summary>
    public static ISymbol? GetOverride(ISymbol member, INamedTypeSymbol? type)
    {
        for (INamedTypeSymbol? current = type; current is not null && !SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, member.ContainingType.OriginalDefinition); current = current.BaseType)
        {
            if (current.GetMembers(member.Name).FirstOrDefault(m => IsOverrideOf(m, member)) is { } own)
            {
                return own.OriginalDefinition;
            }
        }

        return null;
    }

    private IMethodSymbol? FindTarget(IMethodSymbol method)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        bool isInterface = method.ContainingType.TypeKind == TypeKind.Interface;
        foreach (INamedTypeSymbol type in _types.Value)
        {
            if (!isInterface)
            {
                found.UnionWith(type.GetMembers(method.Name).Where(m => IsOverrideOf(m, method)));
                continue;
            }

            foreach (INamedTypeSymbol declared in type.TypeKind is TypeKind.Class or TypeKind.Struct && !type.IsAbstract ? type.AllInterfaces : ImmutableArray<INamedTypeSymbol>.Empty)
            {
                if (SymbolEqualityComparer.Default.Equals(declared.OriginalDefinition, method.ContainingType)
                    && declared.GetMembers(method.Name).FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method)) is { } member
                    && type.FindImplementationForInterfaceMember(member) is { } implementation)
                {
                    found.Add(implementation.OriginalDefinition);
                }
            }
        }

        // A call of a virtual method without overrides runs the method itself.
        return isInterface || method.IsAbstract
            ? (found.Count == 1 && found.First() is IMethodSymbol { IsAbstract: false } only ? only : null)
            : found.Count == 0 ? method : null;
    }

    private static bool IsOverrideOf(ISymbol member, ISymbol declared)
    {
        ISymbol? overridden = member;
        do
        {
            overridden = overridden switch
            {
                IMethodSymbol method => method.OverriddenMethod,
                IPropertySymbol property => property.OverriddenProperty,
                _ => null,
            };
        }
        while (overridden is not null && !SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, declared.OriginalDefinition));

        return overridden is not null;
    }

    private static ImmutableArray<INamedTypeSymbol> GetTypes(Compilation compilation)
    {
        ImmutableArray<INamedTypeSymbol>.Builder types = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        Add(compilation.Assembly.GlobalNamespace);
        return types.ToImmutable();

        void Add(INamespaceOrTypeSymbol container)
        {
            foreach (ISymbol member in container.GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                {
                    if (inner is INamedTypeSymbol type)
                    {
                        types.Add(type);
                    }

                    Add(inner);
                }
            }
        }
    }

    /// <summary>Finds the value that the only constructor of a type assigns to a field or property; <see langword="null"/> if it is not its only value.</summary>
    public (IOperation Value, IOperation Root, BodyIndex Index)? FindInConstructor(ISymbol member, CancellationToken cancellationToken)
    {
        ISymbol definition = member.OriginalDefinition;
        ImmutableArray<IMethodSymbol> constructors = definition.IsStatic ? definition.ContainingType.StaticConstructors : definition.ContainingType.InstanceConstructors;
        if (constructors.Length != 1 || Find(constructors[0], cancellationToken) is not { } found)
        {
            return null;
        }

        ISimpleAssignmentOperation[] assignments = [.. found.Root.Descendants().OfType<ISimpleAssignmentOperation>()
            .Where(a => a.Target is IMemberReferenceOperation { Member: var target } && SymbolEqualityComparer.Default.Equals(target, definition))];
        int all = definition.ContainingType.DeclaringSyntaxReferences.Sum(r => r.GetSyntax(cancellationToken).DescendantNodes().Count(n => IsAssignmentOf(n, definition.Name)));
        return assignments.Length == 1 && all == 1 ? (assignments[0].Value, found.Root, found.Index) : null;
    }

    /// <summary>Determines whether the type assigns a member of the value that a field or property holds.</summary>
    public static bool IsChanged(ISymbol member, CancellationToken cancellationToken) => member.ContainingType.DeclaringSyntaxReferences
        .Any(r => r.GetSyntax(cancellationToken).DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(a => a.Left is MemberAccessExpressionSyntax { Expression: var changed } && GetName(changed) == member.Name));

    private static bool IsAssignmentOf(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax tuple } => tuple.Arguments.Any(a => GetName(a.Expression) == name),
        AssignmentExpressionSyntax assignment => GetName(assignment.Left) == name,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) && GetName(argument.Expression) == name,
        _ => false,
    };

    private static string? GetName(ExpressionSyntax expression) => expression switch
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
