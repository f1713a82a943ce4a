namespace LeadGen.Tool;

/// <summary>The exception that is thrown when a command fails. Nothing was written.</summary>
/// <param name="message">The error. Must not contain a secret.</param>
/// <param name="remedy">What the user can do, in one line.</param>
/// <param name="details">More lines to print after the message.</param>
internal sealed class ToolException(string message, string remedy, IEnumerable<string>? details = null) : Exception(message)
{
    public string Remedy { get; } = remedy;

    public IReadOnlyList<string> Details { get; } = [.. details ?? []];
}
