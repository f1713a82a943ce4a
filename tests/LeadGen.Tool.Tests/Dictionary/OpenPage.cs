using System.Text;
using Microsoft.Playwright;

namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>A page that stands open in the browser, and what it did that a page at rest does not do.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _file;

    private OpenPage(IBrowserContext context, IPage page, string file)
    {
        _context = context;
        _file = file;
        Page = page;
        page.Request += (_, request) => Requests.Add(request.Url);
        page.Console += (_, message) => Complaints.Add(message.Text);
        page.PageError += (_, error) => Complaints.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            Complaints.Add(dialog.Message);
            await dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public string Address => new Uri(_file).AbsoluteUri;

    public List<string> Requests { get; } = [];

    /// <summary>Messages of the console, errors of the script, dialogs.</summary>
    public List<string> Complaints { get; } = [];

    public ILocator Search => Page.GetByRole(AriaRole.Searchbox);

    public ILocator Status => Page.GetByRole(AriaRole.Status);

    public static async Task<OpenPage> LoadAsync(IBrowserContext context, string html, string anchor)
    {
        string file = Path.Combine(Path.GetTempPath(), $"leadgen-{Path.GetRandomFileName()}.html");
        await File.WriteAllTextAsync(file, html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var open = new OpenPage(context, await context.NewPageAsync(), file);
        await open.Page.GotoAsync(open.Address + anchor);
        return open;
    }

    /// <summary>The codes of the rows that can be seen, from top to bottom.</summary>
    public Task<string[]> ShownAsync() => Page.EvaluateAsync<string[]>("[...document.querySelectorAll('tbody tr')].filter(r => r.checkVisibility()).map(r => r.id)");

    /// <summary>What has the focus, as text.</summary>
    public Task<string> FocusedAsync() => Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.name || document.activeElement.textContent");

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        File.Delete(_file);
    }
}
