using LeadGen.Generator.Usage.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Finds the maps that a value can represent.</summary>
internal static class MapFinder
{
    /// <summary>Determines whether a later statement sets the same entry, so that this value is not sent.</summary>
    public static bool IsOverwritten(MapShape map, MapEntry entry) => map.Entries.Any(later =>
        later.Key == entry.Key && !ReferenceEquals(later, entry) && later.KeySpan.Tree == entry.KeySpan.Tree && later.KeySpan.Span.Start > entry.KeySpan.Span.End
        && !later.KeySpan.Tree.GetRoot().FindNode(later.KeySpan.Span).Ancestors().TakeWhile(a => !a.Span.Contains(entry.KeySpan.Span))
            .Any(static a => a is SwitchSectionSyntax or SwitchExpressionArmSyntax or ElseClauseSyntax or ConditionalExpressionSyntax or CatchClauseSyntax
                or StatementSyntax { Parent: IfStatementSyntax or ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax }));

    public static IEnumerable<(MapShape Map, Naming Naming)> Find(Shape value, Naming naming)
    {
        switch (value)
        {
            case MapShape map:
                return [(map, naming)];
            case ChoiceShape { Options: var options }:
                return options.SelectMany(o => Find(o, naming));
            case DeclaredShape { Value: var set, Declared: var declared }:
                return Find(set, naming) is var given && given.Any() ? given : Find(declared, naming);
            case SerializedShape serialized:
                return Find(serialized.Content, serialized.Naming);
            case TypedShape { Type: var type } when TypeShapes.GetMembers(PhpValues.Underlying(type)) is { } members:
                return [(members, naming)];
            case TextShape text when JsonTextParser.Parse(text) is { } json:
                return [(json, Naming.Keep)];
            case ListShape { Items.Count: > 0 } list when list.Items.All(static i => i is PairShape { Name.Constant: not null }):
                return
                [
                    (new MapShape([.. list.Items.Cast<PairShape>().Select(static p => new MapEntry(p.Name.Constant!, KeyKind.Key, p.NameSpan, p.Value, p.ValueSpan))], list.IsOpen), naming),
                ];
            default:
                return [];
        }
    }
}
