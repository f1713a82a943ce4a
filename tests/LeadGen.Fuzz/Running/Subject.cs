using System.Text.RegularExpressions;
using CsCheck;

namespace LeadGen.Fuzz.Running;

/// <summary>Represents code that is tested with random inputs, and the check for each input.</summary>
internal sealed partial class Subject
{
    // Enough for CsCheck to find a smaller example after the first one. A failed run need not be fast.
    private const int ShrinkAttempts = 20_000;

    private readonly Action<int, string?, CancellationToken> _show;

    private Subject(string name, Tally tally, Action<int, string?, CancellationToken> show)
    {
        Name = name;
        Tally = tally;
        _show = show;
    }

    public string Name { get; }

    /// <summary>Gets the number of inputs and their results.</summary>
    public Tally Tally { get; }

    /// <param name="name">The name, in one word for <c>--only</c>.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="check">Throws if an input fails. It can count the result.</param>
    /// <param name="print">Formats an input that failed.</param>
    public static Subject Create<T>(string name, Gen<T> inputs, Action<T, Tally> check, Func<T, string> print)
    {
        var tally = new Tally();
        return new Subject(name, tally, (count, seed, cancellationToken) => inputs.Sample(
            input =>
            {
                // CsCheck can't be canceled, so the rest of a round is skipped.
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

    /// <summary>Checks a round of inputs.</summary>
    /// <returns>The input that failed, reduced as far as possible; <see langword="null"/> if none failed.</returns>
    public Failure? Show(int count, string? seed, CancellationToken cancellationToken)
    {
        if (Try(count, seed, cancellationToken) is not { } found)
        {
            return null;
        }

        return Try(ShrinkAttempts, found.Seed, cancellationToken) ?? found;
    }

    /// <summary>Determines whether a text is a valid seed.</summary>
    public static bool IsSeed(string text)
    {
        try
        {
            return PCG.Parse(text).ToString() == text;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // CsCheck has no specific exception for an invalid seed. The exception depends on the text.
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

/// <summary>Represents an input that failed.</summary>
/// <param name="Subject">The name of the subject.</param>
/// <param name="Seed">The seed that repeats the input.</param>
/// <param name="Example">The input.</param>
/// <param name="Reason">The exception.</param>
internal sealed record Failure(string Subject, string Seed, string Example, Exception? Reason);

/// <summary>Thrown if a check fails for an input.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
