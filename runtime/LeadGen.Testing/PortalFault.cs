using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LeadGen.Testing.Rest;

namespace LeadGen.Testing;

/// <summary>Represents a fault that the emulator injects into a call; see <see cref="PortalEmulator.InjectFault"/>.</summary>
/// <remarks>Which errors portals answer is told at https://apidocs.bitrix24.com/_includes/system-errors.html.</remarks>
public sealed record PortalFault
{
    private const string Page = "<!DOCTYPE html>\n<html><head><title>Portal</title></head><body>The portal is busy.</body></html>\n";

    private readonly string _name;

    private PortalFault(string name, bool afterCall)
    {
        _name = name;
        AfterCall = afterCall;
    }

    /// <summary>A connection that breaks in the middle of the answer's body. The portal processed the call.</summary>
    public static PortalFault HalfBody { get; } = new("half a body", true) { End = ReplyEnd.Broken };

    /// <summary>An answer that looks complete, but whose JSON ends in the middle. The portal processed the call.</summary>
    public static PortalFault TruncatedBody { get; } = new("a truncated body", true) { End = ReplyEnd.Truncated };

    /// <summary>Whether the portal processed the call, so that only the answer is lost or late.</summary>
    public bool AfterCall { get; }

    /// <summary>The reply that the client gets instead. Without it, the call is processed, and the other faults apply to its reply.</summary>
    internal HttpReply? Instead { get; private init; }

    /// <summary>Whether a portal could answer that to a single command of a batch too.</summary>
    internal bool IsError => ErrorCode is not null;

    private string? ErrorCode { get; init; }

    private string? ErrorDescription { get; init; }

    private TimeSpan Wait { get; init; }

    private TimeSpan Duration { get; init; }

    private ReplyEnd End { get; init; }

    /// <summary>An error of Bitrix24, such as 503 <c>QUERY_LIMIT_EXCEEDED</c> or 429 <c>OPERATION_TIME_LIMIT</c>.</summary>
    /// <param name="status">The HTTP status. Some portals answer errors with 200.</param>
    /// <param name="code">The error's code; empty for many errors of the CRM.</param>
    /// <param name="description">The error's text. A portal always sends one: a client does not take an error without a text for the portal's.</param>
    /// <param name="afterCall">Whether the portal carries the call out before it answers that.</param>
    /// <exception cref="ArgumentOutOfRangeException">No answer with a body has that status.</exception>
    public static PortalFault Error(int status, string code, string description = "Injected error", bool afterCall = false)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(description);
        return new PortalFault($"error {Text(status)} {code}".TrimEnd(), afterCall)
        {
            ErrorCode = code,
            ErrorDescription = description,
            Instead = HttpReply.Json(Checked(status), RestAnswer.Write(new RestException(status, code, description).ToAnswer())),
        };
    }

    /// <summary>Any other answer: another portal's fields, say.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body, which is sent as JSON whatever it is.</param>
    /// <param name="afterCall">Whether the portal carries the call out before it answers that.</param>
    /// <exception cref="ArgumentOutOfRangeException">No answer with a body has that status.</exception>
    public static PortalFault Json(int status, [StringSyntax(StringSyntaxAttribute.Json)] string body, bool afterCall = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new PortalFault($"another answer with {Text(status)}", afterCall) { Instead = HttpReply.Json(Checked(status), body) };
    }

    /// <summary>A web page, as proxies and portals under maintenance answer.</summary>
    /// <param name="status">The HTTP status: 502, or even 200.</param>
    /// <param name="afterCall">Whether the portal carries the call out before that.</param>
    /// <exception cref="ArgumentOutOfRangeException">No answer with a body has that status.</exception>
    public static PortalFault WebPage(int status = 502, bool afterCall = false) =>
        new($"a web page with {Text(status)}", afterCall) { Instead = new HttpReply(Checked(status), "text/html; charset=utf-8", Page) };

    /// <summary>A redirect, as a portal answers that was renamed.</summary>
    /// <param name="location">The absolute address that it leads to, the REST method included.</param>
    /// <param name="status">The HTTP status.</param>
    /// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html.</remarks>
    /// <exception cref="ArgumentException">The address is not absolute.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The status is no redirect's.</exception>
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

        return new PortalFault($"a redirect with {Text(status)}", false) { Instead = new HttpReply(status, "text/html; charset=utf-8", "") { Location = location } };
    }

    /// <summary>A connection that is reset before any answer.</summary>
    /// <param name="afterCall">Whether the portal processed the call before that.</param>
    public static PortalFault Reset(bool afterCall = true) => new("no answer", afterCall) { Instead = new HttpReply(0, "", "") { End = ReplyEnd.Reset } };

    /// <summary>An answer that comes late: the portal carries the call out at once, and answers after a while.</summary>
    /// <param name="wait">How long the portal waits, by the machine's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or longer than a timer runs.</exception>
    public static PortalFault Delay(TimeSpan wait) => new($"a delay of {Checked(wait):c}", true) { Wait = wait };

    /// <summary>An answer whose headers come at once and whose body comes piece by piece. The portal processed the call.</summary>
    /// <param name="duration">How long the body takes, by the machine's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or longer than a timer runs.</exception>
    public static PortalFault Trickle(TimeSpan duration) => new($"a body that takes {Checked(duration):c}", true) { Duration = duration };

    /// <summary>The fault in words.</summary>
    public override string ToString() => _name;

    /// <summary>How the reply to a processed call reaches the client.</summary>
    internal HttpReply Apply(HttpReply answer) => Instead ?? answer with { Delay = Wait, Duration = Duration, End = End };

    /// <summary>The error of a command of a batch.</summary>
    internal RestException ToException() => new(Instead!.Status, ErrorCode!, ErrorDescription!);

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static int Checked(int status) => status is >= 200 and <= 599 and not (204 or 205 or 304)
        ? status
        : throw new ArgumentOutOfRangeException(nameof(status), status, "The status must be from 200 to 599, except 204, 205 and 304, which have no body.");

    private static TimeSpan Checked(TimeSpan time) => time >= TimeSpan.Zero && time.TotalMilliseconds <= int.MaxValue
        ? time
        : throw new ArgumentOutOfRangeException(nameof(time), time, "A delay must be between 0 and 24 days.");
}
