using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Represents a part of a string: characters of the source, or a value that is only known at run time.</summary>
internal readonly record struct TextPart(string? Text, SyntaxNode Source, Shape? Hole);

/// <summary>Represents a string that consists of constants and values: a literal, an interpolation, a concatenation, a format.</summary>
internal sealed class TextShape : Shape
{
    /// <summary>Marks a value in <see cref="Text"/>.</summary>
    public const char HoleMark = '\uFFFF';

    public TextShape(IReadOnlyList<TextPart> parts)
    {
        Parts = parts;
        if (parts.Count == 1)
        {
            Text = parts[0].Text ?? HoleMark.ToString();
            return;
        }

        var text = new StringBuilder();
        foreach (TextPart part in parts)
        {
            if (part.Text is null)
            {
                text.Append(HoleMark);
            }
            else
            {
                text.Append(part.Text);
            }
        }

        Text = text.ToString();
    }

    public IReadOnlyList<TextPart> Parts { get; }

    /// <summary>Gets the text, with <see cref="HoleMark"/> for each value.</summary>
    public string Text { get; }

    /// <summary>Gets the text if all parts are known; otherwise <see langword="null"/>.</summary>
    public string? Constant => Text.IndexOf(HoleMark) < 0 ? Text : null;

    /// <summary>Gets the value at an offset of <see cref="Text"/> that holds <see cref="HoleMark"/>.</summary>
    public Shape GetHole(int offset)
    {
        int start = 0;
        foreach (TextPart part in Parts)
        {
            if (start == offset && part.Text is null)
            {
                return part.Hole ?? TypedShape.Unknown;
            }

            start += part.Text?.Length ?? 1;
        }

        return TypedShape.Unknown;
    }

    /// <summary>Gets the location of a part of <see cref="Text"/>: exact if the source contains it unchanged; otherwise the literal.</summary>
    public SourceSpan GetSpan(int offset, int length)
    {
        int start = 0;
        for (int i = 0; i < Parts.Count; i++)
        {
            TextPart part = Parts[i];
            int partLength = part.Text?.Length ?? 1;
            if (offset < start + partLength || i == Parts.Count - 1)
            {
                if (part.Text is null)
                {
                    return SourceSpan.From(part.Source);
                }

                length = Math.Min(length, start + partLength - offset);

                // Quotes and escapes make the source longer than the text, never shorter.
                string source = part.Source.ToString();
                int found = source.IndexOf(part.Text.Substring(offset - start, length), Math.Min(offset - start, source.Length), StringComparison.Ordinal);
                return found < 0 ? SourceSpan.From(part.Source) : new SourceSpan(part.Source.SyntaxTree, new TextSpan(part.Source.SpanStart + found, length));
            }

            start += partLength;
        }

        return SourceSpan.From(Parts[0].Source);
    }
}
