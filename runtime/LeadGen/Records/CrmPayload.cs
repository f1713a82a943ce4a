using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents a record as a portal returned it: the JSON, and the position of each field in it.</summary>
/// <remarks>
/// Each value is parsed when it is read. An invalid value therefore affects only its own field, and a program that reads ten
/// of a thousand fields parses ten values.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class CrmPayload
{
    private readonly byte[] _json;
    private readonly Slot[] _slots;
    private readonly Dictionary<string, Slot>? _unknown;
    private readonly RequestedFields _requested;
    private RecordOrigin? _origin;

    private CrmPayload(byte[] json, Slot[] slots, Dictionary<string, Slot>? unknown, CrmFieldSet fields, RequestedFields requested, PortalTime? time, string? portal)
    {
        _json = json;
        _slots = slots;
        _unknown = unknown;
        Fields = fields;
        _requested = requested;
        Time = time;
        Portal = portal;
    }

    internal CrmFieldSet Fields { get; }

    internal PortalTime? Time { get; }

    /// <summary>Gets the host by which the client identifies the portal that returned the record; <see langword="null"/> if no client read it.</summary>
    internal string? Portal { get; }

    /// <summary>Gets whether a portal returned the record.</summary>
    internal bool IsRead => !ReferenceEquals(_requested, RequestedFields.None);

    /// <summary>Gets the origin of the payload, which records the fields that were sent. All records of the payload share it.</summary>
    internal RecordOrigin GetOrigin(long recordId) =>
        _origin ?? Interlocked.CompareExchange(ref _origin, new RecordOrigin(Portal, recordId, _requested), null) ?? _origin;

    internal IEnumerable<string> Codes =>
        Fields.Where(f => GetSlot(f).Length > 0).Select(static f => f.Code).Concat(_unknown?.Keys ?? Enumerable.Empty<string>());

    internal static CrmPayload Empty(CrmFieldSet fields) => new([], new Slot[fields.Count], null, fields, RequestedFields.None, null, null);

    /// <summary>Finds the fields in the JSON of a record. The JSON must be valid. The payload keeps a reference to the array.</summary>
    internal static CrmPayload Parse(byte[] json, CrmFieldSet fields, RequestedFields requested, PortalTime? time, string? portal)
    {
        AssertIsValid(json);
        var slots = new Slot[fields.Count];
        Dictionary<string, Slot>? unknown = null;
        ReadOnlySpan<byte> bytes = json;
        int last = -1;

        // PHP writes an empty map as a list.
        int at = bytes[0] == '{' ? Scanner.SkipSeparators(bytes, 1) : 0;
        for (int count = 1; bytes[at] == '"'; count++)
        {
            if (count > ReplyLimits.Fields)
            {
                throw new UnexpectedReplyException($"a record of more than {ReplyLimits.Fields} fields", isOverLimit: true);
            }

            int end = Scanner.EndOfText(bytes, at + 1);
            ReadOnlySpan<byte> name = bytes[at..(end + 1)];
            int start = Scanner.SkipSeparators(bytes, end + 1);
            end = Scanner.EndOfValue(bytes, start);
            at = Scanner.SkipSeparators(bytes, end);
            var slot = new Slot(start, end - start);
            if (fields.IndexOf(name[1..^1], last) is >= 0 and var index)
            {
                Set(ref slots[index], slot);
                last = index;
            }
            else
            {
                unknown ??= new(StringComparer.Ordinal);
                Set(name, slot, slots, unknown, fields);
            }
        }

        return new CrmPayload(json, slots, unknown, fields, requested, time, portal);
    }

    // A name may contain escape sequences.
    private static void Set(ReadOnlySpan<byte> name, Slot slot, Slot[] slots, Dictionary<string, Slot> unknown, CrmFieldSet fields)
    {
        var reader = new Utf8JsonReader(name);
        reader.Read();
        string code = reader.GetString()!;
        Set(ref fields.IndexOf(code) is >= 0 and var index ? ref slots[index] : ref CollectionsMarshal.GetValueRefOrAddDefault(unknown, code, out _), slot);
    }

    // If a field has two values, it is unknown which one the portal means.
    private static void Set(ref Slot place, Slot slot) =>
        place = place.Length == 0 ? slot : throw new UnexpectedReplyException("a record with two values for one field");

    /// <summary>Determines whether the record's value of the field is known: the portal returned it, or left it out although it was requested.</summary>
    internal bool IsKnown(CrmField field) =>
        GetSlot(field).Length > 0 || (_requested.Contains(field) && Fields.Find(field.Code) is not null);

    /// <summary>Determines whether a code that the portal did not return was requested, so that it has no value.</summary>
    internal bool IsRequested(string code) => Fields.Find(code) is { } field ? IsKnown(field) : _requested.Contains(code);

    internal ReadOnlySpan<byte> GetValue(CrmField field) => Span(GetSlot(field));

    /// <summary>Gets the JSON of a field by its code, even if the schema does not have it; empty if the portal returned none.</summary>
    internal ReadOnlySpan<byte> GetValue(string code) =>
        Fields.Find(code) is { } field ? GetValue(field) : Span(_unknown?.GetValueOrDefault(code) ?? default);

    private Slot GetSlot(CrmField field) =>
        Fields.IndexOf(field) is >= 0 and var index ? _slots[index] : _unknown?.GetValueOrDefault(field.Code) ?? default;

    private ReadOnlySpan<byte> Span(Slot slot) => _json.AsSpan(slot.Start, slot.Length);

    private readonly record struct Slot(int Start, int Length);
}
