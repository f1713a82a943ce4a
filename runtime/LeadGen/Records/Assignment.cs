namespace LeadGen;

/// <summary>
/// Represents a value that was assigned to a field of a record. Copies of the record share it until they assign another value. Its marks are the records
/// that its new entries were sent to. The portal may have stored them with IDs that are unknown here, so sending them to the same record
/// again could add them twice.
/// </summary>
internal sealed class Assignment(object? value) : SentMarks
{
    public object? Value => value;
}
