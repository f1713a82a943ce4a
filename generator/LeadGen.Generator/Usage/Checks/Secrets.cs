namespace LeadGen.Generator.Usage.Checks;

/// <summary>Distinguishes the secrets of a portal from other strings.</summary>
internal static class Secrets
{
    /// <summary>The environment variable that LeadGen's tool reads a webhook from.</summary>
    public const string WebhookVariable = "LEADGEN_WEBHOOK";

    /// <summary>The environment variable that is suggested for a token.</summary>
    public const string TokenVariable = "LEADGEN_TOKEN";

    private const int MinSecretLength = 8;

    /// <summary>Determines whether a string is an inbound webhook with its secret: <c>https://portal/rest/1/secret/…</c>. Loopback addresses are for tests.</summary>
    public static bool IsWebhook(string text)
    {
        if (text.Length < 16 || text[0] is not ('h' or 'H') || !text.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        int rest = text.IndexOf("/rest/", StringComparison.OrdinalIgnoreCase);
        if (rest < 0)
        {
            return false;
        }

        string[] path = text.Substring(rest + "/rest/".Length).Split('/');
        bool isBitrix = text.IndexOf("bitrix", 0, rest, StringComparison.OrdinalIgnoreCase) >= 0;
        return path.Length >= 2 && path[0].Length > 0 && path[0].All(char.IsDigit) && IsSecret(path[1]) && IsRandom(path[1], isBitrix ? 2 : 3)
            && !(Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.IsLoopback);
    }

    /// <summary>Gets the part of a webhook after its secret, which starts with a slash or is empty.</summary>
    public static string AfterWebhook(string webhook)
    {
        int user = webhook.IndexOf("/rest/", StringComparison.OrdinalIgnoreCase) + "/rest/".Length;
        int end = webhook.IndexOf('/', webhook.IndexOf('/', user) + 1);
        return end < 0 ? "" : webhook.Substring(end);
    }

    // Other services have addresses of this form too. Words that end with a number, such as products2024 or yourcode1, are not secrets.
    private static bool IsRandom(string text, int least)
    {
        int changes = 0;
        for (int i = 1; i < text.Length; i++)
        {
            changes += char.IsDigit(text[i]) != char.IsDigit(text[i - 1]) ? 1 : 0;
        }

        return changes >= least && text.Count(char.IsDigit) >= least;
    }

    /// <summary>Determines whether a string can be a token. Placeholders have other characters, no digits, or few different characters.</summary>
    public static bool IsSecret(string text) =>
        text.Length >= MinSecretLength
        && text.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.')
        && text.Any(char.IsDigit)
        && text.Distinct().Count() > 4;
}
