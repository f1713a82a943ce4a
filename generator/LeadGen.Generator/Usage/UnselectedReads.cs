using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>Finds reads of fields that the query of the same method does not select, so that they throw.</summary>
/// <remarks>
/// A read is reported only if nothing else can make the field known: the lead was not passed on before the read, and the method neither assigns
/// the field nor checks for it. Lambdas and local functions are not analyzed, because a test may run them for the exception.
/// </remarks>
internal static class UnselectedReads
{
    public static void Check(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types, IInvocationOperation call)
    {
        if (call.TargetMethod.TypeArguments is not [INamedTypeSymbol record] || catalog.Find(record) is not { } portal || record.Name != portal.ClassName
            || OperationTree.Ancestors(call).Any(static a => a is IAnonymousFunctionOperation or ILocalFunctionOperation)
            || context.ContainingSymbol.GetAttributes().Any(static a => a.AttributeClass?.Name == "ExpectedExceptionAttribute")
            || QuerySelection.Read(catalog, types, portal, call.Arguments.First(static a => a.Parameter?.Ordinal == 0).Value) is not { } requested
            || FindLead(call) is not var (lead, scope) || !SymbolEqualityComparer.Default.Equals(lead.Type, record))
        {
            return;
        }

        foreach ((IPropertyReferenceOperation read, FieldSchema field) in FindReads(lead, scope, portal))
        {
            if (!IsRequested(field.Code, requested) && !IsCaught(read, types))
            {
                context.ReportDiagnostic(UsageRules.Create(
                    UsageRules.UnselectedField, GetLocation(read), field.Code, $"{portal.ClassName}Fields.{portal.Names.GetFieldName(field.Code)}"));
            }
        }
    }

    // A portal may return all parts of an address together.
    private static bool IsRequested(string code, HashSet<string> requested) =>
        requested.Contains(code) || (EntitySchema.Lead.IsAddress(code) && requested.Any(EntitySchema.Lead.IsAddress));

    // The variable that holds a lead of the list, and the code in which it is used.
    private static (ILocalSymbol Lead, IOperation Scope)? FindLead(IInvocationOperation call)
    {
        IOperation end = OperationTree.GetAsyncCallResult(call);
        if (end.Parent is IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation loopVariable } loop && loop.Collection == end)
        {
            return (loopVariable.Symbol, loop.Body);
        }

        if (end.Parent is not IArgumentOperation { Parent: IInvocationOperation first } || !ReturnsElement(first))
        {
            return null;
        }

        end = OperationTree.GetAsyncCallResult(first);
        return end.Parent is IAwaitOperation { Parent: IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } }
            ? (declarator.Symbol, OperationTree.Root(declarator))
            : null;
    }

    // The methods that return an element of the list as it is, or null.
    private static bool ReturnsElement(IInvocationOperation call) =>
        call.TargetMethod is { Name: "FirstAsync" or "FirstOrDefaultAsync" or "SingleAsync" or "SingleOrDefaultAsync" or "LastAsync" or "LastOrDefaultAsync" } method
        && method.ContainingType is { Name: "AsyncEnumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } }
        && method.Parameters.Skip(1).All(static p => p.Type.Name == nameof(CancellationToken));

    // The reads that throw unless the query requests the field.
    private static IEnumerable<(IPropertyReferenceOperation Read, FieldSchema Field)> FindReads(ILocalSymbol lead, IOperation scope, Portal portal)
    {
        var reads = new List<(IPropertyReferenceOperation Read, FieldSchema Field)>();
        var escapes = new List<IOperation>();
        var assigned = new HashSet<string>(StringComparer.Ordinal);
        foreach (ILocalReferenceOperation reference in scope.Descendants().OfType<ILocalReferenceOperation>().Where(r => SymbolEqualityComparer.Default.Equals(r.Local, lead)))
        {
            IOperation use = GetUse(reference);
            if (OperationTree.Ancestors(use).TakeWhile(a => a != scope).Any(static a => a is IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                return [];
            }

            switch (use)
            {
                case IPropertyReferenceOperation property when portal.FindByName(property.Property.Name) is { } field:
                    if (OperationTree.IsAssigned(property))
                    {
                        assigned.Add(field.Code);
                    }
                    else if (!OperationTree.Ancestors(property).Any(static a => a is INameOfOperation))
                    {
                        reads.Add((property, field));
                    }

                    break;
                case IPropertyReferenceOperation { Property: { IsIndexer: true } or { Name: "ReplyTime" } } or IInvocationOperation { TargetMethod.Name: "Copy" or "GetAddress" } or INameOfOperation:
                    break;
                case IPropertyReferenceOperation or IInvocationOperation:
                    // Contains and Codes are checks, SetAddress assigns fields, and the members of a user can do both.
                    return [];
                case IBinaryOperation or IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
                    // A comparison, such as with null.
                    break;
                default:
                    escapes.Add(use);
                    break;
            }
        }

        return reads.Where(r => !assigned.Contains(r.Field.Code) && !escapes.Exists(escape => CanPrecede(escape, r.Read, scope)));
    }

    // The member that is used, the operation that takes the lead, or the reference itself.
    private static IOperation GetUse(ILocalReferenceOperation reference)
    {
        switch (reference.Parent)
        {
            case IPropertyReferenceOperation property when property.Instance == reference:
                return property;
            case IInvocationOperation call when call.Instance == reference:
                return call;
            case IConditionalAccessOperation access when access.Operation == reference:
                IOperation? instance = access.WhenNotNull.DescendantsAndSelf().FirstOrDefault(static o => o is IConditionalAccessInstanceOperation);
                return instance?.Parent is IPropertyReferenceOperation or IInvocationOperation ? instance.Parent : reference;
            case IBinaryOperation { OperatorMethod: null } or IIsPatternOperation or INameOfOperation:
                return reference.Parent;
            case IConversionOperation { Parent: IBinaryOperation { OperatorMethod: null } comparison }:
                return comparison;
            default:
                return reference;
        }
    }

    // The receiver of the lead can assign its fields. In a loop, it can also do so if it follows the read.
    private static bool CanPrecede(IOperation escape, IOperation read, IOperation scope) =>
        escape.Syntax.SpanStart < read.Syntax.Span.End
        || OperationTree.Ancestors(escape).TakeWhile(a => a != scope).Any(a => a is ILoopOperation && OperationTree.Ancestors(read).Contains(a))
        || scope.Descendants().Any(static o => o is ILabeledOperation);

    // A handler of the exception, or of one of its base types, may expect it.
    private static bool IsCaught(IOperation read, RuntimeTypes types) => OperationTree.Ancestors(read).OfType<ITryOperation>().Any(block =>
        block.Body.Syntax.Span.Contains(read.Syntax.Span) && block.Catches.Any(handler => IsBase(handler.ExceptionType, types.NotReadException)));

    private static bool IsBase(ITypeSymbol type, INamedTypeSymbol? exception)
    {
        for (INamedTypeSymbol? current = exception; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, type))
            {
                return true;
            }
        }

        return false;
    }

    private static Location GetLocation(IPropertyReferenceOperation read) => read.Syntax switch
    {
        MemberAccessExpressionSyntax access => access.Name.GetLocation(),
        MemberBindingExpressionSyntax binding => binding.Name.GetLocation(),
        var other => other.GetLocation(),
    };
}
