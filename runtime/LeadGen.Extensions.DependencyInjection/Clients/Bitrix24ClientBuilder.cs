using LeadGen;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures a <see cref="Bitrix24Client"/> that was added to the services.</summary>
public sealed class Bitrix24ClientBuilder
{
    internal Bitrix24ClientBuilder(string name, IServiceCollection services, IHttpClientBuilder httpClient, OptionsBuilder<Bitrix24ClientOptions> options)
    {
        Name = name;
        Services = services;
        HttpClient = httpClient;
        Options = options;
    }

    /// <summary>Gets the name of the client, which is the key of its service; empty for the client without a name.</summary>
    public string Name { get; }

    /// <summary>Gets the services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Gets the builder of the client's <see cref="System.Net.Http.HttpClient"/>. <c>UseSocketsHttpHandler</c> changes the existing handler, for example
    /// to set a proxy or certificates.
    /// </summary>
    /// <remarks>
    /// Another primary handler must not follow redirects and should have no
    /// <see cref="SocketsHttpHandler.ActivityHeadersPropagator"/>. Added loggers and handlers see addresses with the
    /// webhook's secret.
    /// </remarks>
    public IHttpClientBuilder HttpClient { get; }

    /// <summary>Gets the builder of the client's options, to set them with other services: <c>Options.Configure&lt;Vault&gt;(…)</c>.</summary>
    public OptionsBuilder<Bitrix24ClientOptions> Options { get; }
}
