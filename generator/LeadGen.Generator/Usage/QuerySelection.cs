using LeadGen.Generator.Usage.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>Reads which fields a query requests, if the method that runs the query also builds it.</summary>
internal sealed class QuerySelection
{
    private const string Id = "ID";

    // Each local variable can build on another one.
    private const int MaxVariables = 10;

    private readonly PortalCatalog _catalog;
    private readonly RuntimeTypes _types;
    private readonly Portal _portal;
    private readonly IOperation _root;
    private readonly HashSet<string> _requested = new(StringComparer.Ordinal) { Id };
    private bool _hasSelection;

    private QuerySelection(PortalCatalog catalog, RuntimeTypes types, Portal portal, IOperation root)
    {
        _catalog = catalog;
        _types = types;
        _portal = portal;
        _root = root;
    }

    /// <summary>Gets the codes of all fields that the query may request; <see langword="null"/> if it requests all fields, or if they are not known.</summary>
    /// <param name="catalog">The portals of the compilation.</param>
    /// <param name="types">The runtime's types.</param>
    /// <param name="portal">The portal of the leads.</param>
    /// <param name="query">The query.</param>
    public static HashSet<string>? Read(PortalCatalog catalog, RuntimeTypes types, Portal portal, IOperation query)
    {
        var selection = new QuerySelection(catalog, types, portal, OperationTree.Root(query));
        return selection.ReadQuery(query, MaxVariables) && selection._hasSelection ? selection._requested : null;
    }

    private bool ReadQuery(IOperation query, int variables)
    {
        query = ShapeReader.Unwrap(query);
        while (query is IInvocationOperation { Instance: { } instance } call && _types.IsQuery(call.TargetMethod.ContainingType))
        {
            if (!ReadCall(call))
            {
                return false;
            }

            query = ShapeReader.Unwrap(instance);
        }

        return query switch
        {
            IObjectCreationOperation { Arguments.IsEmpty: true } creation => _types.IsQuery(creation.Type),
            ILocalReferenceOperation local => variables > 0 && FindInitializer(local.Local) is { } value && ReadQuery(value, variables - 1),
            _ => false,
        };
    }

    private bool ReadCall(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case "Select":
                return ReadElements(call, AddSelected);
            case "Where":
                return ReadElements(call, AddCondition);
            case "OrderBy" or "OrderByDescending":
                // The order does not request its field.
                return true;
            default:
                return false;
        }
    }

    private bool AddSelected(IOperation field)
    {
        _hasSelection = true;
        return AddField(field);
    }

    // The client requests the fields of some conditions too. Only the library's own methods show the field.
    private bool AddCondition(IOperation condition) =>
        ShapeReader.Unwrap(condition) is IInvocationOperation { Arguments: [{ Value: var field }, ..] } filter
        && filter.TargetMethod.ContainingType is { Name: "CrmFieldFilters" or "CrmCodeFilters", ContainingNamespace.Name: "LeadGen" }
        && AddField(field);

    private bool AddField(IOperation descriptor)
    {
        if (ShapeReader.Unwrap(descriptor) is not IPropertyReferenceOperation { Instance: null, Property: { ContainingType: { } owner } property }
            || owner.Name != _portal.ClassName + "Fields" || _catalog.Find(owner) != _portal || _portal.FindByName(property.Name) is not { } field)
        {
            return false;
        }

        _requested.Add(field.Code);
        return true;
    }

    private static bool ReadElements(IInvocationOperation call, Func<IOperation, bool> read) =>
        call.Arguments is [{ Value: var list }] && ShapeReader.Unwrap(list) is IArrayCreationOperation { Initializer.ElementValues: var elements } && elements.All(read);

    // The value of a variable that is never assigned again.
    private IOperation? FindInitializer(ILocalSymbol local) =>
        _root.Descendants().OfType<ILocalReferenceOperation>().Any(r => SymbolEqualityComparer.Default.Equals(r.Local, local) && IsWritten(r))
            ? null
            : _root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local))?.GetVariableInitializer()?.Value;

    private static bool IsWritten(ILocalReferenceOperation reference) => OperationTree.IsAssigned(reference) || reference.Parent
        is ISimpleAssignmentOperation { IsRef: true }
        or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }
        or IAddressOfOperation
        or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } };
}
