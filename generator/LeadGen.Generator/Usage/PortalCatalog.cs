using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LeadGen.Generator.Input;
using LeadGen.Generator.Model;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Usage;

/// <summary>Represents the portals whose schemas are in a compilation. A schema is parsed again only when its files change.</summary>
internal sealed class PortalCatalog
{
    // The compiler keeps the same options while the files do not change, and an entry is removed together with its options.
    private static readonly ConditionalWeakTable<AnalyzerOptions, PortalCatalog> s_byOptions = new();
    private static readonly ConditionalWeakTable<AdditionalText, Parsed> s_byFile = new();

    private readonly Dictionary<string, string> _codesByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _codesBySpelling = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);

    private PortalCatalog(ImmutableArray<Portal> portals, bool isComplete)
    {
        Portals = portals;
        IsComplete = isComplete;
        foreach (FieldSchema field in portals.SelectMany(static p => p.Schema.Fields))
        {
            _codes.Add(field.Code);
            _codesBySpelling[Normalize(field.Code)] = field.Code;
            AddKey(field.Code, field.Code);
            AddKey(field.Label, field.Code);
        }

        (PortalNames Names, string Code)[] named = portals.SelectMany(static p => p.Schema.Fields.Select(f => (p.Names, f.Code))).ToArray();
        foreach ((PortalNames names, string code) in named)
        {
            AddKey(names.GetFieldName(code), code);
        }

        foreach ((PortalNames names, string code) in named)
        {
            AddKey(names.GetFormerFieldName(code) ?? "", code);
        }
    }

    public ImmutableArray<Portal> Portals { get; }

    /// <summary>Gets whether all schemas of the project could be read. Otherwise, no code is reported as unknown.</summary>
    public bool IsComplete { get; }

    /// <summary>Gets the portals' names, for messages: <c>portal 'acme'</c>.</summary>
    public string Names => $"portal{(Portals.Length == 1 ? "" : "s")} {string.Join(", ", Portals.Select(static p => $"'{p.Name}'"))}";

    /// <summary>Gets the catalog of a compilation; <see langword="null"/> if the project has no schema or sets <c>LeadGenAnalyze</c> to <c>false</c>.</summary>
    public static PortalCatalog? Find(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        if (options.AdditionalFiles.IsEmpty || IsTurnedOff(options))
        {
            return null;
        }

        PortalCatalog catalog = s_byOptions.GetValue(options, o => Read(o, cancellationToken));
        return catalog.Portals.IsEmpty ? null : catalog;
    }

    private static bool IsTurnedOff(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.LeadGenAnalyze", out string? value)
        && value.Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Determines whether one of the portals has a field with this code.</summary>
    public bool HasField(string code) => _codes.Contains(code);

    /// <summary>Finds the field with this code on each portal that has one.</summary>
    public IEnumerable<FieldSchema> Find(string code) => Portals.Select(p => p.FindByCode(code)).Where(static f => f is not null)!;

    /// <summary>Finds the portal that a generated type belongs to.</summary>
    public Portal? Find(INamedTypeSymbol type)
    {
        foreach (Portal portal in Portals)
        {
            if (type.Name.StartsWith(portal.ClassName, StringComparison.Ordinal) && IsNamed(type.ContainingNamespace, portal.Namespace))
            {
                return portal;
            }
        }

        return null;
    }

    // One unknown code can be found in many calls, and the search for the nearest code is slow.
    private readonly ConcurrentDictionary<string, string?> _suggestions = new(StringComparer.Ordinal);

    /// <summary>Gets the code that a string spells differently: <c>lastName</c>, <c>ufCrm_1712</c>, <c>title</c>; <see langword="null"/> for any other text.</summary>
    public string? FindSpelling(string text) => _codesBySpelling.TryGetValue(Normalize(text), out string? code) && code != text ? code : null;

    /// <summary>Suggests the code for a different spelling, a label, a C# name or a typo; <see langword="null"/> if no code is similar.</summary>
    /// <remarks>Codes that differ in digits are never suggested: the digits are the creation time of a field, so a similar code belongs to an unrelated field.</remarks>
    public string? Suggest(string text) => _suggestions.GetOrAdd(text, FindNearest);

    private string? FindNearest(string text)
    {
        if (_codesByKey.TryGetValue(Normalize(text), out string? same))
        {
            return same;
        }

        if (text.StartsWith("UF_", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string digits = Digits(text);
        return EditDistance.Nearest(
            text.ToUpperInvariant(),
            _codes.Where(c => !c.StartsWith("UF_", StringComparison.Ordinal) && Digits(c) == digits));
    }

    // Does not allocate, because this runs for each call of a generated setter.
    private static bool IsNamed(INamespaceSymbol @namespace, string name)
    {
        int end = name.Length;
        for (; !@namespace.IsGlobalNamespace; @namespace = @namespace.ContainingNamespace)
        {
            string part = @namespace.Name;
            int start = end - part.Length;
            if (start < 0 || string.CompareOrdinal(name, start, part, 0, part.Length) != 0)
            {
                return false;
            }

            end = start > 0 && name[start - 1] == '.' ? start - 1 : start;
        }

        return end == 0;
    }

    private static PortalCatalog Read(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        (AdditionalText Text, SchemaItem Item)[] items = options.AdditionalFiles
            .Select(text => (text, Item: SchemaItem.Read(text, options.AnalyzerConfigOptionsProvider, cancellationToken)))
            .Where(static x => x.Item is not null)
            .ToArray()!;
        Parsed[] portals = PortalInput.Group(items.Select(static x => x.Item).ToImmutableArray())
            .Select(input => Parse(items.First(x => x.Item.File.Path == input.Files.Fields.Path).Text, input, cancellationToken))
            .ToArray();
        return new PortalCatalog(
            portals.Where(static p => p.Portal is not null).Select(static p => p.Portal!).ToImmutableArray(),
            portals.All(static p => p.Portal is not null));
    }

    private static Parsed Parse(AdditionalText text, PortalInput input, CancellationToken cancellationToken)
    {
        if (s_byFile.TryGetValue(text, out Parsed? known) && known.Input == input)
        {
            return known;
        }

        NamedPortal? named = Identifiers.IsNamespace(input.Namespace)
            ? NamedPortal.Load(input.Files, new NamingOptions(input.ClassName, PortalResult.GetStyle(input)), out _, cancellationToken)
            : null;
        string[] folders = input.Files.Fields.Path.Split('/', '\\');
        var parsed = new Parsed(input, named is null
            ? null
            : new Portal(
                folders.Length > 1 ? folders[folders.Length - 2] : input.Files.Fields.Name,
                input.Namespace,
                input.ClassName,
                named.Schema,
                named.Names));
        s_byFile.Remove(text);
        s_byFile.GetValue(text, _ => parsed);
        return parsed;
    }

    private void AddKey(string text, string code)
    {
        string key = Normalize(text);
        if (key.Length > 0 && !_codesByKey.ContainsKey(key))
        {
            _codesByKey.Add(key, code);
        }
    }

    // ufCrm_1712, UF_CRM_1712 and uf_crm_1712 have the same key, and so do two spellings of a label.
    private static string Normalize(string text) =>
        new string(text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant).ToArray());

    private static string Digits(string text) => new(text.Where(char.IsDigit).ToArray());

    private sealed class Parsed(PortalInput input, Portal? portal)
    {
        public PortalInput Input { get; } = input;

        public Portal? Portal { get; } = portal;
    }
}
