using System.Collections;

namespace LeadGen;

/// <summary>Represents the results of a batch: one for each command, in the order of the commands.</summary>
public sealed class Bitrix24BatchReply : IReadOnlyList<Bitrix24CommandResult>
{
    private readonly Bitrix24CommandResult[] _results;

    internal Bitrix24BatchReply(IEnumerable<Bitrix24CommandResult> results) => _results = [.. results];

    /// <summary>Gets the number of commands.</summary>
    public int Count => _results.Length;

    /// <summary>Gets whether all commands succeeded.</summary>
    public bool IsSuccess => Array.TrueForAll(_results, static result => result.IsSuccess);

    /// <summary>Gets the result of the command at a position.</summary>
    /// <param name="index">The position, starting with 0.</param>
    public Bitrix24CommandResult this[int index] => _results[index];

    /// <summary>Gets the result of the command with a name.</summary>
    /// <param name="name">The name of the command, in the same letter case.</param>
    /// <exception cref="KeyNotFoundException">The batch has no command with this name.</exception>
    public Bitrix24CommandResult this[string name] => Array.Find(_results, result => result.Command.Name == name)
        ?? throw new KeyNotFoundException($"The batch has no command '{name}'.");

    /// <inheritdoc/>
    public IEnumerator<Bitrix24CommandResult> GetEnumerator() => ((IEnumerable<Bitrix24CommandResult>)_results).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the results on one line each, without values of records.</summary>
    public override string ToString() => string.Join(Environment.NewLine, (IEnumerable<Bitrix24CommandResult>)_results);
}
