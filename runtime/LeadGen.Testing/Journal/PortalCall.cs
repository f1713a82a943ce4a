using System.Globalization;
using System.Text;

namespace LeadGen.Testing;

/// <summary>Represents a call that the portal received, or one command of a batch. The webhook's secret, the client secret and tokens are masked in all properties.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html for the format of calls.</remarks>
public sealed record PortalCall
{
    /// <summary>
    /// Gets the REST method as sent, or <c>oauth/token</c> for a request to <see cref="PortalEmulator.OAuthEndpoint"/>. Most
    /// arguments of such a request are masked.
    /// </summary>
    public required string Method { get; init; }

    /// <summary>Gets the HTTP method.</summary>
    public required string Verb { get; init; }

    /// <summary>Gets the media type of the request; empty if there was none.</summary>
    public required string ContentType { get; init; }

    /// <summary>Gets the query string of the request, without the question mark. Empty for a command of a batch, whose query is part of <see cref="Body"/>.</summary>
    public string Query { get; init; } = "";

    /// <summary>Gets the body of the request; for a command of a batch, the text of the command.</summary>
    public required string Body { get; init; }

    /// <summary>Gets the key of the command in its batch; <see langword="null"/> if the call is not a command of a batch.</summary>
    public string? BatchKey { get; init; }

    /// <summary>Gets the ID of the lead that the call read, created or updated; <see langword="null"/> if it concerned no single lead, or was not processed.</summary>
    public long? LeadId { get; init; }

    /// <summary>
    /// Gets the HTTP status of the response; 0 if a fault prevented the response. For a command of a batch, the status that a
    /// separate call would have had.
    /// </summary>
    public required int Status { get; init; }

    /// <summary>Gets the part of the response body that was sent; for a command of a batch, its result or error.</summary>
    public required string Answer { get; init; }

    /// <summary>Gets the fault that was injected into the call; <see langword="null"/> if none was.</summary>
    public PortalFault? Fault { get; init; }

    /// <summary>Gets the result of each field that the call wrote.</summary>
    public IReadOnlyList<FieldResult> Fields { get; init; } = [];

    /// <summary>Gets the results of the options in <c>params</c> and of the arguments that the portal ignored.</summary>
    public IReadOnlyList<FieldResult> Parameters { get; init; } = [];

    /// <summary>Returns the call on one line: the method, the lead, the HTTP status, and the result of each field and argument, without values.</summary>
    public override string ToString()
    {
        StringBuilder line = new StringBuilder().Append(OneLine.Format(Method));
        if (BatchKey is { } key)
        {
            line.Append(" (").Append(OneLine.Format(key)).Append(')');
        }

        if (LeadId is { } id)
        {
            line.Append(CultureInfo.InvariantCulture, $", lead {id}");
        }

        line.Append(CultureInfo.InvariantCulture, $": HTTP {Status}");
        if (Fault is { } fault)
        {
            line.Append(CultureInfo.InvariantCulture, $", fault: {OneLine.Format(fault.ToString())}");
        }

        foreach (FieldResult result in Fields.Concat(Parameters))
        {
            line.Append("; ").Append(result);
        }

        return line.ToString();
    }
}
