using System.Text;
using System.Text.Json;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests new files, changes of files, and downloads.</summary>
public abstract class FileTests(PortalFixture fixture)
{
    private const string Option = """, "useOriginalUfNames": "Y" """;

    [Fact]
    public async Task A_new_lead_has_its_files()
    {
        CrmCreateReply created = await fixture.Client.CreateAsync(
            new LeadDraft().SetTitle("Заявка").SetDemanded("да").SetFile(LeadFields.FileOne, File("паспорт 1.pdf", "один"))
                .AddFile(LeadFields.FileMany, File("a.txt", "а")).AddFile(LeadFields.FileMany, File("b.txt", "б")),
            new CrmUpdateOptions { Verify = true });
        Assert.True(created.Verification!.IsStored);
        PortalCall call = fixture.Portal.Journal.Last(c => c.LeadId == created.RecordId && c.Fields.Count > 0);
        Assert.Equal(fixture.Api.Method("add"), call.Method);
        Assert.All(call.Fields, static f => Assert.Equal(FieldOutcome.Kept, f.Outcome));
        Assert.Equal([("паспорт 1.pdf", "один"), ("a.txt", "а"), ("b.txt", "б")], await DownloadAsync(created.RecordId));
    }

    [Fact]
    public async Task The_comparison_reports_a_file_that_was_not_stored()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { IsAdministrator = false, HiddenFields = [LeadFields.Codes.FileMany] });
        using Bitrix24Client client = fixture.Connect(portal);
        LeadDraft draft = new LeadDraft().SetTitle("Заявка").SetDemanded("да").AddFile(LeadFields.FileMany, File("a.txt", "а"));
        Assert.False((await client.CreateAsync(draft, new CrmUpdateOptions { Verify = true })).Verification!.IsStored);
    }

    [Fact]
    public async Task An_update_keeps_the_other_files()
    {
        long id = fixture.AddLead();
        long[] first = Ids(await fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("a.txt", "а"), File("b.txt", "б"), File("c.txt", "в")]));
        long[] second = Ids(await fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("d.txt", "г")], [first[1]]));
        Assert.Equal([first[0], first[2]], second[..2]);
        Assert.Equal([("a.txt", "а"), ("c.txt", "в"), ("d.txt", "г")], await DownloadAsync(id));
        Assert.Equal(Ids(await fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, remove: [second[0]])), second[1..]);

        // Nothing is sent without changes, and no other call changes the files.
        int calls = Updates(id);
        Assert.Equal(second[1..], Ids(await fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany)));
        Assert.Equal(calls, Updates(id));
        Assert.Equal(second[1..], Ids((await fixture.UpdateAsync(new LeadUpdate(id).SetName("Анна"))).FileMany));
        Assert.DoesNotContain(fixture.Portal.Journal, static c => c.Method == "batch" && c.Body.Contains(LeadFields.Codes.FileMany, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_files_are_only_deleted_on_request()
    {
        long id = fixture.AddLead();
        await fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("a.txt", "а"), File("b.txt", "б")]);
        Assert.Single(await fixture.Client.ReplaceFilesAsync<Lead>(id, LeadFields.FileMany, [File("c.txt", "в")]));
        Assert.Equal([("c.txt", "в")], await DownloadAsync(id));
        Assert.Empty(await fixture.Client.ReplaceFilesAsync<Lead>(id, LeadFields.FileMany, []));
        Assert.Empty(await DownloadAsync(id));
    }

    [Fact]
    public async Task The_file_of_a_single_field_is_replaced_and_removed()
    {
        long id = fixture.AddLead();
        CrmFile first = await fixture.Client.SetFileAsync<Lead>(id, LeadFields.FileOne, File("a.txt", "а"));
        CrmFile second = await fixture.Client.SetFileAsync<Lead>(id, LeadFields.FileOne, File("b.txt", "б"));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([("b.txt", "б")], await DownloadAsync(id));
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => fixture.Client.DownloadFileAsync(first));
        await fixture.Client.RemoveFileAsync<Lead>(id, LeadFields.FileOne);
        Assert.Null((await fixture.ReadAsync(id)).FileOne);
        int calls = Updates(id);
        await fixture.Client.RemoveFileAsync<Lead>(id, LeadFields.FileOne);
        Assert.Equal(calls, Updates(id));
    }

    [Fact]
    public async Task A_file_that_the_field_does_not_have_is_not_removed()
    {
        long id = fixture.AddLead();
        CrmFile file = (await fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("a.txt", "а")]))[0];
        foreach (long unknown in new[] { 0, -1, file.Id + 1 })
        {
            CrmValueException e = await Assert.ThrowsAsync<CrmValueException>(() => fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("b.txt", "б")], [file.Id, unknown]));
            Assert.Equal(LeadFields.Codes.FileMany, e.Code);
        }

        Assert.Equal(1, Updates(id));
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.UpdateFilesAsync<Lead>(id + 1000, LeadFields.FileMany, [File("b.txt", "б")]));
    }

    [Fact]
    public async Task A_file_that_another_program_deletes_at_the_same_time_is_reported()
    {
        long id = fixture.AddLead();
        long[] files = Ids(await fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("a.txt", "а"), File("b.txt", "б")]));
        using var handler = new AfterRead(() => fixture.UpdateItemUntypedAsync(id, $$"""{"{{LeadFields.Codes.FileMany}}": [{"id": {{files[1]}}}]}""", Option));
        using var http = new HttpClient(handler);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = fixture.Portal.Webhook.ToString(), Limits = PortalLimits.None }, http);
        Bitrix24FileException e = await Assert.ThrowsAsync<Bitrix24FileException>(() => client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("c.txt", "в")]));
        Assert.Equal([files[0]], e.MissingFiles);
        Assert.Equal(Ids((await fixture.ReadAsync(id)).FileMany), Ids(e.Files));
    }

    [Fact]
    public async Task An_update_without_an_answer_is_not_repeated()
    {
        long id = fixture.AddLead();
        fixture.Portal.InjectFault(PortalFault.Reset(afterCall: true), method: "crm.item.update");
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => fixture.Client.UpdateFilesAsync<Lead>(id, LeadFields.FileMany, [File("a.txt", "а")]));
        Assert.True(e.IsOutcomeUnknown);
        Assert.Single((await fixture.ReadAsync(id)).FileMany);
    }

    [Fact]
    public async Task A_changed_address_or_a_deleted_file_is_an_error()
    {
        long id = fixture.AddLead();
        CrmFile file = await fixture.Client.SetFileAsync<Lead>(id, LeadFields.FileOne, File("a.txt", "а"));
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => fixture.Client.DownloadFileAsync(new CrmFile(file.Id, null, file.DownloadUrl + "1")));
        fixture.Portal.InjectFault(PortalFault.WebPage(200), calls: 10, method: "crm.controller.item.getFile");
        await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => fixture.Client.DownloadFileAsync(file));
        fixture.Portal.ClearFaults();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => fixture.Client.DownloadFileAsync(file, maxLength: 1));
    }

    [Fact]
    public async Task An_application_downloads_the_files_of_both_APIs()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { OAuth = new PortalEmulatorOAuth { ClientId = "local.app", ClientSecret = "applications0wnsecret" } });
        PortalToken issued = portal.IssueToken();
        var store = new MemoryOAuthTokenStore(new OAuthToken(issued.AccessToken, issued.RefreshToken, issued.ExpiresAt, issued.ClientEndpoint, issued.MemberId));
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            OAuth = new OAuthApplication { ClientId = "local.app", ClientSecret = "applications0wnsecret", TokenStore = store, TokenEndpoint = portal.OAuthEndpoint! },
            Limits = PortalLimits.None,
            Api = fixture.Api,
        });
        long id = (await client.CreateAsync(new LeadDraft().SetTitle("Заявка").SetDemanded("да").SetFile(LeadFields.FileOne, File("a.txt", "а")))).RecordId;
        CrmFile file = (await client.GetAsync<Lead>(id))!.FileOne!;
        Assert.Contains(issued.AccessToken, file.DownloadUrl, StringComparison.Ordinal);
        Assert.Equal(("a.txt", "а"), await DownloadAsync(client, file));

        portal.ExpireTokens();
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.DownloadFileAsync(file));
        Assert.DoesNotContain(issued.AccessToken, e.ToString(), StringComparison.Ordinal);
        Assert.Equal(("a.txt", "а"), await DownloadAsync(client, (await client.GetAsync<Lead>(id))!.FileOne!));
    }

    [Fact]
    public async Task A_file_of_a_renamed_portal_has_a_new_address()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        using Bitrix24Client client = fixture.Connect(portal);
        long id = portal.AddLead([new("TITLE", "Заявка")]);
        CrmFile file = await client.SetFileAsync<Lead>(id, LeadFields.FileOne, File("a.txt", "а"));
        await portal.RenameAsync();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.DownloadFileAsync(file));
        Assert.Equal(("a.txt", "а"), await DownloadAsync(client, (await client.GetAsync<Lead>(id, LeadApi.Item))!.FileOne!));
    }

    private static CrmFileContent File(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));

    private static long[] Ids(IEnumerable<CrmFile> files) => [.. files.Select(static f => f.Id)];

    private int Updates(long id) => fixture.Portal.Journal.Count(c => c.LeadId == id && c.Method == "crm.item.update");

    private async Task<(string? Name, string Content)[]> DownloadAsync(long id)
    {
        // With a webhook, the addresses of crm.lead.get contain no token.
        Lead lead = (await fixture.Client.GetAsync<Lead>(id, LeadApi.Item))!;
        var files = new List<(string?, string)>();
        foreach (CrmFile file in (lead.FileOne is { } one ? [one] : Array.Empty<CrmFile>()).Concat(lead.FileMany))
        {
            files.Add(await DownloadAsync(fixture.Client, file));
        }

        return [.. files];
    }

    private static async Task<(string? Name, string Content)> DownloadAsync(Bitrix24Client client, CrmFile file)
    {
        using CrmFileDownload download = await client.DownloadFileAsync(file);
        using var reader = new StreamReader(download.Content);
        return (download.FileName, await reader.ReadToEndAsync());
    }

    // Runs an action after the call that reads the files.
    private sealed class AfterRead(Func<Task> action) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("crm.item.get.json", StringComparison.Ordinal))
            {
                await action();
            }

            return response;
        }
    }
}

public sealed class ClassicFileTests(ClassicPortal fixture) : FileTests(fixture), IClassFixture<ClassicPortal>
{
    private readonly ClassicPortal _fixture = fixture;

    [Fact]
    public async Task Without_a_token_a_portal_returns_its_login_page()
    {
        long id = _fixture.AddLead();
        await _fixture.Client.SetFileAsync<Lead>(id, LeadFields.FileOne, new CrmFileContent("a.txt", new byte[1]));
        CrmFile file = (await _fixture.ReadAsync(id)).FileOne!;
        Assert.StartsWith("/", file.DownloadUrl, StringComparison.Ordinal);
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => _fixture.Client.DownloadFileAsync(file));
        Assert.Contains("web page", e.Message, StringComparison.Ordinal);
    }
}

public sealed class ItemFileTests(ItemPortal fixture) : FileTests(fixture), IClassFixture<ItemPortal>;
