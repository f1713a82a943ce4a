using System.Collections.Immutable;
using LeadGen.Generator.Usage.Judging;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage;

/// <summary>Follows an update or a new lead through the body that builds it: is it sent, and is it sent once where the portal adds something each time?</summary>
/// <remarks>One that leaves the body, by whatever way, is somebody else's to send: a warning must be sure.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UpdateFlowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(UsageRules.NeverSent, UsageRules.SentTwice, UsageRules.MissingField);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Of(start.Options, start.CancellationToken) is { } catalog && RuntimeTypes.Of(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(c => CheckCreation(c, catalog, types), OperationKind.ObjectCreation);
                start.RegisterOperationAction(c => CheckRun(c, types), OperationKind.Invocation);
            }
        });
    }

    private static void CheckCreation(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is not INamedTypeSymbol { Arity: 0 } || !types.IsBuilder(creation.Type))
        {
            return;
        }

        bool isNewLead = types.IsNewLead(creation.Type);
        var chain = BuilderChain.From(creation, types);
        if (chain.End.Parent is IExpressionStatementOperation statement)
        {
            if (statement.Syntax.Parent is LambdaExpressionSyntax)
            {
                // The body of a lambda: its caller may run it for an exception.
                return;
            }

            ReportNeverSent(context, creation, isNewLead);
        }
        else if (chain.End.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator })
        {
            CheckLocal(context, catalog, creation, declarator, chain, types);
        }
        else if (isNewLead && IsSent(chain, types))
        {
            CheckRequired(context, catalog, creation, chain.Methods);
        }
    }

    // A bulk run starts when its results are enumerated.
    private static void CheckRun(OperationAnalysisContext context, RuntimeTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "UpdateManyAsync" || !types.IsClient(call.TargetMethod.ContainingType))
        {
            return;
        }

        IOperation end = call;
        while (end.Parent is IConversionOperation or IConditionalAccessOperation
            or IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "WithCancellation" or "ConfigureAwait" } } })
        {
            end = end.Parent is IArgumentOperation argument ? argument.Parent! : end.Parent;
        }

        bool isDiscarded = end.Parent switch
        {
            IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => !Root(declarator).Descendants()
                .OfType<ILocalReferenceOperation>().Any(r => SymbolEqualityComparer.Default.Equals(r.Local, declarator.Symbol)),
            _ => false,
        };
        if (isDiscarded)
        {
            context.ReportDiagnostic(UsageRules.Create(
                UsageRules.NeverSent, call.Syntax.GetLocation(), "The updates of this run are", "enumerate its results with 'await foreach'"));
        }
    }

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    private static void CheckLocal(
        OperationAnalysisContext context, PortalCatalog catalog, IObjectCreationOperation creation, IVariableDeclaratorOperation declarator,
        BuilderChain first, RuntimeTypes types)
    {
        bool isNewLead = types.IsNewLead(creation.Type);
        bool appends = isNewLead || first.Appends;
        List<string> methods = [.. first.Methods];
        var sends = new List<IOperation>();
        foreach (ILocalReferenceOperation reference in Root(declarator).Descendants().OfType<ILocalReferenceOperation>()
            .Where(r => SymbolEqualityComparer.Default.Equals(r.Local, declarator.Symbol)))
        {
            var chain = BuilderChain.From(reference, types);
            appends |= chain.Appends;
            methods.AddRange(chain.Methods);
            if (chain.End.Parent is IExpressionStatementOperation && chain.Methods.Count > 0)
            {
                continue;
            }

            if (IsSent(chain, types))
            {
                sends.Add(chain.End.Parent!.Parent!);
                continue;
            }

            return;
        }

        if (sends.Count == 0)
        {
            ReportNeverSent(context, creation, isNewLead);
            return;
        }

        if (isNewLead)
        {
            CheckRequired(context, catalog, creation, methods);
        }

        if (appends && SecondSend(sends, declarator) is { } second)
        {
            context.ReportDiagnostic(isNewLead
                ? UsageRules.Create(UsageRules.SentTwice, second.Syntax.GetLocation(), "This new lead is sent", "creates another one")
                : UsageRules.Create(UsageRules.SentTwice, second.Syntax.GetLocation(), "This update adds entries to a multi-value field and is sent", "adds them"));
        }
    }

    private static bool IsSent(BuilderChain chain, RuntimeTypes types) =>
        chain.End.Parent is IArgumentOperation { Parent: IInvocationOperation send } && types.IsClient(send.TargetMethod.ContainingType);

    // Where a branch sets a field, the field counts as set.
    private static void CheckRequired(OperationAnalysisContext context, PortalCatalog catalog, IObjectCreationOperation creation, IReadOnlyList<string> methods)
    {
        if (creation.Type is not INamedTypeSymbol type || catalog.Find(type) is not { } portal)
        {
            return;
        }

        string[] missing = [.. portal.Schema.Fields
            .Where(f => f.IsRequired && LeadEntity.CanAdd(f) && !methods.Any(m => Sets(m, portal, f)))
            .Select(static f => $"'{f.Code}' ({OneLine.Of(f.Label)})")];
        if (missing.Length > 0)
        {
            context.ReportDiagnostic(UsageRules.Create(UsageRules.MissingField, creation.Syntax.GetLocation(), string.Join(", ", missing)));
        }
    }

    private static bool Sets(string method, Portal portal, FieldSchema field) => LeadEntity.IsAddress(field.Code)
        ? method.StartsWith("SetAddress", StringComparison.Ordinal)
        : (method.StartsWith("Set", StringComparison.Ordinal) || method.StartsWith("Add", StringComparison.Ordinal))
            && portal.FindByName(method.Substring("Set".Length))?.Code == field.Code;

    private static void ReportNeverSent(OperationAnalysisContext context, IObjectCreationOperation creation, bool isNewLead)
    {
        (string what, string method) = isNewLead ? ("This new lead", "CreateAsync") : ("This update of a lead", "UpdateAsync");
        context.ReportDiagnostic(UsageRules.Create(UsageRules.NeverSent, creation.Syntax.GetLocation(), FieldCodes.Properties(method), $"{what} is built and", $"pass it to {method}"));
    }

    // Two branches send once each; a loop around the send, but not around the declaration, sends repeatedly.
    private static IOperation? SecondSend(List<IOperation> sends, IVariableDeclaratorOperation declarator)
    {
        IOperation? looped = sends.Find(s => Ancestors(s).OfType<ILoopOperation>().Any(loop => !Ancestors(declarator).Contains(loop) && Repeats(loop, s)));
        if (looped is not null)
        {
            return looped;
        }

        for (int i = 1; i < sends.Count; i++)
        {
            if (ClientOf(sends[i]) is { } client
                && sends.Take(i).Any(earlier => SymbolEqualityComparer.Default.Equals(ClientOf(earlier), client) && IsCertain(earlier, sends[i])))
            {
                return sends[i];
            }
        }

        return null;
    }

    // A retry leaves the loop after a success; a loop over clients sends to each of them once.
    private static bool Repeats(ILoopOperation loop, IOperation send)
    {
        bool isCounted = loop switch
        {
            IForEachLoopOperation => true,
            IForLoopOperation { Condition: IBinaryOperation { LeftOperand: ILocalReferenceOperation, OperatorKind: not BinaryOperatorKind.ConditionalAnd and not BinaryOperatorKind.And } } => true,
            IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } => true,
            _ => false,
        };
        return isCounted
            && ClientOf(send) is { } client && client.DeclaringSyntaxReferences.All(r => r.SyntaxTree != loop.Syntax.SyntaxTree || !loop.Syntax.Span.Contains(r.Span))
            && !Ancestors(send).TakeWhile(a => a != loop).Any(static a => a is IReturnOperation)
            && !loop.Body.Descendants().Any(o => o.Syntax.SpanStart > send.Syntax.Span.End
                && o is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo });
    }

    // The variable that holds the client; null if it is changed, or if an expression chooses the client.
    private static ISymbol? ClientOf(IOperation send)
    {
        if (send is not IInvocationOperation call || BodyIndex.ReceiverOf(call) is not { } receiver)
        {
            return null;
        }

        IOperation root = send;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        ISymbol? client = receiver switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Arguments.IsEmpty: true } property => property.Property,
            _ => null,
        };
        return client is null || root.Descendants().OfType<ISimpleAssignmentOperation>().Any(a => SymbolEqualityComparer.Default.Equals(BodyIndex.RootOf(a.Target), client)) ? null : client;
    }

    /// <summary>Whether the later send runs after the earlier one has run, whichever way the body takes.</summary>
    private static bool IsCertain(IOperation earlier, IOperation later) =>
        Ancestors(earlier).FirstOrDefault(static a => a is IBlockOperation) is { } block && Ancestors(later).Contains(block)
        && !Ancestors(earlier).TakeWhile(a => a != block).Any(static a => a is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation);

    private static IEnumerable<IOperation> Ancestors(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    /// <summary>Calls of builder methods on an update or a new lead, one behind the other.</summary>
    /// <param name="End">The last of them, or what they are called on.</param>
    /// <param name="Methods">Their names.</param>
    /// <param name="Appends">Whether one of them adds an entry to a multi-value field.</param>
    private sealed record BuilderChain(IOperation End, IReadOnlyList<string> Methods, bool Appends)
    {
        public static BuilderChain From(IOperation start, RuntimeTypes types)
        {
            IOperation end = start;
            bool appends = false;
            var methods = new List<string>();
            while (true)
            {
                if (end.Parent is IInvocationOperation call && call.Instance == end && types.IsBuilder(call.TargetMethod.ReturnType))
                {
                    methods.Add(call.TargetMethod.Name);
                    appends |= call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal);
                    end = call;
                }
                else if (end.Parent is IConversionOperation conversion)
                {
                    end = conversion;
                }
                else
                {
                    return new BuilderChain(end, methods, appends);
                }
            }
        }
    }
}
