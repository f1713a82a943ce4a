using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <content>Reads the calls on a JSON writer, in their order, as the map that they write.</content>
internal sealed partial class ShapeReader
{
    /// <summary>Determines whether the type is a writer of System.Text.Json or Newtonsoft.Json.</summary>
    public static bool IsJsonWriter(ITypeSymbol? type) => type?.Name is "Utf8JsonWriter" or "JsonTextWriter" or "JsonWriter";

    private Shape ReadWriter(BodyIndex.Uses uses, Body body)
    {
        // The outermost level contains the root value.
        var levels = new Stack<Level>();
        levels.Push(new Level(isArray: true, null, default));
        MapEntry? name = null;
        foreach (IInvocationOperation call in uses.Changes.OfType<IInvocationOperation>())
        {
            string method = call.TargetMethod.Name;
            IArgumentOperation[] arguments = [.. call.Arguments.Where(static a => a.ArgumentKind != ArgumentKind.DefaultValue)];
            SourceSpan place = SourceSpan.From(call.Syntax);
            bool takesName = method is "WriteStartObject" or "WriteStartArray" or "WritePropertyName" or "WriteString" or "WriteNumber" or "WriteBoolean" or "WriteNull";
            if (takesName && arguments.Length > 0)
            {
                if (Read(arguments[0].Value, body) is not TextShape { Constant: { } key })
                {
                    return TypedShape.Unknown;
                }

                name = new MapEntry(key, KeyKind.Fixed, SourceSpan.From(arguments[0].Value.Syntax), TypedShape.Unknown, place);
            }

            if (method is "WriteStartObject" or "WriteStartArray")
            {
                levels.Push(new Level(method == "WriteStartArray", name, place));
                name = null;
            }
            else if (method is "WriteEndObject" or "WriteEndArray" or "WriteEnd")
            {
                if (levels.Count < 2)
                {
                    return TypedShape.Unknown;
                }

                Level inner = levels.Pop();
                levels.Peek().Add(inner.Name, inner.ToShape(uses.Passes.Count > 0), inner.Start);
            }
            else if (method is "WriteString" or "WriteNumber" or "WriteBoolean" or "WriteNull" or "WriteValue" || method.EndsWith("Value", StringComparison.Ordinal))
            {
                IArgumentOperation? value = arguments.Skip(takesName ? 1 : 0).FirstOrDefault();
                Shape written = value is null ? new ConstantShape(null) : Read(value.Value, body);
                levels.Peek().Add(name, method == "WriteRawValue" && written is SerializedShape raw ? new SerializedShape(raw.Content, raw.Naming) : written, value is null ? place : SourceSpan.From(value.Value.Syntax));
                name = null;
            }
        }

        return levels.Count == 1 && levels.Peek().First is MapShape map ? map : TypedShape.Unknown;
    }

    /// <summary>Represents an object or an array that is being written.</summary>
    private sealed class Level(bool isArray, MapEntry? name, SourceSpan start)
    {
        private readonly List<MapEntry> _entries = [];
        private readonly List<Shape> _items = [];
        private readonly List<SourceSpan> _places = [];

        public MapEntry? Name { get; } = name;

        public SourceSpan Start { get; } = start;

        public Shape? First => _items.Count > 0 ? _items[0] : null;

        public void Add(MapEntry? name, Shape value, SourceSpan place)
        {
            if (name is null)
            {
                _items.Add(value);
                _places.Add(place);
            }
            else
            {
                _entries.Add(name with { Value = value, ValueSpan = place });
            }
        }

        public Shape ToShape(bool isOpen) => isArray ? new ListShape(_items, isOpen) { Places = _places } : new MapShape(_entries, isOpen);
    }
}
