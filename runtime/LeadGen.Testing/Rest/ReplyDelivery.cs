namespace LeadGen.Testing.Rest;

/// <summary>Specifies how much of a response the client receives.</summary>
internal enum ReplyDelivery
{
    /// <summary>The complete response.</summary>
    Complete,

    /// <summary>The first half of the body, with a matching <c>Content-Length</c>.</summary>
    Truncated,

    /// <summary>The first half of the body; then the connection is closed.</summary>
    ConnectionClosed,

    /// <summary>Nothing; the connection is reset.</summary>
    ConnectionReset,
}
