using System.Collections.Immutable;
using System.Globalization;
using LeadGen.Generator.Usage.Checks;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>Checks code that uses the generated types for errors that types can't prevent: constants outside limits, invalid IDs, unsent updates, fields that were not selected.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypedUsageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        UsageRules.UnknownField, UsageRules.UnsupportedSpelling, UsageRules.ValueNotAllowed, UsageRules.OutsideLimits, UsageRules.UnsupportedPattern,
        UsageRules.IdNotPositive, UsageRules.BatchReference, UsageRules.NeverSent, UsageRules.SentTwice, UsageRules.MissingField, UsageRules.UnselectedField);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Find(start.Options, start.CancellationToken) is { } catalog && RuntimeTypes.Find(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(c => CheckCall(c, catalog, types), OperationKind.Invocation);
                start.RegisterOperationAction(c => CheckCreation(c, catalog, types), OperationKind.ObjectCreation);
                start.RegisterSyntaxNodeAction(c => CheckIndexer(c, catalog, types), SyntaxKind.ElementAccessExpression, SyntaxKind.ElementBindingExpression);
            }
        });
    }

    private static void CheckCall(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types)
    {
        // Nearly all calls are skipped by name, before their types are looked up.
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        string name = method.Name;
        if (call.Arguments.IsEmpty || name.Length < 4 || name[0] is not ('S' or 'A' or 'R' or 'C' or 'F' or 'G' or 'U' or 'L') || method.ContainingType is not { Arity: 0, TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            return;
        }

        switch (name)
        {
            case "GetAsync" when types.IsClient(type):
                CheckId(context, call.Arguments[0].Value);
                break;
            case "UpdateManyAsync" when types.IsClient(type):
                UpdateFlow.CheckRun(context, call);
                break;
            case "ListAsync" when types.IsClient(type):
                UnselectedReads.Check(context, catalog, types, call);
                break;
            case "Find" when types.IsFieldSet(type) && call.Instance is IMemberReferenceOperation { Member.ContainingType: var owner } && catalog.Find(owner) is not null:
                if (FindUnknown(catalog, call.Arguments[0].Value) is { } found)
                {
                    context.ReportDiagnostic(found);
                }

                break;
            case "FromCode" when method.IsStatic:
                CheckStatus(context, catalog, type, call.Arguments[0].Value);
                break;
            default:
                if (types.IsBuilder(type))
                {
                    CheckSetter(context, catalog, call);
                }

                break;
        }
    }

    private static void CheckCreation(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is not INamedTypeSymbol { Arity: 0 } type)
        {
            return;
        }

        bool isBuilder = types.IsBuilder(type);
        if (isBuilder)
        {
            UpdateFlow.CheckCreation(context, catalog, types, creation);
        }

        if (creation.Arguments.IsEmpty)
        {
            return;
        }

        if (isBuilder && types.IsUpdate(type))
        {
            CheckId(context, creation.Arguments[0].Value);
        }
        else if (type.IsValueType)
        {
            CheckStatus(context, catalog, type, creation.Arguments[0].Value);
        }
    }

    // Analyzes syntax, because property references are frequent, and few of them are indexers with a string.
    private static void CheckIndexer(SyntaxNodeAnalysisContext context, PortalCatalog catalog, RuntimeTypes types)
    {
        BracketedArgumentListSyntax list = context.Node is ElementAccessExpressionSyntax access ? access.ArgumentList : ((ElementBindingExpressionSyntax)context.Node).ArgumentList;
        if (list.Arguments.Count == 1
            && !(list.Arguments[0].Expression is LiteralExpressionSyntax literal && (!literal.IsKind(SyntaxKind.StringLiteralExpression) || catalog.HasField(literal.Token.ValueText)))
            && context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is IPropertyReferenceOperation { Arguments: [{ Value: var code }] } reference
            && types.IsRecord(reference.Property.ContainingType)
            && reference.Instance?.Type is INamedTypeSymbol record && catalog.Find(record) is not null
            && !(ConstantText(code) is { } name && ItemCallNames.IsItemOnly(catalog, name))
            && FindUnknown(catalog, code) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }

    private static void CheckSetter(OperationAnalysisContext context, PortalCatalog catalog, IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (ConstantText(argument.Value) is { } text && BatchReferences.Find(text) is { } reference)
            {
                context.ReportDiagnostic(UsageRules.Create(UsageRules.BatchReference, argument.Value.Syntax.GetLocation(), reference));
            }
        }

        const string Set = "Set";
        IMethodSymbol method = call.TargetMethod;
        FieldSchema? field = method.Name.StartsWith(Set, StringComparison.Ordinal)
            ? catalog.Find(method.ContainingType)?.FindByName(method.Name.Substring(Set.Length))
            : null;
        if (field is null || !(field.Type.IsEnumeration || EntitySchema.GetLimits(field) is not null))
        {
            return;
        }

        IOperation value = call.Arguments[0].Value;
        if (PhpValues.From(value)?.Text is not { } constant)
        {
            return;
        }

        Diagnostic? found = field.Type.IsEnumeration
            ? (field.Items.Any(i => i.Id.ToString(CultureInfo.InvariantCulture) == constant) ? null : FieldValues.CreateUnknownItem(field, constant, value.Syntax.GetLocation(), isTyped: true))
            : FieldValues.CheckLimits(field, PhpValue.Scalar(constant), value.Syntax.GetLocation());
        if (found is not null)
        {
            context.ReportDiagnostic(found);
        }
    }

    // Reading a constant of a value type would box it.
    private static string? ConstantText(IOperation value) =>
        value.Type is { SpecialType: SpecialType.System_String } && value.ConstantValue is { HasValue: true, Value: string text } ? text : null;

    private static void CheckStatus(OperationAnalysisContext context, PortalCatalog catalog, INamedTypeSymbol type, IOperation argument)
    {
        if (ConstantText(argument) is not { Length: > 0 } code || catalog.Find(type) is not { } portal)
        {
            return;
        }

        FieldSchema? field = portal.Schema.Fields
            .Where(f => f is { Type.IsStatusList: true, StatusType: not null } && portal.Names.GetDictionaryName(f.StatusType) == type.Name)
            .OrderByDescending(static f => EntitySchema.Lead.IgnoresUnknownCodes(f.Code))
            .FirstOrDefault();
        if (portal.Schema.FindDictionary(field?.StatusType) is { } dictionary && dictionary.Values.All(v => v.Code != code))
        {
            context.ReportDiagnostic(FieldValues.CreateUnknownCode(dictionary, field!, type.Name, code, argument.Syntax.GetLocation(), isTyped: true));
        }
    }

    private static void CheckId(OperationAnalysisContext context, IOperation value)
    {
        if (ShapeReader.Unwrap(value).ConstantValue is { HasValue: true, Value: IConvertible id } && id is int or long && id.ToInt64(CultureInfo.InvariantCulture) <= 0)
        {
            context.ReportDiagnostic(UsageRules.Create(UsageRules.IdNotPositive, value.Syntax.GetLocation(), id));
        }
    }

    private static Diagnostic? FindUnknown(PortalCatalog catalog, IOperation value) =>
        ConstantText(value) is { } code ? FieldCodes.Check(catalog, code, value.Syntax.GetLocation()) : null;
}
