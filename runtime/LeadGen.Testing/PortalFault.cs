using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LeadGen.Testing.Rest;

namespace LeadGen.Testing;

/// <summary>Represents a fault that the emulator injects into a call; see <see cref="PortalEmulator.InjectFault"/>.</summary>
/// <remarks>See https://apidocs.bitrix24.com/_includes/system-errors.html for the errors that portals return.</remarks>
public sealed record PortalFault
{
    private const string Page = "<!DOCTYPE html>\n<html><head><title>Portal</title></head><body>The portal is busy.</body></html>\n";

    private readonly string _name;

    private PortalFault(string name, bool afterCall)
    {
        _name = name;
        AfterCall = afterCall;
    }

    /// <summary>Gets a fault that closes the connection in the middle of the response body. The portal processes the call.</summary>
    public static PortalFault HalfBody { get; } = new("half body", true) { Delivery = ReplyDelivery.ConnectionClosed };

    /// <summary>Gets a fault that sends a complete HTTP response with only the first half of the JSON. The portal processes the call.</summary>
    public static PortalFault TruncatedBody { get; } = new("truncated body", true) { Delivery = ReplyDelivery.Truncated };

    /// <summary>Gets whether the portal processes the call, so that the fault affects only the response.</summary>
    public bool AfterCall { get; }

    /// <summary>Gets the reply that replaces the reply of the call; <see langword="null"/> if the fault changes only how that reply is sent.</summary>
    internal HttpReply? Replacement { get; private init; }

    /// <summary>Gets whether the fault is an error, which can also be the response to a single command of a batch.</summary>
    internal bool IsError => ErrorCode is not null;

    private string? ErrorCode { get; init; }

    private string? ErrorDescription { get; init; }

    private TimeSpan Wait { get; init; }

    private TimeSpan Duration { get; init; }

    private ReplyDelivery Delivery { get; init; }

    /// <summary>Creates a fault that returns an error of Bitrix24, such as 503 <c>QUERY_LIMIT_EXCEEDED</c> or 429 <c>OPERATION_TIME_LIMIT</c>.</summary>
    /// <param name="status">The HTTP status. Some portals return errors with status 200.</param>
    /// <param name="code">The error code; empty for many errors of the CRM.</param>
    /// <param name="description">The error text. Portals always send one; the LeadGen client does not treat a response without it as an error of the portal.</param>
    /// <param name="afterCall">Whether the portal processes the call before it returns the error.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not between 200 and 599, or does not allow a body.</exception>
    public static PortalFault Error(int status, string code, string description = "Injected error", bool afterCall = false)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(description);
        return new PortalFault($"error {ToText(status)} {code}".TrimEnd(), afterCall)
        {
            ErrorCode = code,
            ErrorDescription = description,
            Replacement = HttpReply.Json(Validate(status), MethodResult.Write(new RestException(status, code, description).ToJson())),
        };
    }

    /// <summary>Creates a fault that returns the specified response, such as the fields of another portal.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body. It is sent with the media type of JSON and is not validated.</param>
    /// <param name="afterCall">Whether the portal processes the call before it returns the response.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not between 200 and 599, or does not allow a body.</exception>
    public static PortalFault Json(int status, [StringSyntax(StringSyntaxAttribute.Json)] string body, bool afterCall = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new PortalFault($"JSON response with status {ToText(status)}", afterCall) { Replacement = HttpReply.Json(Validate(status), body) };
    }

    /// <summary>Creates a fault that returns an HTML page, as proxies and portals under maintenance do.</summary>
    /// <param name="status">The HTTP status. The default is 502; some proxies send 200.</param>
    /// <param name="afterCall">Whether the portal processes the call before it returns the page.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not between 200 and 599, or does not allow a body.</exception>
    public static PortalFault WebPage(int status = 502, bool afterCall = false) =>
        new($"web page with status {ToText(status)}", afterCall) { Replacement = new HttpReply(Validate(status), "text/html; charset=utf-8", Page) };

    /// <summary>Creates a fault that returns a redirect, as a renamed portal does. The portal does not process the call.</summary>
    /// <param name="location">The absolute target address, including the REST method.</param>
    /// <param name="status">The HTTP status: 301, 302, 303, 307 or 308. The default is 302.</param>
    /// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html.</remarks>
    /// <exception cref="ArgumentException"><paramref name="location"/> is not absolute.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not a redirect status.</exception>
    public static PortalFault Redirect(Uri location, int status = 302)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (!location.IsAbsoluteUri)
        {
            throw new ArgumentException("The location of a redirect must be an absolute address.", nameof(location));
        }

        if (status is not (301 or 302 or 303 or 307 or 308))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "The status of a redirect must be 301, 302, 303, 307 or 308.");
        }

        return new PortalFault($"redirect with status {ToText(status)}", false) { Replacement = new HttpReply(status, "text/html; charset=utf-8", "") { Location = location } };
    }

    /// <summary>Creates a fault that resets the connection without a response.</summary>
    /// <param name="afterCall">Whether the portal processes the call before the reset.</param>
    public static PortalFault Reset(bool afterCall = true) => new("connection reset", afterCall) { Replacement = new HttpReply(0, "", "") { Delivery = ReplyDelivery.ConnectionReset } };

    /// <summary>Creates a fault that delays the response. The portal processes the call immediately.</summary>
    /// <param name="wait">The delay, measured with the system clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="wait"/> is negative or longer than 24 days.</exception>
    public static PortalFault Delay(TimeSpan wait) => new($"delay of {Validate(wait, nameof(wait)):c}", true) { Wait = wait };

    /// <summary>Creates a fault that sends the headers immediately and the body slowly, in parts. The portal processes the call.</summary>
    /// <param name="duration">The time for the whole body, measured with the system clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative or longer than 24 days.</exception>
    public static PortalFault Trickle(TimeSpan duration) => new($"slow body, {Validate(duration, nameof(duration)):c}", true) { Duration = duration };

    /// <summary>Returns a description of the fault.</summary>
    public override string ToString() => _name;

    /// <summary>Applies the fault to the reply of a processed call.</summary>
    internal HttpReply Apply(HttpReply reply) => Replacement ?? reply with { Delay = Wait, Duration = Duration, Delivery = Delivery };

    /// <summary>Creates the error for a command of a batch.</summary>
    internal RestException ToException() => new(Replacement!.Status, ErrorCode!, ErrorDescription!);

    private static string ToText(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static int Validate(int status) => status is >= 200 and <= 599 and not (204 or 205 or 304)
        ? status
        : throw new ArgumentOutOfRangeException(nameof(status), status, "The status must be from 200 to 599, except 204, 205 and 304, which have no body.");

    private static TimeSpan Validate(TimeSpan time, string name) => time >= TimeSpan.Zero && time.TotalMilliseconds <= int.MaxValue
        ? time
        : throw new ArgumentOutOfRangeException(name, time, "The time must be between 0 and 24 days.");
}
