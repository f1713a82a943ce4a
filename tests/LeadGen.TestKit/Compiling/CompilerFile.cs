using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.TestKit.Compiling;

/// <summary>Represents a file that the compiler passes to generators and analyzers.</summary>
public sealed class CompilerFile(string path, string content) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(content, Encoding.UTF8);

    public override string Path => path;

    public string Content => content;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
