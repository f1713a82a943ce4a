using System.Collections.Immutable;
using System.Globalization;
using LeadGen.Generator.Usage.Judging;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>Looks at what types can't say: constants beyond a field's limits, ids, codes as text.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypedUsageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        UsageRules.UnknownField, UsageRules.Alias, UsageRules.NotPermitted, UsageRules.BeyondLimit, UsageRules.UnreadablePattern,
        UsageRules.IdNotPositive, UsageRules.BatchReference);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Of(start.Options, start.CancellationToken) is { } catalog && RuntimeTypes.Of(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(c => CheckCall(c, catalog, types), OperationKind.Invocation);
                start.RegisterOperationAction(c => CheckCreation(c, catalog, types), OperationKind.ObjectCreation);
                start.RegisterOperationAction(c => CheckIndexer(c, catalog, types), OperationKind.PropertyReference);
            }
        });
    }

    private static void CheckCall(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types)
    {
        // The arguments of a call are bound when they are asked for, and nearly every call is another one: its name tells.
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (method.Name.Length < 4 || method.Name[0] is not ('S' or 'A' or 'R' or 'C' or 'F' or 'G') || method.ContainingType is not { Arity: 0, TypeKind: TypeKind.Class or TypeKind.Struct } || method.Parameters.IsEmpty)
        {
            return;
        }

        if (types.IsBuilder(method.ContainingType))
        {
            CheckSetter(context, catalog, call);
        }
        else if (method.Name == "GetAsync" && types.IsClient(method.ContainingType))
        {
            CheckId(context, call.Arguments[0].Value);
        }
        else if (method.Name == "Find" && types.IsFieldSet(method.ContainingType))
        {
            CheckCode(context, catalog, call.Arguments[0].Value);
        }
        else if (method is { Name: "FromCode", IsStatic: true })
        {
            CheckStatus(context, catalog, method.ContainingType, call.Arguments[0].Value);
        }
    }

    private static void CheckCreation(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is not INamedTypeSymbol { Arity: 0 } type || creation.Constructor is null or { Parameters.IsEmpty: true })
        {
            return;
        }

        if (types.IsUpdate(type))
        {
            CheckId(context, creation.Arguments[0].Value);
        }
        else if (type.IsValueType)
        {
            CheckStatus(context, catalog, type, creation.Arguments[0].Value);
        }
    }

    private static void CheckIndexer(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (reference.Property.IsIndexer && types.IsRecord(reference.Property.ContainingType))
        {
            CheckCode(context, catalog, reference.Arguments[0].Value);
        }
    }

    private static void CheckSetter(OperationAnalysisContext context, PortalCatalog catalog, IInvocationOperation call)
    {
        const string Set = "Set";
        IMethodSymbol method = call.TargetMethod;
        FieldSchema? field = method.Name.StartsWith(Set, StringComparison.Ordinal)
            ? catalog.Find(method.ContainingType)?.FindByName(method.Name.Substring(Set.Length))
            : null;
        bool isLimited = field is not null && (field.Type == "enumeration" || FieldLimits.Has(field));
        if (!isLimited && !CanHaveReference(call))
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Value.ConstantValue is { HasValue: true, Value: string text } && BatchReferences.Find(text) is { } reference)
            {
                context.ReportDiagnostic(UsageRules.Create(UsageRules.BatchReference, argument.Value.Syntax.GetLocation(), reference));
            }
        }

        IOperation value = call.Arguments[0].Value;
        if (!isLimited || PhpValues.Of(value)?.Text is not { } constant)
        {
            return;
        }

        Diagnostic? found = field!.Type == "enumeration"
            ? (field.Items.Any(i => i.Id.ToString(CultureInfo.InvariantCulture) == constant) ? null : FieldValues.NoItem(field, constant, value.Syntax.GetLocation()))
            : FieldValues.CheckLimits(field, constant, value.Syntax.GetLocation());
        if (found is not null)
        {
            context.ReportDiagnostic(found);
        }
    }

    // Most arguments are literals or no texts, and the operations of arguments cost more than all checks.
    private static bool CanHaveReference(IInvocationOperation call) =>
        call.TargetMethod.Parameters.Any(static p => p.Type.SpecialType is SpecialType.System_String or SpecialType.System_Object || p.Type.TypeKind is TypeKind.Interface or TypeKind.Array)
        && (call.Syntax is not InvocationExpressionSyntax syntax || syntax.ArgumentList.Arguments.Any(static a =>
            a.Expression is not LiteralExpressionSyntax literal || BatchReferences.Find(literal.Token.ValueText) is not null));

    private static void CheckStatus(OperationAnalysisContext context, PortalCatalog catalog, INamedTypeSymbol type, IOperation argument)
    {
        if (argument.ConstantValue is not { HasValue: true, Value: string { Length: > 0 } code } || catalog.Find(type) is not { } portal)
        {
            return;
        }

        StatusDictionary? dictionary = portal.Schema.Fields
            .Where(f => f is { Type: "crm_status", StatusType: not null } && portal.Names.OfDictionary(f.StatusType) == type.Name)
            .Select(f => portal.Schema.FindDictionary(f.StatusType))
            .FirstOrDefault();
        if (dictionary is not null && dictionary.Values.All(v => v.Code != code))
        {
            context.ReportDiagnostic(FieldValues.NoCode(dictionary, type.Name, code, argument.Syntax.GetLocation()));
        }
    }

    private static void CheckId(OperationAnalysisContext context, IOperation value)
    {
        if (ShapeReader.Unwrap(value).ConstantValue is { HasValue: true, Value: IConvertible id } && id is int or long && id.ToInt64(CultureInfo.InvariantCulture) <= 0)
        {
            context.ReportDiagnostic(UsageRules.Create(UsageRules.IdNotPositive, value.Syntax.GetLocation(), id));
        }
    }

    private static void CheckCode(OperationAnalysisContext context, PortalCatalog catalog, IOperation value)
    {
        if (value.ConstantValue is { HasValue: true, Value: string code }
            && FieldCodes.Check(catalog, code, value.Syntax.GetLocation()) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }
}
