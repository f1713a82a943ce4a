namespace LeadGen.Schema.Reading;

/// <summary>
/// Provides the fixes for invalid files. The names in <c>leadgen.names.json</c> are written by developers and can't be fetched again,
/// so no fix replaces this file.
/// </summary>
internal static class Remedies
{
    public static string ForSyntax(SchemaFile file, bool isTruncated) => (IsNames(file), isTruncated) switch
    {
        (true, true) => "Restore the file from source control.",
        (true, false) => "Correct the text there, or restore the file from source control.",
        _ => "Save the portal's reply again.",
    };

    public static string ForConflict(SchemaFile file) => IsNames(file)
        ? "Keep the pinned names of both sides, and delete the conflict markers."
        : "Keep one side of the conflict, and fetch the schema again.";

    public static string ForStructure(SchemaFile file) => IsNames(file)
        ? "Correct the file, or restore it from source control."
        : "Correct the file, or save the portal's reply again.";

    public static string ForEmpty(SchemaFile file, string method) => IsNames(file)
        ? "Restore it from source control, or delete it if no name is pinned."
        : $"Save the reply of {method} in it.";

    public static string ForErrorReply(string code, string description)
    {
        string what = code.ToUpperInvariant() switch
        {
            "INSUFFICIENT_SCOPE" => "Call the method again with a webhook that has the scope 'crm'",
            "PAYMENT_REQUIRED" => "The portal's plan or subscription does not allow the call: renew it, call the method again",
            "EXPIRED_TOKEN" or "INVALID_TOKEN" or "NO_AUTH_FOUND" or "INVALID_CREDENTIALS" => "Call the method again with a webhook or token that is valid",
            "QUERY_LIMIT_EXCEEDED" or "OPERATION_TIME_LIMIT" => "Wait until the portal's limits allow it, call the method again",
            _ when code.Equals("ACCESS_DENIED", StringComparison.OrdinalIgnoreCase) || description.TrimEnd('.').Equals("Access denied", StringComparison.OrdinalIgnoreCase)
                => "Call the method again as an administrator",
            _ => "Correct the error, call the method again",
        };
        return what + ", and save the reply.";
    }

    private static bool IsNames(SchemaFile file) => file.Name == PortalFiles.NamesName;
}
