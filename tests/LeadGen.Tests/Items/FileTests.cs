using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;
using LeadGen.Transport;

namespace LeadGen.Tests.Items;

/// <summary>Tests new files, changes of files, and downloads against fixed replies.</summary>
public sealed class FileTests
{
    private const string Address = "https://acme.example/rest/7/" + StubPortal.Secret + "/crm.controller.item.getFile.json?token=crm%7CYWN0%2D%3D.c~R1%2f";

    private static readonly CrmFileContent s_file = new("паспорт.pdf", "hi"u8.ToArray());

    [Theory]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("../a.txt")]
    [InlineData("C:\\a.txt")]
    [InlineData("a\n.txt")]
    [InlineData("\uD83D.txt")]
    public void A_name_that_is_not_a_file_name_is_rejected(string name)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new CrmFileContent(name, "hi"u8.ToArray()));
        Assert.Equal("name", e.ParamName);
    }

    [Fact]
    public void A_file_has_a_name_a_content_and_a_maximum_length()
    {
        Assert.Throws<ArgumentException>(() => new CrmFileContent(new string('a', 256), new byte[1]));
        Assert.Throws<ArgumentException>(() => new CrmFileContent("a.txt", default));
        Assert.Throws<ArgumentException>(() => new CrmFileContent("a.txt", new byte[CrmFileContent.MaxLength + 1]));
        Assert.Equal("new file of 2 bytes", s_file.ToString());
    }

    [Fact]
    public void The_files_of_a_draft_have_the_form_of_each_API()
    {
        LeadDraft draft = new LeadDraft().SetFile(LeadFields.FileOne, new CrmFileContent("a.txt", new byte[1])).SetFile(LeadFields.FileOne, s_file)
            .AddFile(LeadFields.FileMany, s_file).AddFile(LeadFields.FileMany, new CrmFileContent("b.txt", new byte[] { 255, 239, 190 }));
        Assert.Equal(
            """{"fields":{"UF_CRM_1712000029":{"fileData":["паспорт.pdf","aGk="]},"UF_CRM_1712000030":[{"fileData":["паспорт.pdf","aGk="]},{"fileData":["b.txt","/+++"]}]}}""",
            Given.Json(w => CrmProtocol.Classic.WriteAdd(w, draft, options: null)));
        Assert.Equal(
            """{"entityTypeId":1,"useOriginalUfNames":"Y","fields":{"UF_CRM_1712000029":["паспорт.pdf","aGk="],"UF_CRM_1712000030":[["паспорт.pdf","aGk="],["b.txt","/+++"]]}}""",
            Given.Json(w => CrmProtocol.Item.WriteAdd(w, draft, options: null)));
        Assert.Contains("separate call", Given.Row(w => CrmProtocol.Classic.WriteAdd(w, draft, options: null)).UnsupportedReason, StringComparison.Ordinal);
        Assert.Equal("new lead: UF_CRM_1712000029, UF_CRM_1712000030", draft.ToString());
    }

    [Fact]
    public void The_files_of_a_call_have_a_maximum_length_together()
    {
        var half = new CrmFileContent("a.bin", new byte[(CrmFileContent.MaxLength / 2) + 1]);
        CrmValueException e = Assert.Throws<CrmValueException>(() => new LeadDraft().SetFile(LeadFields.FileOne, half).AddFile(LeadFields.FileMany, half));
        Assert.Equal(LeadFields.Codes.FileMany, e.Code);
        Assert.NotNull(new LeadDraft().SetFile(LeadFields.FileOne, half).SetFile(LeadFields.FileOne, half));
    }

    [Fact]
    public async Task An_update_lists_the_files_to_keep()
    {
        StubPortal portal = Script.Create(Script.Json(Item("[{\"id\":1},{\"id\":2},{\"id\":3}]")), Script.Json(Item("[{\"id\":1},{\"id\":3},{\"id\":9}]")));
        using Bitrix24Client client = portal.Client();
        IReadOnlyList<CrmFile> files = await client.UpdateFilesAsync<Lead>(42, LeadFields.FileMany, [s_file], [2]);
        Assert.Equal([1L, 3, 9], files.Select(static f => f.Id));
        Assert.Equal(["crm.item.get.json", "crm.item.update.json"], portal.Requests.Select(static r => r.Request.RequestUri!.Segments[^1]));
        Assert.Equal(
            """{"entityTypeId":1,"id":42,"useOriginalUfNames":"Y","fields":{"UF_CRM_1712000030":[{"id":1},{"id":3},["паспорт.pdf","aGk="]]}}""", portal.Requests[1].Body);
    }

    [Theory]
    [InlineData("[{\"id\":3},{\"id\":9}]", "1", "", 0)]
    [InlineData("[{\"id\":1},{\"id\":3}]", "", "", 1)]
    [InlineData("[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":9}]", "", "2", 0)]
    [InlineData("[]", "1,3", "", 1)]
    [InlineData("null", "1,3", "", 1)]
    public async Task Files_that_differ_from_the_expected_ones_are_an_error(string stored, string missing, string remaining, int lost)
    {
        StubPortal portal = Script.Create(Script.Json(Item("[{\"id\":1},{\"id\":2},{\"id\":3}]")), Script.Json(Item(stored)));
        using Bitrix24Client client = portal.Client();
        Bitrix24FileException e = await Assert.ThrowsAsync<Bitrix24FileException>(() => client.UpdateFilesAsync<Lead>(42, LeadFields.FileMany, [s_file], [2]));
        Assert.Equal((missing, remaining, lost), (string.Join(',', e.MissingFiles), string.Join(',', e.RemainingFiles), e.LostFiles));
        Assert.Equal((42L, LeadFields.Codes.FileMany, true), (e.RecordId, e.Code, e.IsOutcomeUnknown));
        Assert.DoesNotContain("паспорт", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, portal.Requests.Count);
    }

    [Theory]
    [InlineData("{\"id\":5}", false)]
    [InlineData("{\"id\":6}", true)]
    [InlineData("null", false)]
    public async Task A_new_file_of_a_single_field_has_another_ID(string stored, bool isStored)
    {
        using Bitrix24Client client = Script.Create(Script.Json(Item("{\"id\":5}", 29)), Script.Json(Item(stored, 29))).Client();
        Task<CrmFile> set = client.SetFileAsync<Lead>(42, LeadFields.FileOne, s_file);
        if (isStored)
        {
            Assert.Equal(6, (await set).Id);
        }
        else
        {
            Assert.Equal(1, (await Assert.ThrowsAsync<Bitrix24FileException>(() => set)).LostFiles);
        }
    }

    [Theory]
    [InlineData("""{"result":{"item":{"id":42}}}""")]
    [InlineData("""{"result":{"item":{"id":43,"UF_CRM_1712000030":[]}}}""")]
    [InlineData("""{"result":{"item":{"id":42,"UF_CRM_1712000030":[{"url":"/a"}]}}}""")]
    [InlineData("""{"result":{"item":{"id":42,"UF_CRM_1712000030":["text"]}}}""")]
    public async Task Nothing_is_sent_if_the_files_can_not_be_read(string reply)
    {
        StubPortal portal = Script.Create(Script.Json(reply));
        using Bitrix24Client client = portal.Client();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.UpdateFilesAsync<Lead>(42, LeadFields.FileMany, [s_file]));
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task An_update_with_an_unknown_outcome_is_not_repeated()
    {
        StubPortal portal = Script.Create(Script.Json(Item("[]")), Script.Error(500, "INTERNAL_SERVER_ERROR"));
        using Bitrix24Client client = portal.Client(new Bitrix24ClientOptions { Webhook = StubPortal.Webhook, Limits = PortalLimits.None });
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateFilesAsync<Lead>(42, LeadFields.FileMany, [s_file]));
        Assert.True(e.IsOutcomeUnknown);
        Assert.Equal(2, portal.Requests.Count);
    }

    [Theory]
    [InlineData(Address, Address)]
    [InlineData("/show_file.php?auth=&fileId=5", "https://acme.example/show_file.php?auth=&fileId=5")]
    public async Task A_download_sends_the_headers_that_portals_require_and_the_unchanged_address(string address, string requested)
    {
        var portal = new StubPortal((_, _) => Task.FromResult(CreateFile("hi"u8.ToArray())));
        using Bitrix24Client client = portal.Client();
        using CrmFileDownload file = await client.DownloadFileAsync(new CrmFile(5, null, address));
        Assert.Equal(("a.pdf", "application/pdf", 2L, "hi"), (file.FileName, file.ContentType, file.Length, await ReadAsync(file)));
        Assert.Equal("download of 2 bytes", file.ToString());

        HttpRequestMessage request = Assert.Single(portal.Requests).Request;
        Assert.Equal((HttpMethod.Get, requested), (request.Method, request.RequestUri!.AbsoluteUri));
        Assert.StartsWith("LeadGen/", request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.Equal(("*/*", "ru-RU, ru; q=0.9, en; q=0.8", "https://acme.example/"), (request.Headers.Accept.ToString(), request.Headers.AcceptLanguage.ToString(), request.Headers.Referrer!.ToString()));
    }

    [Theory]
    [InlineData("https://evil.example/rest/7/x")]
    [InlineData("//evil.example/x")]
    [InlineData("http://acme.example/x")]
    [InlineData("https://acme.example:444/x")]
    [InlineData("https://acme.example@evil.example/x")]
    [InlineData("https://acme.example\\@evil.example/x")]
    [InlineData("/a b")]
    [InlineData("/a#b")]
    [InlineData("relative")]
    [InlineData("file:///etc/passwd")]
    public async Task A_secret_is_only_sent_to_the_portal(string address)
    {
        StubPortal portal = StubPortal.Answering("");
        using Bitrix24Client client = portal.Client();
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.DownloadFileAsync(new CrmFile(5, null, address + "?auth=t0ken")));
        Assert.Empty(portal.Requests);
        Assert.DoesNotContain("t0ken", e.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => client.DownloadFileAsync(new CrmFile(5, "/show", null)));
    }

    public static TheoryData<string, string?, string, int> OtherReplies => new()
    {
        { "<html>\r\n<head><title>404 Not Found</title></head>", "a.pdf", "application/pdf", 404 },
        { "<html>\r\n<head><title>404 Not Found</title></head>", "a.pdf", "application/pdf", 200 },
        { "<html>\r\n<head><title>404 Not Found</title></head>", "a.html", "text/html", 200 },
        { "\uFEFF <!DOCTYPE html><html>", null, "text/html", 200 },
        { "<br />\n<b>Fatal error</b>", "a.pdf", "text/html", 200 },
        { """{"error":"expired_token","error_description":"The access token provided has expired."}""", null, "application/json", 401 },
        { """{"error":"NOT_FOUND","error_description":"Not found"}""", "a.pdf", "application/octet-stream", 200 },
        { """{"result":true}""", null, "application/json", 200 },
        { "", "a.pdf", "application/pdf", 500 },
    };

    [Theory]
    [MemberData(nameof(OtherReplies))]
    public async Task A_web_page_or_an_error_is_not_a_file(string body, string? name, string type, int status)
    {
        using Bitrix24Client client = new StubPortal((_, _) => Task.FromResult(CreateFile(Encoding.UTF8.GetBytes(body), name, type, status))).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.DownloadFileAsync(new CrmFile(5, null, Address)));
        Assert.Equal(status, (int)e.StatusCode!);
        Assert.Equal(body.Contains("expired", StringComparison.Ordinal), e is Bitrix24AuthenticationException);
        Assert.DoesNotContain("token=", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "a.html", "text/html")]
    [InlineData("{\"error\":1}", "a.json", "application/json")]
    [InlineData("<svg>", "a.svg", "image/svg+xml")]
    [InlineData("", "a.txt", "text/plain")]
    public async Task A_file_can_be_a_web_page_or_JSON(string body, string name, string type)
    {
        using Bitrix24Client client = new StubPortal((_, _) => Task.FromResult(CreateFile(Encoding.UTF8.GetBytes(body), name, type))).Client();
        using CrmFileDownload file = await client.DownloadFileAsync(new CrmFile(5, null, Address));
        Assert.Equal((name, body), (file.FileName, await ReadAsync(file)));
    }

    [Fact]
    public async Task The_name_of_a_file_has_no_path()
    {
        using Bitrix24Client client = new StubPortal((_, _) => Task.FromResult(CreateFile([1], "..\\..\\a/b.txt"))).Client();
        using CrmFileDownload file = await client.DownloadFileAsync(new CrmFile(5, null, Address));
        Assert.Equal("b.txt", file.FileName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_has_a_maximum_length(bool isLengthKnown)
    {
        using Bitrix24Client client = new StubPortal((_, _) =>
        {
            HttpResponseMessage response = CreateFile(new byte[5000], isLengthKnown: isLengthKnown);
            return Task.FromResult(response);
        }).Client();
        using (CrmFileDownload file = await client.DownloadFileAsync(new CrmFile(5, null, Address), maxLength: 5000))
        {
            Assert.Equal(5000, (await ReadAsync(file)).Length);
        }

        Task<string> tooLong = ReadLongAsync();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => tooLong);

        async Task<string> ReadLongAsync()
        {
            using CrmFileDownload file = await client.DownloadFileAsync(new CrmFile(5, null, Address), maxLength: 4999);
            Assert.False(isLengthKnown);
            return await ReadAsync(file);
        }
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        StubPortal portal = Script.Create(Script.Redirect("https://other.example/?auth=t0ken"));
        using Bitrix24Client client = portal.Client();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.DownloadFileAsync(new CrmFile(5, null, Address)));
        Assert.Single(portal.Requests);
        Assert.Contains("other.example", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transient_failure_is_retried_until_the_file_arrives()
    {
        var clock = new SkippingClock();
        int calls = 0;
        using Bitrix24Client client = new StubPortal((_, _) => ++calls < 3 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "secret") : Task.FromResult(CreateFile([1])))
            .Client(new Bitrix24ClientOptions { Webhook = StubPortal.Webhook, Limits = PortalLimits.None, TimeProvider = clock });
        using CrmFileDownload file = await client.DownloadFileAsync(new CrmFile(5, null, Address));
        Assert.Equal((3, 1), (calls, (await ReadAsync(file)).Length));
    }

    [Fact]
    public async Task A_lost_connection_is_an_exception_without_secrets()
    {
        using Bitrix24Client client = new StubPortal((_, _) => Task.FromResult(CreateFile(new BrokenStream()))).Client();
        using CrmFileDownload file = await client.DownloadFileAsync(new CrmFile(5, null, Address));
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => ReadAsync(file));
        Assert.DoesNotContain("s3cret", e.ToString(), StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => file.Content.ReadByte());
    }

    private static string Item(string files, int field = 30) => $"{{\"result\":{{\"item\":{{\"id\":42,\"UF_CRM_17120000{field}\":{files}}}}}}}";

    private static HttpResponseMessage CreateFile(byte[] content, string? name = "a.pdf", string type = "application/pdf", int status = 200, bool isLengthKnown = true)
    {
        HttpResponseMessage response = CreateFile(new MemoryStream(content), name, type, status);
        response.Content.Headers.ContentLength = isLengthKnown ? content.Length : null;
        return response;
    }

    private static HttpResponseMessage CreateFile(Stream content, string? name = "a.pdf", string type = "application/pdf", int status = 200)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new UnknownLength(content) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        response.Content.Headers.ContentDisposition = name is null ? null : new ContentDispositionHeaderValue("attachment") { FileNameStar = name };
        return response;
    }

    private static async Task<string> ReadAsync(CrmFileDownload file)
    {
        using var reader = new StreamReader(file.Content, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private sealed class UnknownLength(Stream content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => content.CopyToAsync(stream);

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(content);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    // The first kilobyte arrives.
    private sealed class BrokenStream : MemoryStream
    {
        private bool _isRead;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isRead)
            {
                throw new IOException("s3cret");
            }

            _isRead = true;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
