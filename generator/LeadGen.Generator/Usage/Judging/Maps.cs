using LeadGen.Generator.Usage.Reading;

namespace LeadGen.Generator.Usage.Judging;

/// <summary>Finds the maps that a value can be.</summary>
internal static class Maps
{
    public static IEnumerable<(MapShape Map, Naming Naming)> Of(Shape value, Naming naming)
    {
        switch (value)
        {
            case MapShape map:
                return [(map, naming)];
            case ChoiceShape { Options: var options }:
                return options.SelectMany(o => Of(o, naming));
            case DeclaredShape { Value: var set, Declared: var declared }:
                return Of(set, naming) is var given && given.Any() ? given : Of(declared, naming);
            case SerializedShape serialized:
                return Of(serialized.Content, serialized.Naming);
            case TypedShape { Type: var type } when TypeShapes.MembersOf(PhpValues.Underlying(type)) is { } members:
                return [(members, naming)];
            case TextShape text when JsonText.Parse(text) is { } json:
                return [(json, Naming.Keep)];
            case ListShape { Items.Count: > 0 } list when list.Items.All(static i => i is PairShape { Name.Constant: not null }):
                return
                [
                    (new MapShape([.. list.Items.Cast<PairShape>().Select(static p => new MapEntry(p.Name.Constant!, KeyKind.Key, p.NamePlace, p.Value, p.ValuePlace))], list.IsOpen), naming),
                ];
            default:
                return [];
        }
    }
}
