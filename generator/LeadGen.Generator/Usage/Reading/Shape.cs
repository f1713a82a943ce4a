using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Represents the content of an expression in untyped code, as far as the source shows it.</summary>
internal abstract class Shape
{
}

/// <summary>Represents a value whose content is not known. The static type is <see langword="null"/> if it is not known either.</summary>
internal sealed class TypedShape(ITypeSymbol? type) : Shape
{
    public static readonly TypedShape Unknown = new(null);

    /// <summary>The value at the end of a text that may continue in another string.</summary>
    public static readonly TypedShape Unfinished = new(null);

    public ITypeSymbol? Type { get; } = type;
}

/// <summary>Represents a constant that is not a string: a number, a Boolean, or <see langword="null"/>.</summary>
internal sealed class ConstantShape(object? value) : Shape
{
    public object? Value { get; } = value;

    /// <summary>Gets the expression, which may be in the caller of a method; <see langword="null"/> for constants in texts.</summary>
    public SyntaxNode? Source { get; init; }
}

/// <summary>Represents the members of an object, or the entries of a dictionary.</summary>
internal sealed class MapShape(IReadOnlyList<MapEntry> entries, bool isOpen) : Shape
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    /// <summary>Gets whether the program may add entries that the source does not show.</summary>
    public bool IsOpen { get; } = isOpen;

    /// <summary>Gets or sets whether the map comes from a query or a form, where each value is text.</summary>
    public bool IsQuery { get; set; }

    public MapShape Add(IEnumerable<MapEntry> more, bool isOpen = false) => new([.. Entries, .. more], IsOpen || isOpen) { IsQuery = IsQuery };

    /// <summary>Returns the map with some values replaced by <see cref="TypedShape.Unknown"/>. Inner maps are kept, because code that converts values replaces single values only.</summary>
    public MapShape WithoutValues(Func<MapEntry, bool> isUnknown) =>
        new([.. Entries.Select(e => e.Value is not MapShape && isUnknown(e) ? e with { Value = TypedShape.Unknown } : e)], IsOpen) { IsQuery = IsQuery };

    public MapEntry? Find(string key)
    {
        foreach (MapEntry entry in Entries)
        {
            if (string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase))
            {
                return entry;
            }
        }

        return null;
    }
}

/// <summary>Represents an entry of a map.</summary>
/// <param name="Key">The name in the source, or the name that an attribute sets.</param>
/// <param name="Kind">Which serializer options can rename the entry.</param>
/// <param name="KeySpan">Where the key is.</param>
/// <param name="Value">The value.</param>
/// <param name="ValueSpan">Where the value is.</param>
internal sealed record MapEntry(string Key, KeyKind Kind, SourceSpan KeySpan, Shape Value, SourceSpan ValueSpan)
{
    /// <summary>Gets whether the value may be <see langword="null"/> or a default, so that a serializer may omit the entry.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Gets whether an attribute makes the serializer omit a member without a value.</summary>
    public bool IsOmittedIfEmpty { get; init; }

    /// <summary>Gets whether the program creates the object and does not set the member.</summary>
    public bool IsUnset { get; init; }
}

/// <summary>Specifies the kind of an entry's name, which determines the serializer options that can rename it.</summary>
internal enum KeyKind
{
    /// <summary>A key of a dictionary.</summary>
    Key,

    /// <summary>A member without an attribute.</summary>
    Member,

    /// <summary>A member whose name an attribute sets.</summary>
    Attribute,

    /// <summary>A key of a JSON tree or of a query, which nothing renames.</summary>
    Fixed,
}

/// <summary>Represents the elements of a list.</summary>
internal sealed class ListShape(IReadOnlyList<Shape> items, bool isOpen) : Shape
{
    public IReadOnlyList<Shape> Items { get; } = items;

    /// <summary>Gets whether the program may add elements that the source does not show.</summary>
    public bool IsOpen { get; } = isOpen;

    /// <summary>Gets or sets the location of each element.</summary>
    public IReadOnlyList<SourceSpan> Places { get; set; } = [];
}

/// <summary>Represents a name and a value: a pair of a form, a JSON property, a parameter of a query.</summary>
internal sealed class PairShape(TextShape name, SourceSpan namePlace, Shape value, SourceSpan valuePlace) : Shape
{
    public TextShape Name { get; } = name;

    public SourceSpan NameSpan { get; } = namePlace;

    public Shape Value { get; } = value;

    public SourceSpan ValueSpan { get; } = valuePlace;
}

/// <summary>Represents several possible values. The program chooses one at run time.</summary>
internal sealed class ChoiceShape(IReadOnlyList<Shape> options) : Shape
{
    public IReadOnlyList<Shape> Options { get; } = options;
}

/// <summary>Represents the result of a call that LeadGen does not know, with the inputs of the call: an address, a body, parameters.</summary>
internal sealed class GroupShape(IReadOnlyList<Shape> parts, ITypeSymbol? type) : Shape
{
    public IReadOnlyList<Shape> Parts { get; } = parts;

    public ITypeSymbol? Type { get; } = type;
}

/// <summary>Represents a value that a serializer writes.</summary>
internal sealed class SerializedShape(Shape content, Naming naming) : Shape
{
    public Shape Content { get; } = content;

    public Naming Naming { get; } = naming;

    /// <summary>Gets whether the result is a string, which another serializer writes as a text, not a JSON tree.</summary>
    public bool IsText { get; init; }
}

/// <summary>Represents a constant of an enum, which serializers write as a number or as its name.</summary>
internal sealed class EnumShape(ITypeSymbol type, object? value) : Shape
{
    public ITypeSymbol Type { get; } = type;

    public object? Value { get; } = value;

    /// <summary>Gets the name of the constant; <see langword="null"/> if no constant or more than one has the value.</summary>
    public string? Name => Members is [var only] ? only.Name : null;

    /// <summary>Gets whether the enum or the constant has an attribute, which can choose another name or a converter.</summary>
    public bool HasAttributes => Type.GetAttributes().Length > 0 || Members.Any(static m => m.GetAttributes().Length > 0);

    private IFieldSymbol[] Members => [.. Type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue && Equals(f.ConstantValue, Value))];
}

/// <summary>Represents the value that an initializer assigns to a member. The member's type is checked before the value.</summary>
internal sealed class DeclaredShape(Shape declared, SourceSpan declaredPlace, Shape value) : Shape
{
    public Shape Declared { get; } = declared;

    public SourceSpan DeclaredPlace { get; } = declaredPlace;

    public Shape Value { get; } = value;
}

/// <summary>Represents a lambda, with the body whose variables it uses.</summary>
internal sealed class FunctionShape(IAnonymousFunctionOperation function, Body body) : Shape
{
    public IAnonymousFunctionOperation Function { get; } = function;

    /// <summary>Gets the body of the lambda with the arguments of one call.</summary>
    public Body Enter(IEnumerable<KeyValuePair<int, Shape>> arguments, int depth)
    {
        var all = new Dictionary<ISymbol, Shape>(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, Shape> outer in body.Arguments)
        {
            all[outer.Key] = outer.Value;
        }

        foreach (KeyValuePair<int, Shape> argument in arguments)
        {
            if (argument.Key < Function.Symbol.Parameters.Length)
            {
                all[Function.Symbol.Parameters[argument.Key]] = argument.Value;
            }
        }

        return new Body(Function, body.Index, all, depth) { Self = body.Self, Caller = body.Caller };
    }
}
