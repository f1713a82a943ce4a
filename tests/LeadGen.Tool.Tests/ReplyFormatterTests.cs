using System.Text.Json;
using LeadGen.Access;
using LeadGen.Tool.Portal;

namespace LeadGen.Tool.Tests;

public class ReplyFormatterTests
{
    [Theory]
    [InlineData("https://crm/rest/1/abcdef0123456789/", "crm_status", "crm_status")]
    [InlineData("https://crm/rest/1/abcdef0123456789/", "см. https://crm/company и //CRM:443/x", "см. https://***/company и //***/x")]
    [InlineData("https://acme.bitrix24.ru/rest/1/abcdef0123456789/", "на ACME.bitrix24.ru.", "на ***.")]
    [InlineData("https://acme.bitrix24.ru/rest/1/abcdef0123456789/", "notacme.bitrix24.ru", "notacme.bitrix24.ru")]
    [InlineData("https://пример.example/rest/1/abcdef0123456789/", "xn--e1afmkfd.example пример.example", "*** ***")]
    [InlineData("https://acme.bitrix24.ru/rest/1/abcdef0123456789/", "/f?id=1&auth_token=a&X-Amz-Signature=b&n=2", "/f?id=1&auth_token=***&X-Amz-Signature=***&n=2")]
    [InlineData("https://acme.bitrix24.ru/rest/1/abcdef0123456789/", "rest/1/ABCDEF0123456789/x", "rest/1/***/x")]
    public void An_address_of_the_portal_is_masked_and_a_word_is_not(string webhook, string text, string expected)
    {
        using JsonDocument answer = JsonDocument.Parse("{\"UF_CRM_1\": {\"type\": " + JsonSerializer.Serialize(text) + "}}");

        using JsonDocument saved = JsonDocument.Parse(new ReplyFormatter(Webhook.Parse(webhook)).FormatMap(answer.RootElement));
        Assert.Equal(expected, saved.RootElement.GetProperty("result").GetProperty("UF_CRM_1").GetProperty("type").GetString());
    }
}
