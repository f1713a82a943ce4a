using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Collects the parts of one request.</summary>
/// <param name="naming">The naming policy of maps whose serializer is not known.</param>
internal sealed class RequestParts(Naming naming)
{
    /// <summary>Represents a method that is known only at run time, as an alternative to known methods.</summary>
    private const string UnknownMethod = "?";

    /// <summary>The key of the entry that holds the method of a request class.</summary>
    public const string MethodKey = "method";

    private static readonly string[] s_methodKeys = ["method", "command", "action", "url", "uri", "address", "path", "endpoint", "resource", "name"];

    // Keys of maps that document a method. TITLE in capital letters is a field.
    private static readonly string[] s_documentationKeys =
        ["title", "Title", "description", "Description", "summary", "Summary", "label", "Label", "caption", "Caption", "tooltip", "Tooltip", "icon", "Icon"];

    /// <summary>Gets the methods that the request contains. Each one is a list of alternatives.</summary>
    public List<IReadOnlyList<string>> Methods { get; } = [];

    public List<(MapShape Map, Naming Naming)> Maps { get; } = [];

    public List<PairShape> Pairs { get; } = [];

    public List<TextShape> Texts { get; } = [];

    /// <summary>Gets requests as pairs of a method and its arguments: <c>("crm.lead.update", new { … })</c>.</summary>
    public List<PairShape> Commands { get; } = [];

    /// <summary>Gets whether a lambda may fill a map of the request.</summary>
    public bool HasFunction { get; private set; }

    public bool HasContent => Methods.Count > 0 || Maps.Count > 0 || Pairs.Count > 0 || Commands.Count > 0 || HasFunction;

    /// <summary>Determines whether a <c>crm.lead.*</c> method has an argument with this name, in any letter case.</summary>
    public static bool IsArgument(string name) => name.ToLowerInvariant() is "id" or "fields" or "params" or "filter" or "order" or "select" or "start";

    public void Add(Shape shape) => Add(shape, null);

    private void Add(Shape shape, Naming? serializer)
    {
        switch (shape)
        {
            case TextShape text:
                Texts.Add(text);
                // hook + "crm.lead.update" + query, where query.ToString() starts with a question mark.
                string address = text.Parts.Count > 1 && text.Parts[text.Parts.Count - 1].Hole is { } end && IsQuery(end) ? text.Text.TrimEnd(TextShape.HoleMark) : text.Text;
                if (MethodName.Find(address) is { } method)
                {
                    AddMethods([method]);
                }

                // "…?" + values: the values in an address belong to the request.
                for (int i = 0; i < text.Parts.Count; i++)
                {
                    TextPart part = text.Parts[i];
                    if (part.Hole is SerializedShape { Content: MapShape query } && i > 0 && text.Parts[i - 1].Text is { Length: > 0 } before && before[before.Length - 1] is '?' or '&')
                    {
                        Add(query, serializer);
                    }
                    else if (part.Hole is { } hole && IsQuery(hole) && JsonTextParser.Parse(text) is null)
                    {
                        Add(hole, serializer);
                    }
                }

                break;
            case MapShape map:
                MapShape nested = QueryText.Nest(map);
                // The serializer of a request class is not known.
                Maps.Add((nested, serializer ?? (map.Find(MethodKey) is { Kind: KeyKind.Fixed } key && key.KeySpan == key.ValueSpan ? Naming.Unknown : naming)));
                if (GetMethod(nested) is { } named)
                {
                    AddMethods([named]);
                }

                break;
            case PairShape { Name.Text: var name, Value: MapShape or ChoiceShape or SerializedShape } command when MethodName.Find(name) is not (null or MethodName.Unknown or "batch"):
                Commands.Add(command);
                break;
            case PairShape pair:
                Pairs.Add(pair);
                break;
            case ListShape { Items: var items }:
                bool areRequests = AddRequests(items);
                foreach (Shape item in items)
                {
                    if (!(areRequests && item is MapShape))
                    {
                        Add(item, serializer);
                    }
                }

                break;
            case GroupShape { Parts: var parts }:
                foreach (Shape part in parts)
                {
                    Add(part, serializer);
                }

                break;
            case SerializedShape serialized:
                // The innermost serializer creates the JSON. Outer calls only send it.
                Add(serialized.Content, serialized.Naming);
                break;
            case FunctionShape:
                HasFunction = true;
                break;
            case ChoiceShape choice:
                AddChoice(choice, naming);
                break;
            case TypedShape { Type: var type } when TypeShapes.GetMembers(type) is { } members:
                Maps.Add((members, serializer ?? naming));
                break;
        }
    }

    // A query string as an object, or the result of a call that writes one.
    private static bool IsQuery(Shape? hole) => hole switch
    {
        MapShape or GroupShape { Type.Name: "QueryString" or "QueryBuilder" } => true,
        ListShape { Items: var items } => items.Any(static i => i is PairShape { Name.Text: var name } && QueryText.IsKey(name)),
        GroupShape { Parts: var parts } => parts.Any(static p => p is MapShape map ? map.Entries.Any(static e => QueryText.IsKey(e.Key) || QueryText.IsArgument(e.Key)) : IsQuery(p)),
        _ => false,
    };

    // Objects that contain the name of a method are separate requests. An object next to them may be for another method.
    private bool AddRequests(IReadOnlyList<Shape> objects)
    {
        bool areRequests = false;
        foreach (MapShape request in objects.OfType<MapShape>())
        {
            if (GetMethod(request) is { } method)
            {
                SourceSpan place = request.Entries[0].KeySpan;
                Commands.Add(new PairShape(new TextShape([new TextPart(method, place.Tree.GetRoot().FindNode(place.Span), null)]), place, request, place));
                areRequests = true;
            }
        }

        return areRequests;
    }

    private void AddChoice(ChoiceShape choice, Naming? serializer)
    {
        if (AddRequests(choice.Options))
        {
            return;
        }

        var methods = new List<string>();
        bool isUnknown = false;
        foreach (Shape option in choice.Options)
        {
            var part = new RequestParts(naming);
            part.Add(option, serializer);
            methods.AddRange(part.Methods.SelectMany(static m => m));
            isUnknown |= part.Methods.Count == 0 && option is TypedShape { Type: null or { SpecialType: SpecialType.System_String or SpecialType.System_Object } }
                or GroupShape { Type.SpecialType: SpecialType.System_String } or TextShape { Text.Length: > 0 };
            Maps.AddRange(part.Maps);
            Pairs.AddRange(part.Pairs);
            Texts.AddRange(part.Texts);
        }

        if (methods.Count > 0)
        {
            if (isUnknown)
            {
                methods.Add(UnknownMethod);
            }

            AddMethods([.. methods.Distinct()]);
        }
    }

    // { method = "crm.lead.update", params = … }: a command as an object.
    private static string? GetMethod(MapShape map)
    {
        // { name = "crm.lead.add", description = "…" } and { path = …, fields = ["TITLE"] } describe a method.
        Shape? fields = map.Find("fields")?.Value;
        if ((fields is DeclaredShape { Value: var given } ? given : fields) is ListShape { Items: { Count: > 0 } codes } && codes.All(static i => i is TextShape)
            || map.Entries.Any(static e => s_documentationKeys.Contains(e.Key)))
        {
            return null;
        }

        foreach (string key in s_methodKeys)
        {
            if (map.Find(key) is { } entry && entry.Value is TextShape or DeclaredShape { Value: TextShape }
                && MethodName.Find(((entry.Value as TextShape) ?? (TextShape)((DeclaredShape)entry.Value).Value).Text) is { } method)
            {
                return method;
            }
        }

        return null;
    }

    private void AddMethods(IReadOnlyList<string> methods)
    {
        if (!Methods.Exists(m => m.SequenceEqual(methods)))
        {
            Methods.Add(methods);
        }
    }
}
