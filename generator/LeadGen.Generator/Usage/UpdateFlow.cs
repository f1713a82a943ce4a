using LeadGen.Generator.Usage.Checks;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using static LeadGen.Generator.Usage.OperationTree;

namespace LeadGen.Generator.Usage;

/// <summary>Finds updates and new leads that are never sent, or that are sent twice although the portal adds something each time.</summary>
/// <remarks>Only the body that builds the update is followed. An update that is passed on may be sent elsewhere, so it is not reported.</remarks>
internal static class UpdateFlow
{
    public static void CheckCreation(OperationAnalysisContext context, PortalCatalog catalog, RuntimeTypes types, IObjectCreationOperation creation)
    {
        bool isDraft = types.IsDraft(creation.Type);
        if (!isDraft && BuilderChain.GetEnd(creation, types).Parent is IArgumentOperation)
        {
            // Nearly every update is passed on in the expression that builds it.
            return;
        }

        var chain = BuilderChain.From(creation, types);
        if (chain.End.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation })
        {
            if (chain.End.Parent.Syntax.Parent is LambdaExpressionSyntax)
            {
                // The body of a lambda may run only for its exception, as in Assert.Throws.
                return;
            }

            ReportNeverSent(context, creation, isDraft);
        }
        else if (chain.End.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator })
        {
            CheckLocal(context, catalog, creation, declarator, chain, types);
        }
        else if (isDraft && IsSent(chain, types))
        {
            CheckRequired(context, catalog, creation, chain.Methods);
        }
    }

    // A bulk run starts when its results are enumerated.
    public static void CheckRun(OperationAnalysisContext context, IInvocationOperation call)
    {
        IOperation end = GetAsyncCallResult(call);
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

    private static void CheckLocal(
        OperationAnalysisContext context, PortalCatalog catalog, IObjectCreationOperation creation, IVariableDeclaratorOperation declarator,
        BuilderChain first, RuntimeTypes types)
    {
        bool isDraft = types.IsDraft(creation.Type);
        bool appends = isDraft || first.Appends;
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
            ReportNeverSent(context, creation, isDraft);
            return;
        }

        if (isDraft)
        {
            CheckRequired(context, catalog, creation, methods);
        }

        if (appends && FindRepeatedSend(sends, declarator) is { } second)
        {
            context.ReportDiagnostic(isDraft
                ? UsageRules.Create(UsageRules.SentTwice, second.Syntax.GetLocation(), "This new lead is sent", "creates another one")
                : UsageRules.Create(UsageRules.SentTwice, second.Syntax.GetLocation(), "This update adds entries to a multi-value field and is sent", "adds them"));
        }
    }

    private static bool IsSent(BuilderChain chain, RuntimeTypes types) =>
        chain.End.Parent is IArgumentOperation { Parent: IInvocationOperation send } && types.IsClient(send.TargetMethod.ContainingType);

    // A field counts as set even if only one branch sets it.
    private static void CheckRequired(OperationAnalysisContext context, PortalCatalog catalog, IObjectCreationOperation creation, IReadOnlyList<string> methods)
    {
        if (creation.Type is not INamedTypeSymbol type || catalog.Find(type) is not { } portal)
        {
            return;
        }

        string[] missing = [.. portal.Schema.Fields
            .Where(f => f.IsRequired && EntitySchema.Lead.CanAdd(f) && !methods.Any(m => Sets(m, portal, f)))
            .Select(static f => $"'{f.Code}' ({OneLine.Format(f.Label)})")];
        if (missing.Length > 0)
        {
            context.ReportDiagnostic(UsageRules.Create(UsageRules.MissingField, creation.Syntax.GetLocation(), string.Join(", ", missing)));
        }
    }

    private static bool Sets(string method, Portal portal, FieldSchema field) => EntitySchema.Lead.IsAddress(field.Code)
        ? method.StartsWith("SetAddress", StringComparison.Ordinal)
        : (method.StartsWith("Set", StringComparison.Ordinal) || method.StartsWith("Add", StringComparison.Ordinal))
            && portal.FindByName(method.Substring("Set".Length))?.Code == field.Code;

    private static void ReportNeverSent(OperationAnalysisContext context, IObjectCreationOperation creation, bool isDraft)
    {
        (string what, string method) = isDraft ? ("This new lead", "CreateAsync") : ("This update of a lead", "UpdateAsync");
        context.ReportDiagnostic(UsageRules.Create(UsageRules.NeverSent, creation.Syntax.GetLocation(), FieldCodes.Properties(method), $"{what} is built and", $"pass it to {method}"));
    }

    // Two branches send once each; a loop around the send, but not around the declaration, sends repeatedly.
    private static IOperation? FindRepeatedSend(List<IOperation> sends, IVariableDeclaratorOperation declarator)
    {
        IOperation? looped = sends.Find(s => Ancestors(s).OfType<ILoopOperation>().Any(loop => !Ancestors(declarator).Contains(loop) && RepeatsSend(loop, s)));
        if (looped is not null)
        {
            return looped;
        }

        for (int i = 1; i < sends.Count; i++)
        {
            if (CreateClient(sends[i]) is { } client
                && sends.Take(i).Any(earlier => SymbolEqualityComparer.Default.Equals(CreateClient(earlier), client) && RunsOnEveryPath(earlier, sends[i])))
            {
                return sends[i];
            }
        }

        return null;
    }

    // A retry leaves the loop after a success; a loop over clients sends to each of them once.
    private static bool RepeatsSend(ILoopOperation loop, IOperation send)
    {
        bool isCounted = loop switch
        {
            IForEachLoopOperation => true,
            IForLoopOperation { Condition: IBinaryOperation { LeftOperand: ILocalReferenceOperation, OperatorKind: not BinaryOperatorKind.ConditionalAnd and not BinaryOperatorKind.And } } => true,
            IWhileLoopOperation { Condition: { ConstantValue: { HasValue: true, Value: true } } or IBinaryOperation { LeftOperand: IIncrementOrDecrementOperation, OperatorKind: not BinaryOperatorKind.ConditionalAnd and not BinaryOperatorKind.And } } => true,
            _ => false,
        };
        return isCounted
            && CreateClient(send) is { } client && client.DeclaringSyntaxReferences.All(r => r.SyntaxTree != loop.Syntax.SyntaxTree || !loop.Syntax.Span.Contains(r.Span))
            && !Ancestors(send).TakeWhile(a => a != loop).Any(static a => a is IReturnOperation)
            && !loop.Body.Descendants().Any(o => o.Syntax.SpanStart > send.Syntax.Span.End
                && o is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo });
    }

    // The variable that holds the client; null if it is changed, or if an expression chooses the client.
    private static ISymbol? CreateClient(IOperation send)
    {
        if (send is not IInvocationOperation call || BodyIndex.GetReceiver(call) is not { } receiver)
        {
            return null;
        }

        ISymbol? client = receiver switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Arguments.IsEmpty: true } property => property.Property,
            _ => null,
        };
        return client is null || Root(send).Descendants().OfType<ISimpleAssignmentOperation>().Any(a => SymbolEqualityComparer.Default.Equals(BodyIndex.GetRoot(a.Target), client)) ? null : client;
    }

    /// <summary>Determines whether the later send runs after the earlier one on every path through the body.</summary>
    private static bool RunsOnEveryPath(IOperation earlier, IOperation later) =>
        Ancestors(earlier).FirstOrDefault(static a => a is IBlockOperation) is { } block && Ancestors(later).Contains(block)
        && !Ancestors(earlier).TakeWhile(a => a != block).Any(static a => a is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation);

    /// <summary>Represents a chain of builder calls on an update or a new lead.</summary>
    /// <param name="End">The last call, or the start of the chain if there are no calls.</param>
    /// <param name="Methods">The names of the methods.</param>
    /// <param name="Appends">Whether one of the calls adds an entry to a multi-value field.</param>
    private sealed record BuilderChain(IOperation End, IReadOnlyList<string> Methods, bool Appends)
    {
        public static BuilderChain From(IOperation start, RuntimeTypes types)
        {
            var methods = new List<string>();
            IOperation end = start;
            while (Next(end, types) is { } next)
            {
                if (next is IInvocationOperation call)
                {
                    methods.Add(call.TargetMethod.Name);
                }

                end = next;
            }

            return new BuilderChain(end, methods, methods.Exists(static m => m.StartsWith("Add", StringComparison.Ordinal)));
        }

        /// <summary>Gets the end of the chain, without its methods.</summary>
        public static IOperation GetEnd(IOperation start, RuntimeTypes types)
        {
            IOperation end = start;
            while (Next(end, types) is { } next)
            {
                end = next;
            }

            return end;
        }

        private static IOperation? Next(IOperation operation, RuntimeTypes types) => operation.Parent switch
        {
            IInvocationOperation call when call.Instance == operation && types.IsBuilder(call.Type) => call,
            IConversionOperation conversion => conversion,
            _ => null,
        };
    }
}
