namespace LeadGen;

/// <summary>
/// Represents a value that was assigned to a field of a lead. Copies of the lead share it until they assign another value. Its marks are the leads
/// that its new entries were sent to. The portal may have stored them with IDs that are unknown here, so sending them to the same lead
/// again could add them twice.
/// </summary>
internal sealed class Assignment(object? value) : SentMarks
{
    public object? Value => value;
}
