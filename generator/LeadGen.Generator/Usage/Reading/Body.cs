using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>A body with the arguments that a caller passes.</summary>
internal sealed class Body(IOperation root, BodyIndex index, IReadOnlyDictionary<ISymbol, Shape> arguments, int depth)
{
    public static readonly IReadOnlyDictionary<ISymbol, Shape> NoArguments = new Dictionary<ISymbol, Shape>(SymbolEqualityComparer.Default);

    public IOperation Root { get; } = root;

    public BodyIndex Index { get; } = index;

    public IReadOnlyDictionary<ISymbol, Shape> Arguments { get; } = arguments;

    /// <summary>The depth in the chain of calls.</summary>
    public int Depth { get; } = depth;

    /// <summary>The known content of each variable.</summary>
    public Dictionary<ISymbol, Shape> Known { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The variables that are being read, to stop at circular references.</summary>
    public HashSet<ISymbol> Pending { get; } = new(SymbolEqualityComparer.Default);
}
