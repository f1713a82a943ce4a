using System.Globalization;
using System.Net.Http.Json;
using LeadGen.Testing;

namespace LeadGen.Soak.Editing;

/// <summary>Simulates another program that changes the same leads with untyped calls. Retries each call until it takes effect.</summary>
internal sealed class ConcurrentWriter(PortalEmulator portal) : IDisposable
{
    private const int MaxAttempts = 200;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Writes fields. No other loop may write them at the same time.</summary>
    /// <param name="id">The lead.</param>
    /// <param name="patch">What the call does.</param>
    /// <param name="fields">The fields as the call sends them.</param>
    /// <param name="before">The values that the portal stores before the call.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public async Task WriteAsync(long id, Patch patch, Dictionary<string, object> fields, ModelState before, CancellationToken cancellationToken)
    {
        ModelState expected = patch.Apply(before);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            await TrySendAsync(id, fields, cancellationToken);
            if (patch.Codes.All(code => ModelState.IsEqual(portal, id, code, expected)))
            {
                return;
            }

            await Task.Delay(s_pause, cancellationToken);
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The other writer's change of lead {id} has no effect: {string.Join(", ", patch.Codes)}."));
    }

    public void Dispose() => _http.Dispose();

    // The portal's state shows whether the call was processed.
    private async Task TrySendAsync(long id, Dictionary<string, object> fields, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync(
                new Uri(portal.Webhook, "crm.lead.update"), new Dictionary<string, object> { ["ID"] = id, ["FIELDS"] = fields }, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
        }
    }
}
