using System.Text;
using Microsoft.Playwright;

namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>Represents a page that is open in the browser, and records its requests, messages and dialogs.</summary>
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
        page.Console += (_, message) => Messages.Add(message.Text);
        page.PageError += (_, error) => Messages.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            Messages.Add(dialog.Message);
            await dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public string Address => new Uri(_file).AbsoluteUri;

    public List<string> Requests { get; } = [];

    /// <summary>Gets the console messages, script errors and dialogs.</summary>
    public List<string> Messages { get; } = [];

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

    /// <summary>Gets the codes of the visible rows, from top to bottom.</summary>
    public Task<string[]> GetVisibleCodesAsync() => Page.EvaluateAsync<string[]>("[...document.querySelectorAll('tbody tr')].filter(r => r.checkVisibility()).map(r => r.id)");

    /// <summary>Gets the ID, name or text of the focused element.</summary>
    public Task<string> GetFocusedElementAsync() => Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.name || document.activeElement.textContent");

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        File.Delete(_file);
    }
}
