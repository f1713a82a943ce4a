using LeadGen;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What can be set of a <see cref="Bitrix24Client"/> that was added to a host's services.</summary>
public sealed class Bitrix24ClientBuilder
{
    internal Bitrix24ClientBuilder(string name, IServiceCollection services, IHttpClientBuilder httpClient, OptionsBuilder<Bitrix24ClientOptions> options)
    {
        Name = name;
        Services = services;
        HttpClient = httpClient;
        Options = options;
    }

    /// <summary>The client's name, which is the key of its service; empty for the client without a name.</summary>
    public string Name { get; }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// The client's <see cref="System.Net.Http.HttpClient"/>. <c>UseSocketsHttpHandler</c> changes the handler that is there,
    /// to set a proxy or certificates.
    /// </summary>
    /// <remarks>
    /// Another primary handler should not follow redirects and should have no
    /// <see cref="SocketsHttpHandler.ActivityHeadersPropagator"/>; loggers and handlers that are added see addresses with the
    /// webhook's secret.
    /// </remarks>
    public IHttpClientBuilder HttpClient { get; }

    /// <summary>The client's options, to set them with the help of other services: <c>Options.Configure&lt;Vault&gt;(…)</c>.</summary>
    public OptionsBuilder<Bitrix24ClientOptions> Options { get; }
}
