using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;

namespace LeadGen.Testing.Portal;

/// <summary>Creates the addresses of files for the caller of a method. Those for programs contain its secret or its access token.</summary>
/// <param name="server">The address of the server that the caller uses.</param>
/// <param name="webhookPath">The path of the webhook, with a slash at the end; <see langword="null"/> for an application.</param>
/// <param name="accessToken">The access token of the application; empty for a webhook.</param>
/// <param name="key">The key with which addresses are signed.</param>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html.</remarks>
internal sealed class FileAddresses(Uri server, string? webhookPath, string accessToken, byte[] key)
{
    private const int SignatureLength = 32;

    /// <summary>Returns the members of a file in replies of <c>crm.lead.*</c>: <c>showUrl</c> and <c>downloadUrl</c>, both relative. Without an access token, <c>auth</c> is empty.</summary>
    public (string Show, string Download) OfLead(long leadId, string code, PhpValue file)
    {
        string query = string.Create(CultureInfo.InvariantCulture, $"ownerId={leadId}&fieldName={code}&dynamic=Y&fileId={file.Find("id")?.Text}");
        return ($"{ShowPath}?{query}", $"{ShowPath}?auth={Uri.EscapeDataString(accessToken)}&{query}");
    }

    /// <summary>Returns the members of a file in replies of <c>crm.item.*</c>: <c>url</c> and <c>urlMachine</c>, both absolute.</summary>
    public (string Show, string Machine) OfItem(long leadId, string code, PhpValue file)
    {
        string query = string.Create(
            CultureInfo.InvariantCulture, $"entityTypeId={EntitySchema.Lead.EntityTypeId}&id={leadId}&fieldName={code}&fileId={file.Find("id")?.Text}");
        string auth = webhookPath is null ? $"auth={Uri.EscapeDataString(accessToken)}&" : "";
        string token = $"crm|{Convert.ToBase64String(Encoding.UTF8.GetBytes(query))}.{Sign(query)}";
        return (
            new Uri(server, $"/bitrix/services/main/ajax.php?action={Method}&SITE_ID=s1&{query}").AbsoluteUri,
            $"{new Uri(server, webhookPath ?? "/rest/").AbsoluteUri}{Method}.json?{auth}token={Uri.EscapeDataString(token)}");
    }

    /// <summary>The method that returns a file of an item.</summary>
    public const string Method = "crm.controller.item.getFile";

    /// <summary>Gets the path of the page that returns a file of a lead.</summary>
    public static string ShowPath { get; } = $"/bitrix/components/bitrix/{EntitySchema.Lead.Method("show")}/show_file.php";

    /// <summary>Reads the lead, the field and the file from the token of an address; <see langword="null"/> if the token was changed.</summary>
    public static PhpValue? Read(string token, byte[] key, Func<string, PhpValue> parse)
    {
        string[] parts = token.Split('|', '.');
        if (parts is not ["crm", var text, var signature] || !Convert.TryFromBase64String(text, new byte[text.Length], out _))
        {
            return null;
        }

        string query = Encoding.UTF8.GetString(Convert.FromBase64String(text));
        return signature == Sign(query, key) ? parse(query) : null;
    }

    private string Sign(string query) => Sign(query, key);

    private static string Sign(string query, byte[] key) => Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(query)))[..SignatureLength];
}
