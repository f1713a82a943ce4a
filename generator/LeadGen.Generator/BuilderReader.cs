using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator;

/// <summary>Reads a text in chunks, as the compiler stores long texts in chunks too.</summary>
internal sealed class BuilderReader(StringBuilder text) : TextReader
{
    private int _position;

    public static SourceText ToSourceText(StringBuilder text)
    {
        using var reader = new BuilderReader(text);
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
