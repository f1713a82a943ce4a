// Declarations with the names and shapes of well-known libraries: the analyzers go by names, and the corpus needs no package.
global using System;
global using System.Collections.Generic;
global using System.Linq;
global using System.Net.Http;
global using System.Threading;
global using System.Threading.Tasks;

namespace RestSharp
{
    public enum Method { Get, Post }

    public class RestResponse;

    public class RestRequest(string resource = "", Method method = Method.Get)
    {
        public string Resource { get; set; } = resource;

        public Method Method { get; set; } = method;
    }

    public class RestClient(string address = "")
    {
        public string Address { get; } = address;

        public Task<RestResponse> ExecuteAsync(RestRequest request) => Task.FromResult(new RestResponse());
    }

    public static class RestRequestExtensions
    {
        public static RestRequest AddJsonBody<T>(this RestRequest request, T obj) => request;

        public static RestRequest AddBody(this RestRequest request, object obj) => request;

        public static RestRequest AddObject<T>(this RestRequest request, T obj) => request;

        public static RestRequest AddHeader(this RestRequest request, string name, string value) => request;

        public static RestRequest AddStringBody(this RestRequest request, string body, string type) => request;

        public static RestRequest AddParameter(this RestRequest request, string name, object value) => request;

        public static RestRequest AddQueryParameter(this RestRequest request, string name, string value) => request;

        public static RestRequest AddUrlSegment(this RestRequest request, string name, string value) => request;
    }
}

namespace Flurl.Http
{
    public class Url(string root)
    {
        public string Root { get; } = root;
    }

    public static class Extensions
    {
        public static Url AppendPathSegment(this string url, object segment) => new(url);

        public static Url AppendPathSegment(this Url url, object segment) => url;

        public static Url AppendPathSegments(this string url, params object[] segments) => new(url);

        public static Url SetQueryParam(this Url url, string name, object value) => url;

        public static Url SetQueryParams(this Url url, object values) => url;

        public static Task<string> PostJsonAsync(this string url, object body) => Task.FromResult("");

        public static Url SetQueryParam(this string url, string name, object value) => new(url);

        public static Task<string> PostJsonAsync(this Url url, object body) => Task.FromResult("");

        public static Task<string> PostUrlEncodedAsync(this Url url, object body) => Task.FromResult("");

        public static Task<string> GetStringAsync(this Url url) => Task.FromResult("");

        public static Task<string> PostMultipartAsync(this string url, Action<MultipartContent> build) => Task.FromResult("");
    }

    public class MultipartContent
    {
        public MultipartContent AddString(string name, string value) => this;
    }
}

namespace Microsoft.AspNetCore.Http
{
    public readonly struct QueryString
    {
        public static QueryString Create(string name, string value) => default;
    }
}

namespace Microsoft.AspNetCore.Http.Extensions
{
    public class QueryBuilder : IEnumerable<KeyValuePair<string, string>>
    {
        public void Add(string key, string value)
        {
        }

        public QueryString ToQueryString() => default;

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new NotSupportedException();
    }
}

namespace Microsoft.AspNetCore.WebUtilities
{
    public static class QueryHelpers
    {
        public static string AddQueryString(string uri, string name, string value) => uri;

        public static string AddQueryString(string uri, IDictionary<string, string?> query) => uri;
    }
}

namespace Refit
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class PostAttribute(string path) : Attribute
    {
        public string Path { get; } = path;
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class GetAttribute(string path) : Attribute
    {
        public string Path { get; } = path;
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class BodyAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class QueryAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class AliasAsAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }
}

namespace Newtonsoft.Json
{
    public static class JsonConvert
    {
        public static string SerializeObject(object? value) => "";

        public static string SerializeObject(object? value, JsonSerializerSettings? settings) => "";

        public static string SerializeObject(object? value, Formatting formatting) => "";
    }

    public enum Formatting { None, Indented }

    public enum NullValueHandling { Include, Ignore }

    public class JsonSerializerSettings
    {
        public Serialization.IContractResolver? ContractResolver { get; set; }

        public NullValueHandling NullValueHandling { get; set; }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
    public sealed class JsonPropertyAttribute(string? name = null) : Attribute
    {
        public string? PropertyName { get; set; } = name;

        public NullValueHandling NullValueHandling { get; set; }
    }
}

namespace Newtonsoft.Json.Serialization
{
    public interface IContractResolver;

    public class DefaultContractResolver : IContractResolver
    {
        public NamingStrategy? NamingStrategy { get; set; }
    }

    public class CamelCasePropertyNamesContractResolver : DefaultContractResolver;

    public class NamingStrategy;

    public class CamelCaseNamingStrategy : NamingStrategy;

    public class SnakeCaseNamingStrategy : NamingStrategy;
}

namespace Newtonsoft.Json.Linq
{
    public class JToken
    {
        public virtual JToken this[string key] { get => this; set { } }

        public static implicit operator JToken(string? value) => new();

        public static implicit operator JToken(int value) => new();

        public static implicit operator JToken(long value) => new();

        public static implicit operator JToken(bool value) => new();

        public static implicit operator JToken(DateTime value) => new();

        public static implicit operator JToken(decimal value) => new();

        public static JToken FromObject(object o) => new();

        public static explicit operator string?(JToken value) => "";

        public static explicit operator int(JToken value) => 0;

        public JToken? SelectToken(string path) => null;

        public T? Value<T>(object key) => default;
    }

    public class JObject : JToken, System.Collections.IEnumerable
    {
        public JObject(params object[] content)
        {
        }

        public static new JObject FromObject(object o) => new();

        public static JObject Parse(string json) => new();

        public JProperty? Property(string name) => null;

        public void Add(string name, JToken value)
        {
        }

        public void Add(object content)
        {
        }

        public System.Collections.IEnumerator GetEnumerator() => throw new NotSupportedException();
    }

    public class JArray : JToken, System.Collections.IEnumerable
    {
        public JArray(params object[] content)
        {
        }

        public void Add(JToken value)
        {
        }

        public System.Collections.IEnumerator GetEnumerator() => throw new NotSupportedException();
    }

    public class JProperty(string name, params object[] content) : JToken
    {
        public void Remove()
        {
        }

        public string Name { get; } = name;

        public object[] Content { get; } = content;
    }
}
