namespace LeadGen.Tool;

/// <summary>A reason why a command can't do what it was asked to. Nothing was written.</summary>
/// <param name="message">What is wrong; never a secret.</param>
/// <param name="remedy">What to do, in one line.</param>
/// <param name="details">What there is to say beyond the message, each in one line.</param>
internal sealed class ToolException(string message, string remedy, IEnumerable<string>? details = null) : Exception(message)
{
    public string Remedy { get; } = remedy;

    public IReadOnlyList<string> Details { get; } = [.. details ?? []];
}
