using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeadGen;

/// <summary>Rejects a type that JSON can't represent, so that an update that is put in a queue as JSON does not come back without its changes. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NotSerializableConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => true;

    /// <summary>Throws.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        throw CreateException(typeToConvert);
    }

    /// <summary>Gets the exception for types that reject serializers other than System.Text.Json, such as Newtonsoft.Json, in their callbacks.</summary>
    internal static NotSupportedException CreateException(Type type) =>
        new($"{type.Name} can't be serialized: it would come back without its contents. Serialize the values that it is made of.");
}
