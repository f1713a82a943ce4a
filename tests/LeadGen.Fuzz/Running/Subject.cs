using System.Text.RegularExpressions;
using CsCheck;

namespace LeadGen.Fuzz.Running;

/// <summary>Something that random inputs are shown to, and what must hold for each of them.</summary>
internal sealed partial class Subject
{
    // Enough for CsCheck to find a smaller example after the first; a run that has failed need not be quick.
    private const int Shrinkings = 20_000;

    private readonly Action<int, string?, CancellationToken> _show;

    private Subject(string name, Tally tally, Action<int, string?, CancellationToken> show)
    {
        Name = name;
        Tally = tally;
        _show = show;
    }

    public string Name { get; }

    /// <summary>How many inputs were shown, and what became of them.</summary>
    public Tally Tally { get; }

    /// <param name="name">What the inputs are shown to, in a word for <c>--only</c>.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="check">Throws where an input does harm; may count what became of it.</param>
    /// <param name="print">An input as it is shown where it did.</param>
    public static Subject Of<T>(string name, Gen<T> inputs, Action<T, Tally> check, Func<T, string> print)
    {
        var tally = new Tally();
        return new Subject(name, tally, (count, seed, cancellationToken) => inputs.Sample(
            input =>
            {
                // CsCheck can't be cancelled: what is left of a round is let through.
                if (!cancellationToken.IsCancellationRequested)
                {
                    tally.AddInput();
                    check(input, tally);
                }
            },
            seed: seed,
            iter: count,
            print: print));
    }

    /// <summary>Shows a round of inputs.</summary>
    /// <returns>The input that did harm, made as small as can be; <see langword="null"/> where none did.</returns>
    public Failure? Show(int count, string? seed, CancellationToken cancellationToken)
    {
        if (Try(count, seed, cancellationToken) is not { } found)
        {
            return null;
        }

        return Try(Shrinkings, found.Seed, cancellationToken) ?? found;
    }

    /// <summary>Whether a run can begin with that seed.</summary>
    public static bool IsSeed(string text)
    {
        try
        {
            return PCG.Parse(text).ToString() == text;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // CsCheck has no exception of its own for this, and throws what the text happens to lead to.
            return false;
        }
    }

    private Failure? Try(int count, string? seed, CancellationToken cancellationToken)
    {
        try
        {
            _show(count, seed, cancellationToken);
            return null;
        }
        catch (CsCheckException e)
        {
            string text = e.Message;
            return new Failure(Name, Seed().Match(text).Groups[1].Value, text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], e.InnerException);
        }
    }

    [GeneratedRegex("seed: \"([^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Seed();
}

/// <summary>An input that did harm.</summary>
/// <param name="Subject">To what.</param>
/// <param name="Seed">What makes the input again.</param>
/// <param name="Example">The input.</param>
/// <param name="Reason">What it did.</param>
internal sealed record Failure(string Subject, string Seed, string Example, Exception? Reason);

/// <summary>That something does not hold for an input.</summary>
internal sealed class HarmException(string message) : Exception(message);
