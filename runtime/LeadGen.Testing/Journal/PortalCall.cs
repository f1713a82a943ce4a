using System.Globalization;
using System.Text;

namespace LeadGen.Testing;

/// <summary>One call that the portal got, or one command of a batch. The webhook's secret, the application's key and tokens are masked wherever they turn up.</summary>
/// <remarks>What calls look like is told at https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html.</remarks>
public sealed record PortalCall
{
    /// <summary>
    /// The REST method, as it was called; <c>oauth/token</c> for a request to <see cref="PortalEmulator.OAuthEndpoint"/>, of
    /// whose arguments most are masked.
    /// </summary>
    public required string Method { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Verb { get; init; }

    /// <summary>The media type of the request; empty where there was none.</summary>
    public required string ContentType { get; init; }

    /// <summary>The query of the request's address, without its question mark; for a command of a batch empty, as it is part of <see cref="Body"/>.</summary>
    public string Query { get; init; } = "";

    /// <summary>The request's body as it came; for a command of a batch the command.</summary>
    public required string Body { get; init; }

    /// <summary>The command's key in its batch; <see langword="null"/> for a call of its own.</summary>
    public string? BatchKey { get; init; }

    /// <summary>The lead that the call was about; <see langword="null"/> where it was about none.</summary>
    public long? LeadId { get; init; }

    /// <summary>The HTTP status of the answer, 0 where a fault left none; for a command of a batch the one that it would have had alone.</summary>
    public required int Status { get; init; }

    /// <summary>As much of the answer's body as was sent; for a command of a batch its result or error.</summary>
    public required string Answer { get; init; }

    /// <summary>What went wrong, by <see cref="PortalEmulator.InjectFault"/>; <see langword="null"/> on a good day.</summary>
    public PortalFault? Fault { get; init; }

    /// <summary>What became of each field that the call wrote.</summary>
    public IReadOnlyList<FieldResult> Fields { get; init; } = [];

    /// <summary>What became of the call's other arguments, where a portal ignored one.</summary>
    public IReadOnlyList<FieldResult> Parameters { get; init; } = [];

    /// <summary>Describes the call on one line: its method, its lead, the HTTP status, and the result of each field and argument, without values.</summary>
    public override string ToString()
    {
        StringBuilder line = new StringBuilder().Append(OneLine.Of(Method));
        if (BatchKey is { } key)
        {
            line.Append(" (").Append(OneLine.Of(key)).Append(')');
        }

        if (LeadId is { } id)
        {
            line.Append(CultureInfo.InvariantCulture, $", lead {id}");
        }

        line.Append(CultureInfo.InvariantCulture, $": HTTP {Status}");
        if (Fault is { } fault)
        {
            line.Append(CultureInfo.InvariantCulture, $", fault: {OneLine.Of(fault.ToString())}");
        }

        foreach (FieldResult result in Fields.Concat(Parameters))
        {
            line.Append("; ").Append(result);
        }

        return line.ToString();
    }
}
