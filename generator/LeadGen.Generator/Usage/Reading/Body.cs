using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Represents a body with the arguments that a caller passes.</summary>
internal sealed class Body(IOperation root, BodyIndex index, IReadOnlyDictionary<ISymbol, Shape> arguments, int depth)
{
    public static readonly IReadOnlyDictionary<ISymbol, Shape> NoArguments = new Dictionary<ISymbol, Shape>(SymbolEqualityComparer.Default);

    public IOperation Root { get; } = root;

    public BodyIndex Index { get; } = index;

    public IReadOnlyDictionary<ISymbol, Shape> Arguments { get; } = arguments;

    /// <summary>Gets the depth in the chain of calls.</summary>
    public int Depth { get; } = depth;

    /// <summary>Gets the method that the caller calls; <see langword="null"/> for the body that is analyzed, and for local functions and lambdas.</summary>
    public IMethodSymbol? Method { get; init; }

    /// <summary>Gets the type of the object that the method is called on, which may override members; <see langword="null"/> if only the declaring type is known.</summary>
    public INamedTypeSymbol? Self { get; init; }

    /// <summary>Gets the object that the method is called on, and the body that calls it; <see langword="null"/> if that is not known.</summary>
    public (IOperation Instance, Body Body)? Caller { get; init; }

    /// <summary>Gets the known content of each variable.</summary>
    public Dictionary<ISymbol, Shape> Known { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Gets the parameter of this method for a parameter of the called declaration, which may be in an interface.</summary>
    public IParameterSymbol GetParameter(IParameterSymbol called) =>
        Method is { Parameters: var own } && called.Ordinal < own.Length ? own[called.Ordinal] : called;

    /// <summary>Gets the variables that are being read, to stop at circular references.</summary>
    public HashSet<ISymbol> Pending { get; } = new(SymbolEqualityComparer.Default);
}
