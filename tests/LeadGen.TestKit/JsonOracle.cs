using System.Text;
using System.Text.Json;
using LeadGen.Schema.Json;

namespace LeadGen.TestKit;

/// <summary>Compares how System.Text.Json's strict reader and the parser read a text.</summary>
/// <remarks>
/// Intentional differences are not compared: the parser skips a byte order mark at the start, and keeps half a surrogate pair
/// that is written as an escape, while System.Text.Json accepts the token but can't return its text. Both accept duplicate
/// names; the portal reader reports them.
/// </remarks>
public static class JsonOracle
{
    /// <summary>Describes the first difference; <see langword="null"/> if both reject the text or read the same from it.</summary>
    public static string? Difference(string text)
    {
        if (text.StartsWith('\uFEFF'))
        {
            return null;
        }

        // Half a surrogate pair has no UTF-8 form, and becomes U+FFFD, as in a text that was read from a file.
        string json = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        JsonValue? ours = Read(json, out string? validationError);
        try
        {
            using JsonDocument theirs = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonParser.MaxDepth });
            return ours is null ? $"rejected, but System.Text.Json accepts it: {validationError}" : Difference(theirs.RootElement, ours, json);
        }
        catch (JsonException e)
        {
            return ours is null ? null : $"accepted, but System.Text.Json rejects it: {e.Message}";
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
            validationError = isInside ? e.Message : throw new InvalidOperationException($"'{e.Message}' points outside the text.", e);
            return null;
        }
    }

    private static string? Difference(JsonElement theirs, JsonValue ours, string json)
    {
        string raw = theirs.GetRawText();
        string place = json.Substring(ours.Range.Start, ours.Range.Length);
        if (raw != place)
        {
            return $"the range of {raw} contains {place}";
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
