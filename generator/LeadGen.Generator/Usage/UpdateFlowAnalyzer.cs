using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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
        ImmutableArray.Create(UsageRules.NeverSent, UsageRules.SentTwice);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Of(start.Options, start.CancellationToken) is not null && RuntimeTypes.Of(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(c => CheckCreation(c, types), OperationKind.ObjectCreation);
            }
        });
    }

    private static void CheckCreation(OperationAnalysisContext context, RuntimeTypes types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!types.IsBuilder(creation.Type))
        {
            return;
        }

        bool isNewLead = types.IsNewLead(creation.Type);
        var chain = BuilderChain.From(creation, types);
        if (chain.End.Parent is IExpressionStatementOperation)
        {
            ReportNeverSent(context, creation, isNewLead);
        }
        else if (chain.End.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator })
        {
            CheckLocal(context, creation, declarator, isNewLead, isNewLead || chain.Appends, types);
        }
    }

    private static void CheckLocal(
        OperationAnalysisContext context, IObjectCreationOperation creation, IVariableDeclaratorOperation declarator, bool isNewLead, bool appends,
        RuntimeTypes types)
    {
        IOperation body = declarator;
        while (body.Parent is { } parent)
        {
            body = parent;
        }

        var sends = new List<IOperation>();
        foreach (ILocalReferenceOperation reference in body.Descendants().OfType<ILocalReferenceOperation>()
            .Where(r => SymbolEqualityComparer.Default.Equals(r.Local, declarator.Symbol)))
        {
            var chain = BuilderChain.From(reference, types);
            appends |= chain.Appends;
            if (chain.End.Parent is IExpressionStatementOperation && chain.HasCalls)
            {
                continue;
            }

            if (chain.End.Parent is IArgumentOperation { Parent: IInvocationOperation send } && types.IsClient(send.TargetMethod.ContainingType))
            {
                sends.Add(send);
                continue;
            }

            return;
        }

        if (sends.Count == 0)
        {
            ReportNeverSent(context, creation, isNewLead);
        }
        else if (appends && SecondSend(sends, declarator) is { } second)
        {
            context.ReportDiagnostic(isNewLead
                ? UsageRules.Create(UsageRules.SentTwice, second.Syntax.GetLocation(), "This new lead is sent", "creates another one")
                : UsageRules.Create(UsageRules.SentTwice, second.Syntax.GetLocation(), "This update adds entries to a multi-field and is sent", "adds them"));
        }
    }

    private static void ReportNeverSent(OperationAnalysisContext context, IObjectCreationOperation creation, bool isNewLead)
    {
        (string what, string method) = isNewLead ? ("This new lead", "CreateAsync") : ("This update of a lead", "UpdateAsync");
        context.ReportDiagnostic(UsageRules.Create(UsageRules.NeverSent, creation.Syntax.GetLocation(), FieldCodes.Properties(method), what, method));
    }

    // Two branches send once each; a loop around a send that the declaration stands outside of sends again and again.
    private static IOperation? SecondSend(List<IOperation> sends, IVariableDeclaratorOperation declarator)
    {
        IOperation? looped = sends.Find(s => Ancestors(s).OfType<ILoopOperation>().Any(loop => !Ancestors(declarator).Contains(loop)));
        if (looped is not null)
        {
            return looped;
        }

        for (int i = 1; i < sends.Count; i++)
        {
            if (sends.Take(i).Any(earlier => IsCertain(earlier, sends[i])))
            {
                return sends[i];
            }
        }

        return null;
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
    /// <param name="HasCalls">Whether there is a call at all.</param>
    /// <param name="Appends">Whether one of them adds an entry to a multi-field.</param>
    private sealed record BuilderChain(IOperation End, bool HasCalls, bool Appends)
    {
        public static BuilderChain From(IOperation start, RuntimeTypes types)
        {
            IOperation end = start;
            bool appends = false;
            while (true)
            {
                if (end.Parent is IInvocationOperation call && call.Instance == end && types.IsBuilder(call.TargetMethod.ReturnType))
                {
                    appends |= call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal);
                    end = call;
                }
                else if (end.Parent is IConversionOperation conversion)
                {
                    end = conversion;
                }
                else
                {
                    return new BuilderChain(end, end != start, appends);
                }
            }
        }
    }
}
