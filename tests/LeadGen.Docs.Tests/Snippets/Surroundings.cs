// The code around the snippets of the README: the usings of a project, and the variables that the snippets assume.
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Net.Http;
global using System.Net.Http.Json;
global using System.Text.Json;
global using System.Text.Json.Nodes;
global using System.Text.Json.Serialization;
global using System.Text.Json.Serialization.Metadata;
global using System.Threading;
global using System.Threading.Tasks;
global using Acme.Crm;
global using LeadGen;
global using LeadGen.Testing;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.Extensions.Hosting;
global using Microsoft.Extensions.Logging;
global using StackExchange.Redis;
global using Xunit;
global using static Surroundings;

using System.Net;

internal static class Surroundings
{
    public static Bitrix24Client client => null!;

    public static Bitrix24ClientOptions options => null!;

    public static Lead before => null!;

    public static Lead lead => null!;

    public static long id => 0;

    public static IEnumerable<long> ids => [];

    public static IEnumerable<LeadUpdate> updates => [];

    public static IEnumerable<LeadDraft> drafts => [];

    public static PortalEmulator portal => null!;

    public static int[] statuses => [];

    public static HttpClient http => null!;

    public static string webhook => "";

    public static string clientId => "";

    public static string clientSecret => "";

    public static string secret => "";

    public static IOAuthTokenStore store => null!;

    public static OAuthApplication application => null!;

    public static string state => "";

    public static string code => "";

    public static IWebProxy proxy => null!;

    public static ILogger logger => null!;

    public static IServiceCollection services => null!;

    public static IHostApplicationBuilder builder => null!;

    public static OtherClient rest => null!;

    public static CancellationToken cancellationToken => default;
}

internal abstract class OtherClient
{
    public abstract Task CallAsync(string method, object arguments);
}

internal sealed record Contact(string ID, string NAME);

internal abstract class ContactContext
{
    public static ContactContext Default => null!;

    public abstract JsonTypeInfo<Contact> Contact { get; }
}

internal abstract class Vault
{
    public abstract string Read(string name);
}
