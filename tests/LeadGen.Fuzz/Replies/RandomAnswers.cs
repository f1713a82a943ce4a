using System.Text;
using CsCheck;
using LeadGen.Fuzz.Portal;
using LeadGen.Fuzz.Running;

namespace LeadGen.Fuzz.Replies;

/// <summary>Generates random replies of a portal and of a token server: valid ones, damaged ones, and others.</summary>
internal static class RandomAnswers
{
    private static readonly string[] s_codes = [.. LeadFields.All.Select(static f => f.Code)];

    private static readonly string[] s_answers =
    [
        """{"result": true, "time": {"start": 1, "finish": 2.5, "duration": 1.5, "processing": 1, "date_start": "2026-03-20T09:00:00+03:00", "operating": 2, "operating_reset_at": 1774000000}}""",
        """{"result": 1608}""",
        """{"result": {"ID": "1608", "TITLE": "Заявка", "OPPORTUNITY": "1.50", "PHONE": [{"ID": "5", "VALUE": "+7", "VALUE_TYPE": "WORK", "TYPE_ID": "PHONE"}], "DATE_CREATE": "2026-03-20T09:00:00+03:00"}}""",
        """{"result": [{"ID": "1", "TITLE": "a"}, {"ID": "2"}], "next": 50, "total": 71}""",
        """{"result": {"result": {"c0": true, "c1": {"ID": "7"}}, "result_error": {"c2": {"error": "", "error_description": "Access denied."}}, "result_total": [], "result_next": [], "result_time": {"c0": {"processing": 1, "operating": 2, "operating_reset_at": 1774000000}}}}""",
        """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""",
        """{"error": "expired_token", "error_description": "The access token provided has expired."}""",
        """{"error": "", "error_description": "Not found"}""",
        """{"result": {"TITLE": {"type": "string", "isReadOnly": false, "title": "Тема"}, "UF_CRM_1712000021": {"type": "enumeration", "isMultiple": false, "formLabel": "Выбор", "items": [{"ID": "11", "VALUE": "а"}]}}}""",
    ];

    private static readonly string[] s_tokens =
    [
        """{"access_token": "new-access", "expires_in": 3600, "refresh_token": "new-refresh", "client_endpoint": "https://acme.example/rest/", "server_endpoint": "https://oauth.example/rest/", "member_id": "m1", "scope": "crm"}""",
        """{"access_token": null, "refresh_token": "", "expires_in": "99999999999999999", "client_endpoint": "http://acme.example/rest/", "member_id": 5}""",
        """{"access_token": "new-access", "expires_in": -1, "refresh_token": "new-refresh", "client_endpoint": "file:///etc/passwd"}""",
        """{"error": "invalid_grant", "error_description": "Invalid refresh token"}""",
    ];

    private static readonly string[] s_locations =
    [
        "https://nova.bitrix24.ru/rest/7/SECRET/crm.lead.get.json", "https://evil.example/rest/7/SECRET/crm.lead.get.json", "http://acme.example/", "/login", "", "//evil.example",
        "javascript:alert(1)", "file:///etc/passwd", "https://", "https://a:b@c/", "\u0000", "https://xn--/", "https://acme.example:99999/",
    ];

    private static readonly Gen<string> s_keys = Gen.Frequency(
        (4, Gen.OneOf(
            "result", "result_error", "result_time", "result_total", "result_next", "error", "error_description", "time", "total", "next", "c0", "c1", "c2", "0",
            "duration", "processing", "operating", "operating_reset_at", "ID", "VALUE", "VALUE_TYPE", "id", "showUrl", "downloadUrl", "type", "items", "title", "formLabel",
            "isReadOnly", "isMultiple", "access_token", "refresh_token", "expires_in", "client_endpoint", "member_id")),
        (4, Gen.Int[0, s_codes.Length - 1].Select(static i => s_codes[i])),
        (1, Generators.HostileText));

    private static readonly Gen<string> s_values = JsonTexts.Value(s_keys);

    private static readonly Gen<byte[]> s_bodies = Gen.Frequency(
        (3, Gen.Int[0, s_answers.Length - 1].Select(static i => Encoding.UTF8.GetBytes(s_answers[i]))),
        (3, Damaged(s_answers)),
        (3, s_values.Select(static v => Encoding.UTF8.GetBytes("{\"result\":" + v + "}"))),
        (2, Gen.Select(s_keys, JsonTexts.Scalar).Array[1, 60].Select(static members => Encoding.UTF8.GetBytes(
            "{\"result\":{" + string.Join(',', members.Select(static m => JsonTexts.Quote(m.Item1) + ":" + m.Item2)) + "}}"))),
        (1, Gen.Select(s_values, s_values, static (error, description) => Encoding.UTF8.GetBytes("{\"error\":" + error + ",\"error_description\":" + description + "}"))),
        (1, Gen.Byte.Array[0, 64]),
        (1, Gen.Select(Gen.OneOf("[", "{\"result\":", "{\"a\":[", "{\"result\":{\"result\":{\"c0\":["), Gen.Int[1, 3000]).Select(static x => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(x.Item1, x.Item2))))));

    private static readonly Gen<int> s_status = Gen.Frequency((6, Gen.Const(200)), (2, Gen.OneOf(204, 302, 307, 308, 400, 401, 403, 404, 413, 429, 500, 502, 503)), (1, Gen.Int[200, 599]));

    private static readonly Gen<string?> s_retryAfter =
        Gen.OneOf<string?>(null, "0", "5", "-1", "2147483648", "99999999999999999999", "Wed, 25 Nov 2026 10:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "soon");

    private static readonly Gen<string?> s_location = Gen.Int[-1, s_locations.Length - 1].Select(static string? (i) => i < 0 ? null : s_locations[i]);

    public static Gen<Answer> OfPortal { get; } = Gen.Select(s_status, s_bodies, s_location, s_retryAfter, static (status, body, location, retry) => new Answer(status, body, location, retry));

    public static Gen<Answer> OfTokenServer { get; } = Gen.Select(
        s_status,
        Gen.Frequency((4, Damaged(s_tokens)), (2, Members(["access_token", "refresh_token", "expires_in", "client_endpoint", "member_id", "error"])), (1, s_bodies)),
        s_location,
        s_retryAfter,
        static (status, body, location, retry) => new Answer(status, body, location, retry));

    private static Gen<byte[]> Members(string[] names) => Gen.OneOf(JsonTexts.Scalar, Gen.OneOf("\"https://acme.example/rest/\"", "\"https://\"", "\"new\"")).Array[names.Length]
        .Select(values => Encoding.UTF8.GetBytes("{" + string.Join(',', names.Zip(values, static (n, v) => JsonTexts.Quote(n) + ":" + v).SkipLast(values[0].Length % 2)) + "}"));

    // Damages the text, or a byte, so that the result may not be valid UTF-8.
    private static Gen<byte[]> Damaged(string[] answers)
    {
        Gen<byte[]> texts = Gen.Int[0, answers.Length - 1].SelectMany(i => Gen.OneOf(Gen.Const(answers[i]), Generators.Mutations(answers[i]))).Select(static t => Encoding.UTF8.GetBytes(t));
        return Gen.OneOf(texts, Gen.Select(texts, Gen.Int[0, 1000], Gen.Byte).Select(static x =>
        {
            byte[] bytes = [.. x.Item1];
            if (bytes.Length > 0)
            {
                bytes[x.Item2 % bytes.Length] = x.Item3;
            }

            return bytes;
        }));
    }
}
