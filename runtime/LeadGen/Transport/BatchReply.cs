using System.Globalization;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Represents the result of <c>batch</c>: the result or the error of each command, or neither if the reply does not contain one.</summary>
/// <remarks>
/// PHP writes a map with the keys 0, 1, 2… as a list, and an empty map as <c>[]</c>. See
/// https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html.
/// </remarks>
internal sealed class BatchReply
{
    /// <summary>The prefix of the commands' names. Without names, PHP would return a list, in which the position of a missing result is unknown.</summary>
    public const char KeyPrefix = 'c';

    private readonly Command[] _commands;

    private BatchReply(Command[] commands, IReadOnlyList<string>? names) => (_commands, _times, _names) = (commands, new PortalTime?[commands.Length], names);

    /// <summary>Gets the operating times of some of the commands.</summary>
    /// <param name="isIncluded">Returns whether the command with the index is included.</param>
    /// <returns>
    /// The largest operating time that a command reported, which is that after the last command; the sum of the commands' processing times; and the
    /// number of commands that reported a processing time.
    /// </returns>
    public (PortalTime? Total, TimeSpan Sum, int Count) GetTimes(Predicate<int> isIncluded)
    {
        PortalTime[] times = [.. _times.Where((_, i) => isIncluded(i)).OfType<PortalTime>()];
        TimeSpan[] used = [.. times.Select(static t => t.Processing ?? t.Duration).OfType<TimeSpan>()];
        return (times.Where(static t => t.Operating is not null).MaxBy(static t => t.Operating), new TimeSpan(used.Sum(static t => t.Ticks)), used.Length);
    }

    private readonly PortalTime?[] _times;

    private readonly IReadOnlyList<string>? _names;

    /// <summary>Gets the times of a command; <see langword="null"/> if the reply does not contain them.</summary>
    /// <param name="index">The index of the command in the batch.</param>
    public PortalTime? GetTime(int index) => _times[index];

    /// <summary>Gets the result of a command.</summary>
    /// <param name="index">The index of the command in the batch.</param>
    public Command this[int index] => _commands[index];

    // The reply has an error that does not name a command of the batch. It may belong to any command without a separate error.
    private bool _hasUnassignedError;

    /// <summary>Parses the result of <c>batch</c>.</summary>
    /// <param name="result">The result of the batch.</param>
    /// <param name="count">The number of commands.</param>
    /// <param name="names">The names of the commands; <see langword="null"/> if they are numbered.</param>
    /// <exception cref="FormatException">The JSON is not the result of a batch.</exception>
    /// <exception cref="JsonException">The result is not JSON.</exception>
    public static BatchReply Parse(ReadOnlySpan<byte> result, int count, IReadOnlyList<string>? names = null)
    {
        var reader = new Utf8JsonReader(result);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("the result of the batch is not an object");
        }

        var reply = new BatchReply(new Command[count], names);
        int read = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string part = LenientText.Text(ref reader);
            reader.Read();
            switch (part)
            {
                case "result":
                    LenientText.MarkRead(ref read, 1);
                    reply.ReadPart(ref reader, static (BatchReply self, int place, ref Utf8JsonReader r) => self._commands[place].ReadResult(ref r));
                    break;
                case "error" or "error_description":
                    reply._hasUnassignedError |= reader.TokenType != JsonTokenType.Null;
                    reader.Skip();
                    break;
                case "result_error":
                    LenientText.MarkRead(ref read, 2);
                    reply._hasUnassignedError |= reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null);
                    reply.ReadPart(ref reader, static (BatchReply self, int place, ref Utf8JsonReader r) => self.ReadError(place, ref r), takesAll: true);
                    break;
                case "result_time":
                    reply.ReadPart(ref reader, static (BatchReply self, int place, ref Utf8JsonReader r) => self._times[place] = PortalTime.Read(ref r));
                    break;
                case "result_total":
                    reply.ReadPart(ref reader, static (BatchReply self, int place, ref Utf8JsonReader r) => self._commands[place].Total = PortalReply.ReadCount(ref r));
                    break;
                case "result_next":
                    reply.ReadPart(ref reader, static (BatchReply self, int place, ref Utf8JsonReader r) => self._commands[place].Next = PortalReply.ReadCount(ref r));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (reply._hasUnassignedError)
        {
            foreach (ref Command command in reply._commands.AsSpan())
            {
                command.MarkContradictory();
            }
        }

        return reply;
    }

    private delegate void ReadCommand(BatchReply self, int place, ref Utf8JsonReader reader);

    private void ReadError(int place, ref Utf8JsonReader reader)
    {
        if (place >= 0 && place < _commands.Length)
        {
            _commands[place].ReadError(ref reader);
            return;
        }

        _hasUnassignedError |= reader.TokenType != JsonTokenType.Null;
        reader.Skip();
    }

    private void ReadPart(ref Utf8JsonReader reader, ReadCommand read, bool takesAll = false)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            reader.Skip();
            return;
        }

        // A list does not contain the names of the commands. Only the elements of a complete list can be assigned to commands.
        bool isComplete = reader.TokenType == JsonTokenType.StartArray && CountElements(reader) == _commands.Length;
        int next = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            int place = isComplete ? next++ : -1;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                place = IndexOf(LenientText.Text(ref reader));
                reader.Read();
            }

            if (takesAll || (place >= 0 && place < _commands.Length))
            {
                read(this, place, ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static int CountElements(Utf8JsonReader reader)
    {
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }

    private int IndexOf(string key)
    {
        for (int i = 0; i < _names?.Count; i++)
        {
            if (_names[i] == key)
            {
                return i;
            }
        }

        return _names is null ? ParseNumber(key) : -1;
    }

    private static int ParseNumber(string key) =>
        key is [KeyPrefix, .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int place)
        && place.ToString(CultureInfo.InvariantCulture) == digits ? place : -1;

    /// <summary>Represents the result of one command.</summary>
    internal struct Command
    {
        /// <summary>Gets the position of the command's result in the result of the batch; <see langword="null"/> if there is none.</summary>
        public Range? Result { get; private set; }

        /// <summary>Gets whether the reply for the command is contradictory, or has an error that is not in a portal's format. The command may then have been processed.</summary>
        public bool IsContradictory { get; private set; }

        /// <summary>Gets the code of its error, empty if the error has none; <see langword="null"/> without an error.</summary>
        public string? Error { get; private set; }

        /// <summary>Gets the text of its error.</summary>
        public string? ErrorDescription { get; private set; }

        /// <summary>Gets or sets the number of all elements of a list; <see langword="null"/> if the portal did not count.</summary>
        public long? Total { get; set; }

        /// <summary>Gets or sets the start of the next page of a list; <see langword="null"/> if there is none.</summary>
        public long? Next { get; set; }

        /// <summary>Records that the reply contains an error that may belong to this command, unless the command has an error.</summary>
        public void MarkContradictory() => IsContradictory |= Error is null;

        /// <summary>Reads a result of any type.</summary>
        public void ReadResult(ref Utf8JsonReader reader)
        {
            IsContradictory |= Result is not null || Error is not null;
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            Result = start..(int)reader.BytesConsumed;
        }

        /// <summary>Reads <c>{error, error_description}</c>, or the plain text that some portals return.</summary>
        public void ReadError(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                return;
            }

            IsContradictory |= Result is not null || Error is not null;
            if (reader.TokenType == JsonTokenType.String)
            {
                (Error, ErrorDescription) = ("", PortalReply.ReadDescription(ref reader));
                IsContradictory |= string.IsNullOrWhiteSpace(ErrorDescription);
                return;
            }

            ReadErrorObject(ref reader);
            IsContradictory |= Error is null || (string.IsNullOrWhiteSpace(ErrorDescription) && !PortalErrors.IdentifiesFailure(Error));
        }

        private void ReadErrorObject(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return;
            }

            // If there are two codes or two texts, it is unknown which one is meant.
            bool hasCode = false, hasText = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isCode = reader.ValueTextEquals("error"u8);
                bool isText = reader.ValueTextEquals("error_description"u8);
                reader.Read();
                if (isCode)
                {
                    IsContradictory |= hasCode;
                    hasCode = true;
                    Error = PortalReply.ReadCode(ref reader);
                }
                else if (isText)
                {
                    IsContradictory |= hasText;
                    hasText = true;
                    ErrorDescription = PortalReply.ReadDescription(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }
}
