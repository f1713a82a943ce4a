using System.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Writes C# with indentation. The newline is LF on every machine, so that the same portal gives the same bytes.</summary>
internal sealed class SourceWriter
{
    private int _depth;

    /// <summary>What was written.</summary>
    public StringBuilder Text { get; } = new(8000);

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            Text.Append(' ', _depth * 4).Append(line);
        }

        Text.Append('\n');
    }

    /// <summary>Writes a head and an opening brace; disposing writes the closing one.</summary>
    public Scope Block(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Scope(this);
    }

    /// <summary>Writes documentation: a summary, and remarks where there are any. Both are XML already.</summary>
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

    public readonly struct Scope(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }
}
