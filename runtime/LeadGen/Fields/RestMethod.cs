using System.Buffers;
using System.Collections.Frozen;

namespace LeadGen;

/// <summary>Determines what the name of a REST method says about its calls.</summary>
internal static class RestMethod
{
    public const string Batch = "batch";

    /// <summary>The method that downloads a file. Its address is a part of an item; with <c>crm.lead.*</c>, a file has another address.</summary>
    public const string FileDownload = "crm.controller.item.getFile";

    /// <summary>The maximum length of a name. The longest documented one has 61 characters.</summary>
    private const int MaxLength = 200;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly FrozenSet<string> s_readingVerbs =
        new[] { "get", "list", "fields", "getfields", "getlist", "search", "findbycomm" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_reading =
        new[] { FileDownload, "app.info", "events", "methods", "profile", "scope", "server.time", "user.current" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // These remove the events that they return.
    private static readonly FrozenSet<string> s_removing =
        new[] { "event.offline.get", "im.v2.event.get", "imbot.v2.event.get" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Determines whether a method only reads, so that it does not matter how often it is processed. A method with an unknown verb may change data.</summary>
    public static bool IsRead(string method) =>
        s_reading.Contains(method) || (s_readingVerbs.Contains(method[(method.LastIndexOf('.') + 1)..]) && !s_removing.Contains(method));

    /// <summary>Checks that a text is the name of a method that can be called alone or as a command of a batch. The name becomes a part of an address.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void Check(string method, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(method, parameterName);
        if (method.Length is 0 or > MaxLength || method.Split('.').Any(static part => part.Length == 0 || part.AsSpan().ContainsAnyExcept(s_allowed)))
        {
            throw new ArgumentException("The name of a REST method consists of letters, digits and underscores, in parts that are separated by dots, such as 'crm.contact.get'.", parameterName);
        }

        if (string.Equals(method, Batch, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"Use {nameof(Bitrix24Client)}.{nameof(Bitrix24Client.BatchAsync)} to send a batch. A batch can't contain another one.", parameterName);
        }
    }
}
