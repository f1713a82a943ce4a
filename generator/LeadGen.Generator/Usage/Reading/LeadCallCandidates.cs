using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Finds the method bodies that can call Bitrix24. A text search in the file rules out most of them.</summary>
internal sealed class LeadCallCandidates
{
    private const string MethodPrefix = "crm.";
    private const string UpperMethodPrefix = "CRM.";

    // The first part of a method's name may be a separate constant: $"{Module}.lead.add".
    private const string ModuleLiteral = "\"crm\"";

    private static readonly string s_leadMethodPrefix = EntitySchema.Lead.Method("");

    // The facts depend only on the file itself: after one file is edited, the others are not read again.
    private static readonly ConditionalWeakTable<SyntaxTree, FileFacts> s_facts = new();

    private readonly ConcurrentDictionary<SyntaxTree, Names?> _names = new();
    private readonly ImmutableArray<Constant> _constants;

    public LeadCallCandidates(Compilation compilation, CancellationToken cancellationToken)
    {
        ImmutableHashSet<Constant>.Builder constants = ImmutableHashSet.CreateBuilder<Constant>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FileFacts facts = GetFacts(tree, cancellationToken);
            constants.UnionWith(facts.Constants);
            IsEmpty &= !facts.HasMethodName && facts.Constants.IsEmpty;
            HasCustomRestSharpSerializer |= facts.SetsRestSharpSerializer;
            HasCustomRefitSerializer |= facts.SetsRefitSerializer;
        }

        _constants = constants.ToImmutableArray();
    }

    /// <summary>Gets whether no file contains the name of a Bitrix24 method. In this case, nothing needs to be analyzed.</summary>
    public bool IsEmpty { get; } = true;

    /// <summary>Gets whether the project sets a serializer for RestSharp. In this case, RestSharp's default naming policy may not apply.</summary>
    public bool HasCustomRestSharpSerializer { get; }

    /// <summary>Gets whether the project sets a serializer for Refit. In this case, Refit's default naming policy may not apply.</summary>
    public bool HasCustomRefitSerializer { get; }

    /// <summary>Determines whether a body contains the name of a Bitrix24 method, directly or through a constant or another method.</summary>
    public bool CanCall(SyntaxNode body, CancellationToken cancellationToken)
    {
        if (_names.GetOrAdd(body.SyntaxTree, t => FindNames(t, cancellationToken)) is not { } names)
        {
            return false;
        }

        string text = body.ToString();
        return FindMethodPrefix(text, 0) >= 0 || MentionsAny(text, names.Constants) || MentionsAny(text, names.Methods)
            || (!names.Types.IsEmpty && body.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { Identifier.ValueText: var type } && names.Types.Contains(type));
    }

    /// <summary>Determines whether objects of a type may hold the name of a Bitrix24 method.</summary>
    public bool MayHoldMethod(INamedTypeSymbol type) => _constants.Any(c => c.IsTypeName && c.Name == type.Name);

    /// <summary>Finds the declarations that contain the name of a Bitrix24 method that is not a lead method.</summary>
    public IEnumerable<SyntaxNode> FindOthers(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (_names.GetOrAdd(tree, t => FindNames(t, cancellationToken)) is not { } names)
            {
                continue;
            }

            SyntaxNode root = tree.GetRoot(cancellationToken);
            IEnumerable<SyntaxNode> declarations = root.DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax or FieldDeclarationSyntax or VariableDeclarationSyntax)
                .Where(static n => n is BaseMethodDeclarationSyntax or PropertyDeclarationSyntax or VariableDeclaratorSyntax);
            foreach (SyntaxNode declaration in root.ChildNodes().Any(static n => n is GlobalStatementSyntax) ? declarations.Append(root) : declarations)
            {
                string text = declaration.ToString();
                if (ContainsOtherMethod(text) || MentionsAny(text, names.Constants))
                {
                    yield return declaration;
                }
            }
        }
    }

    /// <summary>Determines whether a string contains the name of a lead method.</summary>
    public static bool ContainsLeadMethod(string text) => text.IndexOf(s_leadMethodPrefix, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool ContainsOtherMethod(string text)
    {
        for (int at = FindMethodPrefix(text, 0); at >= 0; at = FindMethodPrefix(text, at + 1))
        {
            if (string.Compare(text, at, s_leadMethodPrefix, 0, s_leadMethodPrefix.Length, StringComparison.OrdinalIgnoreCase) != 0)
            {
                return true;
            }
        }

        return false;
    }

    // Finds the constants with names of Bitrix24 methods that a file uses, and the file's methods and types that contain such a name. Returns
    // null if the file contains none.
    private Names? FindNames(SyntaxTree tree, CancellationToken cancellationToken)
    {
        FileFacts facts = GetFacts(tree, cancellationToken);
        if (_constants.IsEmpty)
        {
            return facts.HasMethodName ? new Names(ImmutableArray<string>.Empty, facts.Methods, facts.Types) : null;
        }

        string text = tree.GetText(cancellationToken).ToString();
        ImmutableHashSet<string>.Builder methods = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        methods.UnionWith(facts.Methods);
        ImmutableHashSet<string>.Builder constants = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        ImmutableHashSet<string>.Builder types = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        types.UnionWith(facts.Types);
        foreach (Constant constant in _constants)
        {
            // Many members are called Add or Update, so a static member counts only if the file also contains the name of its type.
            if (constant.Type is not null && text.IndexOf(constant.Type, StringComparison.Ordinal) < 0)
            {
                continue;
            }

            string name = constant.Name;
            for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            {
                constants.Add(name);
                foreach (SyntaxNode node in tree.GetRoot(cancellationToken).FindToken(at).Parent?.AncestorsAndSelf() ?? [])
                {
                    if (node is MethodDeclarationSyntax method)
                    {
                        methods.Add(method.Identifier.ValueText);
                    }
                    else if (FindVariable(node) is { } owner)
                    {
                        types.Add(owner);
                    }
                }
            }
        }

        return facts.HasMethodName || constants.Count > 0 ? new Names(constants.ToImmutableArray(), methods.ToImmutableArray(), types.ToImmutableArray()) : null;
    }

    // A preceding letter, digit, dot or underscore means a longer name, such as the namespace acme.crm.lead. These are skipped before the file
    // is parsed.
    private static int FindMethodPrefix(string text, int start)
    {
        while (true)
        {
            int lower = text.IndexOf(MethodPrefix, start, StringComparison.Ordinal);
            int upper = text.IndexOf(UpperMethodPrefix, start, StringComparison.Ordinal);
            int at = lower < 0 || (upper >= 0 && upper < lower) ? upper : lower;
            if (at <= 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '_'))
            {
                return at;
            }

            start = at + 1;
        }
    }

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken;

    private static bool MentionsAny(string text, ImmutableArray<string> names)
    {
        foreach (string name in names)
        {
            if (text.IndexOf(name, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static FileFacts GetFacts(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_facts.TryGetValue(tree, out FileFacts? known) ? known : s_facts.GetValue(tree, t => Read(t, cancellationToken));

    private static FileFacts Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        bool setsRestSharp = text.IndexOf("UseNewtonsoftJson", StringComparison.Ordinal) >= 0 || text.IndexOf("UseSystemTextJson", StringComparison.Ordinal) >= 0
            || text.IndexOf("configureSerialization", StringComparison.Ordinal) >= 0 || text.IndexOf("UseSerializer", StringComparison.Ordinal) >= 0;
        bool setsRefit = text.IndexOf("ContentSerializer", StringComparison.Ordinal) >= 0;
        int at = FindMethodPrefix(text, 0);
        int module = text.IndexOf(ModuleLiteral, StringComparison.OrdinalIgnoreCase);
        if (at < 0 && module < 0)
        {
            return new FileFacts(false, ImmutableArray<Constant>.Empty, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty, setsRestSharp, setsRefit);
        }

        SyntaxNode root = tree.GetRoot(cancellationToken);
        var constants = new List<Constant>();
        ImmutableHashSet<string>.Builder methods = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        bool hasMethodName = false;
        for (; at >= 0; at = FindMethodPrefix(text, at + 1))
        {
            SyntaxToken token = root.FindToken(at);
            if (!IsText(token))
            {
                continue;
            }

            hasMethodName = true;
            AddNames(token, constants, methods);
        }

        for (; module >= 0; module = text.IndexOf(ModuleLiteral, module + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (root.FindToken(module) is var word && IsText(word) && word.Parent?.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } or PropertyDeclarationSyntax })
            {
                AddNames(word, constants, null);
            }
        }

        // const Root = "crm.lead."; const Add = Root + "add"; the list grows during the loop.
        for (int i = 0; i < constants.Count; i++)
        {
            string name = constants[i].Name;
            for (int found = text.IndexOf(name, StringComparison.Ordinal); found >= 0; found = text.IndexOf(name, found + name.Length, StringComparison.Ordinal))
            {
                if (root.FindToken(found) is { Parent: IdentifierNameSyntax use } token && token.ValueText == name
                    && use.FirstAncestorOrSelf<SyntaxNode>(static n => n is MemberDeclarationSyntax) is FieldDeclarationSyntax or PropertyDeclarationSyntax)
                {
                    AddNames(token, constants, null);
                }
            }
        }

        // new AddLead { Fields = … }, where AddLead has the property Method => "crm.lead.add".
        ImmutableArray<string> types = constants.Where(static c => c.IsTypeName).Select(static c => c.Name).ToImmutableArray();
        return new FileFacts(hasMethodName, constants.ToImmutableArray(), methods.ToImmutableArray(), types, setsRestSharp, setsRefit);
    }

    // Gets the name of the type that declares an instance property or passes a value to its base class; null for other nodes.
    private static string? FindVariable(SyntaxNode node) => (node switch
    {
        PropertyDeclarationSyntax property when !property.Modifiers.Any(SyntaxKind.StaticKeyword) => property.Parent,
        BaseListSyntax => node.Parent,
        ConstructorInitializerSyntax => node.Parent?.Parent,
        _ => null,
    } as TypeDeclarationSyntax)?.Identifier.ValueText;

    // Adds the members and types that contain the name of a method.
    private static void AddNames(SyntaxToken token, List<Constant> constants, ImmutableHashSet<string>.Builder? methods)
    {
        for (SyntaxNode? node = token.Parent; node is not null and not TypeDeclarationSyntax; node = node.Parent)
        {
            if (FindVariable(node) is { } owner)
            {
                Add(new Constant(owner, null) { IsTypeName = true });
            }

            switch (node)
            {
                case VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } variable:
                    Add(new Constant(variable.Identifier.ValueText, (field.Parent as TypeDeclarationSyntax)?.Identifier.ValueText));
                    break;
                case PropertyDeclarationSyntax property:
                    Add(new Constant(property.Identifier.ValueText, property.Modifiers.Any(SyntaxKind.StaticKeyword) ? (property.Parent as TypeDeclarationSyntax)?.Identifier.ValueText : null));
                    break;
                case AttributeSyntax { Parent.Parent: MethodDeclarationSyntax declared }:
                    Add(new Constant(declared.Identifier.ValueText, null));
                    break;
                case MethodDeclarationSyntax method:
                    methods?.Add(method.Identifier.ValueText);
                    break;
                case LocalFunctionStatementSyntax function:
                    methods?.Add(function.Identifier.ValueText);
                    break;
            }
        }

        void Add(Constant constant)
        {
            if (!constants.Contains(constant))
            {
                constants.Add(constant);
            }
        }
    }

    /// <param name="Name">The name of a field, property or interface method that holds the name of a Bitrix24 method.</param>
    /// <param name="Type">The type whose name code must contain to use the member from outside the type; <see langword="null"/> if an instance is enough.</param>
    private sealed record Constant(string Name, string? Type)
    {
        /// <summary>Gets whether <c>Name</c> is the name of a type whose objects hold the name of a Bitrix24 method.</summary>
        public bool IsTypeName { get; init; }
    }

    private sealed record Names(ImmutableArray<string> Constants, ImmutableArray<string> Methods, ImmutableArray<string> Types);

    /// <param name="HasMethodName">Whether the file contains the name of a CRM method.</param>
    /// <param name="Constants">The fields, properties and interface methods that hold such a name.</param>
    /// <param name="Methods">The methods whose bodies contain such a name.</param>
    /// <param name="Types">The types whose objects hold such a name.</param>
    /// <param name="SetsRestSharpSerializer">Whether the file sets a serializer for RestSharp.</param>
    /// <param name="SetsRefitSerializer">Whether the file sets a serializer for Refit.</param>
    private sealed record FileFacts(
        bool HasMethodName, ImmutableArray<Constant> Constants, ImmutableArray<string> Methods, ImmutableArray<string> Types, bool SetsRestSharpSerializer, bool SetsRefitSerializer);
}
