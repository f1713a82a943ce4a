using System.Text.Json.Nodes;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents a command of a batch: a call with a name.</summary>
/// <param name="Name">The name of the command, which is unique in its batch: letters, digits and underscores, starting with a letter or an underscore.</param>
/// <param name="Method">The REST method, such as <c>crm.contact.get</c>, except <c>batch</c>.</param>
/// <param name="Arguments">
/// The arguments of the method; <see langword="null"/> for none. A batch contains each command as a query string, so it can't contain an empty list or object, <see langword="null"/>,
/// <see langword="true"/> or <see langword="false"/>, or text that a portal would replace, such as <c>$result[…]</c>.
/// </param>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
public sealed record Bitrix24Command(string Name, string Method, JsonObject? Arguments = null)
{
    private static readonly System.Buffers.SearchValues<char> s_nameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <inheritdoc cref="Bitrix24CallOptions.IsRepeatable"/>
    public bool? IsRepeatable { get; init; }

    /// <summary>Creates an argument that the portal replaces with a part of the result of an earlier command in the same batch: <c>$result[name][key]…</c>.</summary>
    /// <remarks>
    /// A portal replaces such text in any argument, so text of unknown origin could read the results of other commands. The client therefore sends references only if they were
    /// created by this method, and rejects arguments with other text that a portal would replace. The batch must halt on errors. Otherwise, the portal would process the command with an
    /// empty value if the earlier one fails.
    /// </remarks>
    /// <param name="name">The name of the earlier command.</param>
    /// <param name="path">The keys and indexes that lead to the part, such as <c>"item"</c>, <c>"id"</c>. None for the whole result, such as the ID that <c>crm.contact.add</c> returns.</param>
    /// <exception cref="ArgumentException">The name or a key has characters other than letters, digits and underscores.</exception>
    public static JsonNode ResultOf(string name, params string[] path)
    {
        CheckName(name, nameof(name));
        ArgumentNullException.ThrowIfNull(path);
        return path.All(IsPlain)
            ? new BatchReference(name, $"$result[{name}]{string.Concat(path.Select(static key => $"[{key}]"))}").ToNode()
            : throw new ArgumentException("A key of a reference consists of letters, digits and underscores.", nameof(path));
    }

    /// <summary>Returns the name and the method, without the arguments.</summary>
    public override string ToString() => $"command '{Name}' ({Method})";

    /// <exception cref="ArgumentException">The name is not a valid command name.</exception>
    internal static void CheckName(string name, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(name, parameterName);
        if (!IsPlain(name) || char.IsAsciiDigit(name[0]))
        {
            throw new ArgumentException("The name of a command consists of letters, digits and underscores, and does not start with a digit.", parameterName);
        }
    }

    private static bool IsPlain(string text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExcept(s_nameCharacters);
}
