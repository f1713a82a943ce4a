using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeadGen.Sample;

/// <summary>Writes the output of the sample as plain text, which is readable in a terminal and in a log.</summary>
internal sealed class Terminal(TextWriter output)
{
    private const int Width = 100;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Title(string title)
    {
        output.WriteLine();
        output.WriteLine($"── {title} {new string('─', Math.Max(2, Width - title.Length - 4))}");
    }

    public void Line(string text) => output.WriteLine(text);

    /// <summary>Writes the source code of an expression and returns its value, so that the output shows the code that runs.</summary>
    public T Code<T>(T value, [CallerArgumentExpression(nameof(value))] string code = "")
    {
        Block(code);
        return value;
    }

    public void Json(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Block(JsonSerializer.Serialize(document.RootElement, s_indented));
    }

    public void Table(string[] head, params string[][] rows)
    {
        int[] widths = [.. head.Select((_, column) => rows.Append(head).Max(r => r[column].Length))];
        foreach (string[] row in rows.Prepend(head))
        {
            output.WriteLine("  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private void Block(string text) => output.WriteLine("  " + text.ReplaceLineEndings("\n  "));
}
