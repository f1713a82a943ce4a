using System.Net;
using System.Text;

namespace LeadGen.Tests.Client;

/// <summary>Creates portals that return the specified replies in order, and the last one for all further requests.</summary>
internal static class Script
{
    public const string Ok = """{"result": true}""";

    public static StubPortal Create(params Func<HttpResponseMessage>[] answers)
    {
        int next = -1;
        return new StubPortal((_, _) => Task.FromResult(answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]()));
    }

    public static Func<HttpResponseMessage> Json(string body, int status = 200) =>
        () => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static Func<HttpResponseMessage> Error(int status, string code) =>
        Json($$"""{"error": "{{code}}", "error_description": "Something about it"}""", status);

    public static Func<HttpResponseMessage> Page(int status) =>
        () => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html>Busy</html>", Encoding.UTF8, "text/html") };

    public static Func<HttpResponseMessage> Redirect(string location, int status = 302) =>
        () => new HttpResponseMessage((HttpStatusCode)status) { Headers = { Location = new Uri(location) } };

    public static Func<HttpResponseMessage> Broken(HttpRequestError error) => () => throw new HttpRequestException(error, "It broke");
}
