using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Finds the bodies that can call Bitrix24. Most bodies are skipped after a search in the file's text.</summary>
internal sealed class LeadSources
{
    private const string Mark = "crm.";
    private const string UpperMark = "CRM.";

    // The result depends on the file alone: editing one file does not require reading the others again.
    private static readonly ConditionalWeakTable<SyntaxTree, FileFacts> s_facts = new();

    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<string>?> _methods = new();
    private readonly ImmutableArray<string> _constants;

    public LeadSources(Compilation compilation, CancellationToken cancellationToken)
    {
        ImmutableHashSet<string>.Builder constants = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FileFacts facts = FactsOf(tree, cancellationToken);
            constants.UnionWith(facts.Constants);
            HasOwnRestSharpSerializer |= facts.SetsRestSharpSerializer;
            HasOwnRefitSerializer |= facts.SetsRefitSerializer;
        }

        _constants = constants.ToImmutableArray();
    }

    /// <summary>Whether the project gives RestSharp a serializer, so that its default naming may not apply.</summary>
    public bool HasOwnRestSharpSerializer { get; }

    /// <summary>The same for Refit.</summary>
    public bool HasOwnRefitSerializer { get; }

    /// <summary>Whether a body names a method of Bitrix24, by itself or by a constant or a method that does.</summary>
    public bool CanCall(SyntaxNode body, CancellationToken cancellationToken)
    {
        if (_methods.GetOrAdd(body.SyntaxTree, t => FindMethods(t, cancellationToken)) is not { } methods)
        {
            return false;
        }

        string text = body.ToString();
        return FindMark(text, 0) >= 0 || MentionsAny(text, _constants) || MentionsAny(text, methods);
    }

    // The methods of a file that name a method of Bitrix24, also by a constant; null for a file that names none.
    private ImmutableArray<string>? FindMethods(SyntaxTree tree, CancellationToken cancellationToken)
    {
        FileFacts facts = FactsOf(tree, cancellationToken);
        if (_constants.IsEmpty)
        {
            return facts.HasMark ? facts.Methods : null;
        }

        string text = tree.GetText(cancellationToken).ToString();
        ImmutableHashSet<string>.Builder methods = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        methods.UnionWith(facts.Methods);
        bool mentions = facts.HasMark;
        foreach (string constant in _constants)
        {
            for (int at = text.IndexOf(constant, StringComparison.Ordinal); at >= 0; at = text.IndexOf(constant, at + constant.Length, StringComparison.Ordinal))
            {
                mentions = true;
                foreach (SyntaxNode node in tree.GetRoot(cancellationToken).FindToken(at).Parent?.AncestorsAndSelf() ?? [])
                {
                    if (node is MethodDeclarationSyntax method)
                    {
                        methods.Add(method.Identifier.ValueText);
                    }
                }
            }
        }

        return mentions ? methods.ToImmutableArray() : null;
    }

    // Names of namespaces, such as Acme.Crm.Lead, are no calls: nearly all are left out before anything is parsed.
    private static int FindMark(string text, int start)
    {
        while (true)
        {
            int lower = text.IndexOf(Mark, start, StringComparison.Ordinal);
            int upper = text.IndexOf(UpperMark, start, StringComparison.Ordinal);
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

    private static FileFacts FactsOf(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_facts.TryGetValue(tree, out FileFacts? known) ? known : s_facts.GetValue(tree, t => Read(t, cancellationToken));

    private static FileFacts Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        bool setsRestSharp = text.IndexOf("UseNewtonsoftJson", StringComparison.Ordinal) >= 0 || text.IndexOf("UseSystemTextJson", StringComparison.Ordinal) >= 0
            || text.IndexOf("configureSerialization", StringComparison.Ordinal) >= 0 || text.IndexOf("UseSerializer", StringComparison.Ordinal) >= 0;
        bool setsRefit = text.IndexOf("ContentSerializer", StringComparison.Ordinal) >= 0;
        int at = FindMark(text, 0);
        if (at < 0)
        {
            return new FileFacts(false, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty, setsRestSharp, setsRefit);
        }

        SyntaxNode root = tree.GetRoot(cancellationToken);
        ImmutableHashSet<string>.Builder constants = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        ImmutableHashSet<string>.Builder methods = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        bool hasMark = false;
        for (; at >= 0; at = FindMark(text, at + 1))
        {
            SyntaxToken token = root.FindToken(at);
            if (!IsText(token))
            {
                continue;
            }

            hasMark = true;
            SyntaxNode? node = token.Parent;
            for (; node is not null and not TypeDeclarationSyntax; node = node.Parent)
            {
                switch (node)
                {
                    case VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field:
                        constants.Add(field.Identifier.ValueText);
                        break;
                    case PropertyDeclarationSyntax property:
                        constants.Add(property.Identifier.ValueText);
                        break;
                    case AttributeSyntax { Parent.Parent: MethodDeclarationSyntax declared }:
                        constants.Add(declared.Identifier.ValueText);
                        break;
                    case MethodDeclarationSyntax method:
                        methods.Add(method.Identifier.ValueText);
                        break;
                    case LocalFunctionStatementSyntax function:
                        methods.Add(function.Identifier.ValueText);
                        break;
                }
            }
        }

        return new FileFacts(hasMark, constants.ToImmutableArray(), methods.ToImmutableArray(), setsRestSharp, setsRefit);
    }

    /// <param name="HasMark">Whether the file names a method of the CRM.</param>
    /// <param name="Constants">The fields, properties and interface methods that hold such a name.</param>
    /// <param name="Methods">The methods whose bodies do.</param>
    /// <param name="SetsRestSharpSerializer">Whether the file gives RestSharp a serializer.</param>
    /// <param name="SetsRefitSerializer">Whether the file gives Refit a serializer.</param>
    private sealed record FileFacts(
        bool HasMark, ImmutableArray<string> Constants, ImmutableArray<string> Methods, bool SetsRestSharpSerializer, bool SetsRefitSerializer);
}
