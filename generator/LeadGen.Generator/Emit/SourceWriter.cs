using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Writes C# with indentation. Lines end with LF on every machine, so that the output is deterministic.</summary>
internal sealed class SourceWriter
{
    // Characters. Large enough for most files, and small enough for .NET's small object heap.
    private const int Capacity = 32_000;

    // Reused, because it would be a third of what the generator allocates.
    [ThreadStatic]
    private static StringBuilder? s_text;

    private int _depth;

    /// <summary>Gets the text that is written.</summary>
    public StringBuilder Text { get; } = Rent();

    /// <summary>Gets the written text, and ends the use of this writer.</summary>
    public SourceText ToSourceText()
    {
        SourceText source = StringBuilderReader.ToSourceText(Text);
        s_text = Text.Capacity == Capacity ? Text.Clear() : null;
        return source;
    }

    private static StringBuilder Rent()
    {
        StringBuilder text = s_text ?? new StringBuilder(Capacity);
        s_text = null;
        return text;
    }

    public void Line() => Text.Append('\n');

    public void Line(string line)
    {
        Indent();
        Text.Append(line).Append('\n');
    }

    // The parts of an interpolated string are written without creating the string.
    public void Line([InterpolatedStringHandlerArgument("")] ref LineHandler line) => Text.Append('\n');

    /// <summary>Writes a header and an opening brace. Disposing the result writes the closing brace.</summary>
    public Scope Block(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Scope(this);
    }

    /// <summary>Writes documentation: a summary, and remarks if there are any. Both are XML.</summary>
    public void Docs(string summary, params string[] remarks)
    {
        Line($"/// <summary>{summary}</summary>");
        string[] paragraphs = remarks.Where(static r => r.Length > 0).ToArray();
        if (paragraphs.Length > 0)
        {
            Line("/// <remarks>");
            foreach (string paragraph in paragraphs)
            {
                Line($"/// <para>{paragraph}</para>");
            }

            Line("/// </remarks>");
        }
    }

    private void Indent() => Text.Append(' ', _depth * 4);

    public readonly struct Scope(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }

    [InterpolatedStringHandler]
    public readonly ref struct LineHandler
    {
        private readonly StringBuilder _text;

        public LineHandler(int literalLength, int formattedCount, SourceWriter writer)
        {
            _ = literalLength + formattedCount;
            _text = writer.Text;
            writer.Indent();
        }

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(string text) => _text.Append(text);

        public void AppendFormatted(int number) => _text.Append(number);
    }
}
