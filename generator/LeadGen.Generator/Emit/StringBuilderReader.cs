using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Reads a string builder in chunks. The compiler also stores long texts in chunks, so no large string is created.</summary>
internal sealed class StringBuilderReader(StringBuilder text) : TextReader
{
    private int _position;

    public static SourceText ToSourceText(StringBuilder text)
    {
        using var reader = new StringBuilderReader(text);
        return SourceText.From(reader, text.Length, Encoding.UTF8);
    }

    public override int Peek() => _position < text.Length ? text[_position] : -1;

    public override int Read() => _position < text.Length ? text[_position++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        int read = Math.Min(count, text.Length - _position);
        text.CopyTo(_position, buffer, index, read);
        _position += read;
        return read;
    }

    public override string ReadToEnd()
    {
        string rest = text.ToString(_position, text.Length - _position);
        _position = text.Length;
        return rest;
    }
}
