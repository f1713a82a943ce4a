namespace LeadGen.Tool;

/// <summary>A reason why a command can't do what it was asked to. Nothing was written.</summary>
/// <param name="message">What is wrong; never a secret.</param>
/// <param name="remedy">What to do, in one line.</param>
internal sealed class ToolException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;
}
