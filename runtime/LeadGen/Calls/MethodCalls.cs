using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Calls;

/// <summary>Sends calls of any method.</summary>
internal static class MethodCalls
{
    private delegate TResult ReadResult<TResult>(ReadOnlySpan<byte> result);

    /// <summary>Calls a method and returns its result as JSON.</summary>
    public static Task<Bitrix24Reply<JsonElement>> SendAsync(
        PortalCalls calls, string method, JsonObject? arguments, Bitrix24CallOptions? options, CancellationToken cancellationToken) =>
        SendAsync(calls, method, arguments, options, ReadElement, cancellationToken);

    /// <summary>Calls a method and deserializes its result.</summary>
    public static Task<Bitrix24Reply<TResult?>> SendAsync<TResult>(
        PortalCalls calls, string method, JsonTypeInfo<TResult> resultType, JsonObject? arguments, Bitrix24CallOptions? options, CancellationToken cancellationToken) =>
        SendAsync(calls, method, arguments, options, result => Deserialize(result, resultType), cancellationToken);

    /// <summary>Copies a result.</summary>
    public static JsonElement ReadElement(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result);
        return JsonElement.ParseValue(ref reader);
    }

    private static Task<Bitrix24Reply<TResult>> SendAsync<TResult>(
        PortalCalls calls, string method, JsonObject? arguments, Bitrix24CallOptions? options, ReadResult<TResult> read, CancellationToken cancellationToken)
    {
        RestMethod.Check(method, nameof(method));
        return calls.CallAsync(
            new CallTraits(method, IsIdempotent: options?.IsRepeatable ?? RestMethod.IsRead(method)),
            (method, arguments),
            static (writer, call) => new JsonArguments(
                writer, call.method, static _ => "only a batch can contain a reference to the result of a command").Write(call.arguments),
            reply => new Bitrix24Reply<TResult>(read(reply.Result), reply.Total, reply.Next, reply.Time),
            cancellationToken);
    }

    // The portal has processed the call, and a further attempt would return the same result. The exception's text may contain a value.
    private static TResult? Deserialize<TResult>(ReadOnlySpan<byte> result, JsonTypeInfo<TResult> resultType)
    {
        try
        {
            return JsonSerializer.Deserialize(result, resultType);
        }
        catch (JsonException e)
        {
            throw new UnexpectedReplyException($"a result that can't be read as {typeof(TResult).Name}{(e.Path is { } path ? $" (at {OneLine.Format(path, 200)})" : "")}", isFinal: true);
        }
    }
}
