using LeadGen.Generator.Usage.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Reads the members of a type that serializers write, and distinguishes dictionaries and lists from other types.</summary>
internal static class TypeShapes
{
    /// <summary>Gets the members of a class, record or struct of the project; <see langword="null"/> for any other type.</summary>
    public static MapShape? GetMembers(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named
            || named.SpecialType != SpecialType.None || IsCollection(named)
            || (!named.IsAnonymousType && named.DeclaringSyntaxReferences.IsEmpty)
            || HasConverter(named))
        {
            return null;
        }

        var entries = new List<MapEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        bool isOpen = false;
        for (INamedTypeSymbol? current = named; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            bool isOptIn = current.GetAttributes().Any(static a => a.AttributeClass?.Name == "DataContractAttribute"
                || (a.AttributeClass?.Name == "JsonObjectAttribute" && (a.ConstructorArguments.FirstOrDefault().Value is 1 || NamedArgument(a, "MemberSerialization") is 1)));
            foreach (ISymbol member in current.GetMembers())
            {
                if (TypeOf(member) is not { } memberType || !names.Add(member.Name) || (isOptIn && !member.GetAttributes().Any(IsIncluding))
                    || !current.GetMembers("ShouldSerialize" + member.Name).IsEmpty)
                {
                    continue;
                }

                MemberName name = GetName(member);
                isOpen |= name.IsOpen;
                if (!name.IsOmitted && member.Locations[0].SourceTree is { } tree)
                {
                    var place = new SourceSpan(tree, member.Locations[0].SourceSpan);
                    entries.Add(new MapEntry(
                        name.Name, name.IsAttribute ? KeyKind.Attribute : KeyKind.Member, name.Place ?? place,
                        HasConverter(member) ? TypedShape.Unknown : new TypedShape(memberType), place)
                    {
                        IsOptional = !named.IsAnonymousType && !HasInitializer(member) && (name.IsOmittedIfEmpty || memberType.IsReferenceType || !SymbolEqualityComparer.Default.Equals(PhpValues.Underlying(memberType), memberType)),
                        IsOmittedIfEmpty = name.IsOmittedIfEmpty,
                    });
                }
            }
        }

        return new MapShape(entries, isOpen);
    }

    /// <summary>Gets the serialized name of a member.</summary>
    public static string WireName(ISymbol member) => GetName(member).Name;

    /// <summary>Gets the element type of a list; <see langword="null"/> for strings, dictionaries and all other types.</summary>
    public static ITypeSymbol? GetElement(ITypeSymbol? type)
    {
        if (type is IArrayTypeSymbol array)
        {
            // Serializers write bytes as one text.
            return array.ElementType.SpecialType == SpecialType.System_Byte ? null : array.ElementType;
        }

        if (type is not INamedTypeSymbol named || named.SpecialType == SpecialType.System_String || IsDictionary(named))
        {
            return null;
        }

        return named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
            ? named.TypeArguments[0]
            : named.AllInterfaces.FirstOrDefault(static i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];
    }

    /// <summary>Determines whether the type is a dictionary with string keys.</summary>
    public static bool IsDictionary(ITypeSymbol? type) => type is not null
        && (IsDictionaryItself(type) || type.AllInterfaces.Any(IsDictionaryItself) || (type.BaseType is { } parent && IsDictionary(parent)));

    /// <summary>Determines whether the type is a JSON node or document, whose names no serializer changes.</summary>
    public static bool IsJsonTree(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "JToken" or "JsonNode" or "JsonElement" or "JsonDocument")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Determines whether the type, or one of its bases, is a list.</summary>
    public static bool IsList(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && !IsDictionary(named) && named.Name is not "String"
        && (named.Name is "JArray" or "JsonArray" or "ArrayList" || (GetElement(named) is not null && !IsContent(named)));

    private static bool IsContent(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "HttpContent")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCollection(INamedTypeSymbol type) => type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable);

    private static bool IsDictionaryItself(ITypeSymbol type) =>
        type.Name is "IDictionary" or "IReadOnlyDictionary" or "JObject" or "JsonObject" or "ExpandoObject" or "NameValueCollection" or "Hashtable";

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } property
            when property.DeclaredAccessibility == Accessibility.Public || property.GetAttributes().Any(IsIncluding) => property.Type,
        IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field when field.GetAttributes().Any(IsIncluding) => field.Type,
        _ => null,
    };

    private static bool IsIncluding(AttributeData attribute) =>
        attribute.AttributeClass?.Name is "JsonIncludeAttribute" or "JsonPropertyAttribute" or "DataMemberAttribute" or "JsonPropertyNameAttribute";

    private static bool HasInitializer(ISymbol member) => member.DeclaringSyntaxReferences.Any(static r =>
        r.GetSyntax() is PropertyDeclarationSyntax { Initializer: not null } or VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { ExpressionBody: not null });

    /// <summary>Determines whether an attribute chooses how a type or member is serialized.</summary>
    public static bool HasConverter(ISymbol symbol) =>
        symbol.GetAttributes().Any(static a => a.AttributeClass?.Name is { } name && name.StartsWith("JsonConverter", StringComparison.Ordinal));

    private static MemberName GetName(ISymbol member)
    {
        string? found = null;
        SourceSpan? place = null;
        bool isOmitted = false;
        bool isOmittedIfEmpty = false;
        bool isOpen = false;
        foreach (AttributeData attribute in member.GetAttributes())
        {
            isOmittedIfEmpty |= (attribute.AttributeClass?.Name == "JsonIgnoreAttribute" && NamedArgument(attribute, "Condition") is 2 or 3)
                || (attribute.AttributeClass?.Name == "JsonPropertyAttribute" && (NamedArgument(attribute, "NullValueHandling") is 1 || NamedArgument(attribute, "DefaultValueHandling") is 1 or 3))
                || (attribute.AttributeClass?.Name == "DataMemberAttribute" && NamedArgument(attribute, "EmitDefaultValue") is false);
            object? name = attribute.AttributeClass?.Name switch
            {
                "JsonPropertyNameAttribute" or "AliasAsAttribute" => attribute.ConstructorArguments.FirstOrDefault().Value,
                "JsonPropertyAttribute" => attribute.ConstructorArguments.FirstOrDefault().Value ?? NamedArgument(attribute, "PropertyName"),
                "DataMemberAttribute" => NamedArgument(attribute, "Name"),
                _ => null,
            };
            isOmitted |= attribute.AttributeClass?.Name is "JsonIgnoreAttribute" or "IgnoreDataMemberAttribute" or "JsonExtensionDataAttribute"
                && (attribute.NamedArguments.IsEmpty || NamedArgument(attribute, "Condition") is 1);
            isOpen |= attribute.AttributeClass?.Name == "JsonExtensionDataAttribute";
            if (name is string text)
            {
                found ??= text;
                if (attribute.ApplicationSyntaxReference is { } syntax)
                {
                    place ??= new SourceSpan(syntax.SyntaxTree, syntax.Span);
                }
            }
        }

        return new MemberName(found ?? member.Name, found is not null, place, isOmitted, isOmittedIfEmpty, isOpen);
    }

    private static object? NamedArgument(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value;

    private sealed record MemberName(string Name, bool IsAttribute, SourceSpan? Place, bool IsOmitted, bool IsOmittedIfEmpty, bool IsOpen);
}
