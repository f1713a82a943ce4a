using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage;

/// <summary>Represents the runtime's types in a compilation, which are looked up once.</summary>
internal sealed class RuntimeTypes
{
    private readonly INamedTypeSymbol _update;
    private readonly INamedTypeSymbol? _draft;
    private readonly INamedTypeSymbol? _record;
    private readonly INamedTypeSymbol? _client;
    private readonly INamedTypeSymbol? _fieldSet;
    private readonly INamedTypeSymbol? _query;

    private RuntimeTypes(Compilation compilation, INamedTypeSymbol update)
    {
        _update = update;
        _draft = compilation.GetTypeByMetadataName("LeadGen.CrmDraft");
        _record = compilation.GetTypeByMetadataName("LeadGen.CrmRecord");
        _client = compilation.GetTypeByMetadataName("LeadGen.Bitrix24Client");
        _fieldSet = compilation.GetTypeByMetadataName("LeadGen.CrmFieldSet");
        _query = compilation.GetTypeByMetadataName("LeadGen.CrmQuery");
        NotReadException = compilation.GetTypeByMetadataName("LeadGen.CrmFieldNotReadException");
    }

    /// <summary>Finds the types; <see langword="null"/> if the compilation does not reference the runtime.</summary>
    public static RuntimeTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName("LeadGen.CrmUpdate") is { } update ? new RuntimeTypes(compilation, update) : null;

    /// <summary>Gets the exception that is thrown when a field is read that was not selected.</summary>
    public INamedTypeSymbol? NotReadException { get; }

    public bool IsUpdate(ITypeSymbol? type) => IsOf(type, _update);

    public bool IsDraft(ITypeSymbol? type) => IsOf(type, _draft);

    /// <summary>Determines whether the type is an update or a draft.</summary>
    public bool IsBuilder(ITypeSymbol? type) => IsUpdate(type) || IsDraft(type);

    public bool IsRecord(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _record);

    public bool IsClient(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _client);

    public bool IsFieldSet(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _fieldSet);

    public bool IsQuery(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _query);

    private static bool IsOf(ITypeSymbol? type, INamedTypeSymbol? builder) => type is not null && builder is not null
        && (SymbolEqualityComparer.Default.Equals(type, builder) || SymbolEqualityComparer.Default.Equals(type.BaseType, builder));
}
