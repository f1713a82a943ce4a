using System.Text;
using System.Text.Json;
using LeadGen.Schema.Json;

namespace LeadGen.TestKit;

/// <summary>What System.Text.Json's strict reader makes of a text, against what the parser does.</summary>
/// <remarks>
/// Decided otherwise, and therefore not compared: a byte order mark at the start is read over, and half a surrogate pair that
/// is written as an escape is kept, where System.Text.Json accepts the token and refuses to hand the text out. Names may
/// stand twice: both readers take them, and the portal reader reports them.
/// </remarks>
public static class JsonOracle
{
    /// <summary>Where the two differ; <see langword="null"/> where they accept the same and read the same from it.</summary>
    public static string? Difference(string text)
    {
        if (text.StartsWith('\uFEFF'))
        {
            return null;
        }

        // A half that stands there as it is can't be UTF-8, and is what a file reads as.
        string json = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        JsonValue? ours = Read(json, out string? validationError);
        try
        {
            using JsonDocument theirs = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonParser.MaxDepth });
            return ours is null ? $"refused, and not by System.Text.Json: {validationError}" : Difference(theirs.RootElement, ours, json);
        }
        catch (JsonException e)
        {
            return ours is null ? null : $"accepted, and not by System.Text.Json: {e.Message}";
        }
    }

    private static JsonValue? Read(string json, out string? validationError)
    {
        try
        {
            validationError = null;
            return JsonParser.Parse(json);
        }
        catch (JsonSyntaxException e)
        {
            bool isInside = e.Range.Start >= 0 && e.Range.Length >= 0 && e.Range.End <= json.Length;
            validationError = isInside ? e.Message : throw new InvalidOperationException($"'{e.Message}' points outside of the text.", e);
            return null;
        }
    }

    private static string? Difference(JsonElement theirs, JsonValue ours, string json)
    {
        string raw = theirs.GetRawText();
        string place = json.Substring(ours.Range.Start, ours.Range.Length);
        if (raw != place)
        {
            return $"{raw} is said to stand where {place} does";
        }

        if (theirs.ValueKind.ToString() != ours.Kind.ToString())
        {
            return $"{raw} is read as {ours.Kind}";
        }

        switch (theirs.ValueKind)
        {
            case JsonValueKind.Object:
                JsonProperty[] members = [.. theirs.EnumerateObject()];
                return members.Length != ours.Members.Count
                    ? $"{raw} is read as {ours.Members.Count} members"
                    : members.Zip(ours.Members, (m, our) => OfText(() => m.Name, our.Name) ?? Difference(m.Value, our.Value, json)).FirstOrDefault(static d => d is not null);
            case JsonValueKind.Array:
                return theirs.GetArrayLength() != ours.Items.Count
                    ? $"{raw} is read as {ours.Items.Count} elements"
                    : theirs.EnumerateArray().Zip(ours.Items, (item, our) => Difference(item, our, json)).FirstOrDefault(static d => d is not null);
            case JsonValueKind.String:
                return OfText(() => theirs.GetString()!, ours.Text);
            default:
                return raw == ours.Text ? null : $"{raw} is read as {ours.Text}";
        }
    }

    private static string? OfText(Func<string> theirs, string ours)
    {
        try
        {
            string text = theirs();
            return text == ours ? null : $"{JsonSerializer.Serialize(text)} is read as {JsonSerializer.Serialize(ours)}";
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
