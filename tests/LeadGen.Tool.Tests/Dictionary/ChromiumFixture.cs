using Microsoft.Playwright;

namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>Provides one browser for all tests of a class. It uses the installed Chromium and does not download a browser.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Reason is null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumFactAttribute.Chromium, Args = ["--disable-quic"] });
        }
    }

    /// <summary>Opens a page from a file, as a user would.</summary>
    internal async Task<OpenPage> OpenAsync(string html, string anchor = "", BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        return await OpenPage.LoadAsync(context, html, anchor);
    }

    public async Task DisposeAsync()
    {
        await (_browser?.CloseAsync() ?? Task.CompletedTask);
        _playwright?.Dispose();
    }
}
