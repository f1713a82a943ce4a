namespace LeadGen.Testing;

/// <summary>The exception that a method which a test provides for a <see cref="PortalEmulator"/> throws to return an error.</summary>
/// <param name="status">The HTTP status, such as 400. A command of a batch has none.</param>
/// <param name="code">The portal's <c>error</c>, such as <c>NOT_FOUND</c>; it can be empty.</param>
/// <param name="description">The portal's <c>error_description</c>.</param>
public sealed class PortalMethodException(int status, string code, string description) : Exception(description)
{
    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Gets the portal's <c>error</c>.</summary>
    public string Code { get; } = code;
}
