using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeadGen.Wire;

/// <summary>Writes the arguments of a call that are a JSON object, as a body or as a row of a batch.</summary>
/// <param name="writer">The writer. For a row, values that a row can't contain are rejected.</param>
/// <param name="call">The call in messages.</param>
/// <param name="onReference">Receives each reference to the result of another command, and returns the reason why it can't be sent; <see langword="null"/> if it can.</param>
internal sealed class JsonArguments(WireWriter writer, string call, Func<BatchReference, string?> onReference)
{
    // The limit of PHP for the names of a row.
    private const int MaxDepth = 64;

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Writes the arguments.</summary>
    /// <exception cref="ArgumentException">An argument can't be sent. The message contains its path, and no value.</exception>
    public void Write(JsonObject? arguments)
    {
        writer.StartMap();
        foreach ((string name, JsonNode? value) in arguments ?? [])
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(s_nameCharacters))
            {
                throw Reject(name, "its name has other characters than letters, digits, hyphens and underscores");
            }

            // A portal reads the credentials from these arguments.
            if (name.ToUpperInvariant() is "AUTH" or "ACCESS_TOKEN")
            {
                throw Reject(name, "the client adds the credentials itself");
            }

            writer.Key(name);
            Write(name, value, depth: 1);
        }

        writer.EndMap();
    }

    private void Write(string path, JsonNode? node, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Reject(path, $"it is nested more than {MaxDepth} levels deep");
        }

        switch (node)
        {
            case JsonObject map:
                WriteMap(path, map, depth);
                break;
            case JsonArray list:
                writer.StartList();
                for (int i = 0; i < list.Count; i++)
                {
                    Write($"{path}[{i}]", list[i], depth + 1);
                }

                writer.EndList();
                break;
            case null:
                writer.Null();
                break;
            default:
                WriteValue(path, node.AsValue(), depth);
                break;
        }

        if ((writer as RowWireWriter)?.UnsupportedReason is { } reason)
        {
            throw Reject(path, reason + (reason == RowWireWriter.ReferenceReason
                ? $". Send the command with {nameof(Bitrix24Client.CallAsync)}, or use {nameof(Bitrix24Command)}.{nameof(Bitrix24Command.ResultOf)} if it is meant as a reference"
                : $". Send the command with {nameof(Bitrix24Client.CallAsync)}, or send a value that the method reads in the same way"));
        }
    }

    private void WriteMap(string path, JsonObject map, int depth)
    {
        // A row would not contain the argument.
        if (map.Count == 0 && writer is RowWireWriter)
        {
            throw Reject(path, "a row can't contain an empty object");
        }

        writer.StartMap();
        foreach ((string key, JsonNode? value) in map)
        {
            string place = $"{path}.{key}";
            CheckText(place, key);
            writer.Key(key);
            Write(place, value, depth + 1);
        }

        writer.EndMap();
    }

    private void WriteValue(string path, JsonValue value, int depth)
    {
        if (value.TryGetValue(out BatchReference reference))
        {
            if (onReference(reference) is { } reason)
            {
                throw Reject(path, reason);
            }

            ((RowWireWriter)writer).Reference(reference.Text);
            return;
        }

        if (value.TryGetValue(out string? text))
        {
            CheckText(path, text);
            writer.Text(text);
            return;
        }

        // A value of any other type, as it is serialized.
        using JsonDocument document = JsonDocument.Parse(value.ToJsonString());
        JsonElement element = document.RootElement;
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                WriteNumber(element.GetRawText());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Boolean(element.GetBoolean());
                break;
            case JsonValueKind.String:
                writer.Text(element.GetString());
                break;
            default:
                Write(path, JsonNode.Parse(element.GetRawText()), depth + 1);
                break;
        }
    }

    // In a row, a number is a text. A portal reads the number of a body as this text.
    private void WriteNumber(string digits) => writer.RawNumber(
        writer is not RowWireWriter ? digits
        : long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) ? integer.ToString(CultureInfo.InvariantCulture)
        : double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));

    private void CheckText(string path, string text)
    {
        if (TextFormat.GetTextError(text) is { } reason)
        {
            throw Reject(path, reason);
        }
    }

    private ArgumentException Reject(string path, string reason) => new($"The argument '{OneLine.Format(path, 200)}' of {call} can't be sent: {reason}. Nothing was sent.");
}
