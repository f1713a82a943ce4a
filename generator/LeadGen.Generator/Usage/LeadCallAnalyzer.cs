using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeadGen.Generator.Usage.Checks;
using LeadGen.Generator.Usage.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Usage;

/// <summary>Finds calls of <c>crm.lead.*</c> by any client, and reports arguments that a portal would drop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeadCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        UsageRules.UnknownField, UsageRules.UnsupportedSpelling, UsageRules.NotWritable, UsageRules.ValueNotAllowed, UsageRules.OutsideLimits,
        UsageRules.UnsupportedPattern, UsageRules.IdNotPositive, UsageRules.IncompleteAddress, UsageRules.MultiFieldAsText,
        UsageRules.BatchReference, UsageRules.Secret, UsageRules.IgnoredArgument, UsageRules.LostValue, UsageRules.Renamed,
        UsageRules.MalformedEntry, UsageRules.UnsupportedFilterOrOrder);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Find(start.Options, start.CancellationToken) is { } catalog)
            {
                var sources = new LeadCallCandidates(start.Compilation, start.CancellationToken);
                if (!sources.IsEmpty)
                {
                    start.RegisterOperationBlockAction(new CompilationAnalysis(catalog, sources, start.Compilation, start.CancellationToken).Check);
                }
            }
        });
    }

    /// <summary>Holds the state that all bodies of one compilation share.</summary>
    private sealed class CompilationAnalysis(PortalCatalog catalog, LeadCallCandidates sources, Compilation compilation, CancellationToken cancellationToken)
    {
        private readonly SourceBodies _bodies = new(compilation);

        // The members of classes that any body sends to a method of another entity. Only needed if a member of a class is to be reported.
        private readonly Lazy<HashSet<SourceSpan>> _otherMembers = new(() => FindOtherMembers(sources, compilation, cancellationToken), LazyThreadSafetyMode.PublicationOnly);

        // A class or a constant that several bodies send is reported once.
        private readonly ConcurrentDictionary<(string Id, SourceSpan Place), bool> _reported = new();

        public void Check(OperationBlockAnalysisContext context)
        {
            foreach (IOperation block in context.OperationBlocks)
            {
                if (sources.CanCall(block.Syntax, context.CancellationToken))
                {
                    Check(context, block);
                }
            }
        }

        private void Check(OperationBlockAnalysisContext context, IOperation block)
        {
            var reader = new ShapeReader(_bodies, sources, context.CancellationToken);
            var body = new Body(block, new BodyIndex(block), Body.NoArguments, 0) { Self = context.OwningSymbol is { IsStatic: false } ? context.OwningSymbol.ContainingType : null };
            IReadOnlyList<FoundCall> calls = new CallFinder(reader).Find(body);
            if (calls.Count == 0)
            {
                return;
            }

            // A map that is also passed to a method of another entity may be correct for that entity.
            var foreign = new HashSet<SourceSpan>();
            foreach (FoundCall call in calls)
            {
                if (!ArgumentRules.IsAboutLeads(call))
                {
                    AddPlaces(call.Arguments, foreign);
                }
            }

            var lost = new List<(int Call, Diagnostic Found, SourceSpan Place)>();
            int current = 0;
            var rules = new ArgumentRules(
                catalog,
                OtherCodes.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(block.Syntax.SyntaxTree)),
                (found, place) => lost.Add((current, found, place)));
            for (; current < calls.Count; current++)
            {
                rules.Check(calls[current]);
            }

            foreach (IGrouping<(string Id, SourceSpan Place), (int Call, Diagnostic Found, SourceSpan Place)> found in lost.GroupBy(static l => (l.Found.Id, l.Place)))
            {
                SourceSpan place = found.Key.Place;
                bool isHere = place.Tree == block.Syntax.SyntaxTree && block.Syntax.Span.Contains(place.Span);
                if (!foreign.Contains(place)
                    && (isHere || !IsMember(place) || !_otherMembers.Value.Contains(place))
                    && IsLostInEachCall(place, isHere ? block.Syntax : GetMember(place), found.Select(static l => l.Call).Distinct().Count())
                    && _reported.TryAdd(found.Key, true))
                {
                    context.ReportDiagnostic(found.First().Found);
                }
            }

            // An entry of a branch can be meant for one call, and be lost or ignored in another one.
            bool IsLostInEachCall(SourceSpan place, SyntaxNode? member, int losing)
            {
                int receivers = member is null ? 0 : BranchEntries.CountReceivers(place, member);
                return receivers == 0 || losing >= Math.Max(receivers, calls.Count(c => Contains(c.Arguments, place)));
            }
        }

        private static SyntaxNode? GetMember(SourceSpan place) => place.Tree.GetRoot().FindNode(place.Span).FirstAncestorOrSelf<SyntaxNode>(static n => n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax);

        private static bool Contains(Shape arguments, SourceSpan place)
        {
            var places = new HashSet<SourceSpan>();
            AddPlaces(arguments, places);
            return places.Contains(place);
        }

        private static bool IsMember(SourceSpan place) =>
            place.Tree.GetRoot().FindNode(place.Span).FirstAncestorOrSelf<SyntaxNode>(static n => n is MemberDeclarationSyntax or ParameterSyntax) is PropertyDeclarationSyntax or FieldDeclarationSyntax or ParameterSyntax;

        private static HashSet<SourceSpan> FindOtherMembers(LeadCallCandidates sources, Compilation compilation, CancellationToken cancellationToken)
        {
            var bodies = new SourceBodies(compilation);
            var places = new HashSet<SourceSpan>();
            foreach (SyntaxNode declaration in sources.FindOthers(compilation, cancellationToken))
            {
                if (bodies.Find(declaration, cancellationToken) is not { } found)
                {
                    continue;
                }

                var body = new Body(found.Root, found.Index, Body.NoArguments, 0);
                foreach (FoundCall call in new CallFinder(new ShapeReader(bodies, sources, cancellationToken)).Find(body))
                {
                    if (!ArgumentRules.IsAboutLeads(call))
                    {
                        AddPlaces(call.Arguments, places);
                    }
                }
            }

            return places;
        }

        private static void AddPlaces(Shape shape, HashSet<SourceSpan> places)
        {
            switch (shape)
            {
                case MapShape map:
                    foreach (MapEntry entry in map.Entries)
                    {
                        places.Add(entry.KeySpan);
                        places.Add(entry.ValueSpan);
                        AddPlaces(entry.Value, places);
                    }

                    break;
                case ListShape list:
                    places.UnionWith(list.Places);
                    foreach (Shape item in list.Items)
                    {
                        AddPlaces(item, places);
                    }

                    break;
                case ChoiceShape choice:
                    foreach (Shape option in choice.Options)
                    {
                        AddPlaces(option, places);
                    }

                    break;
                case SerializedShape serialized:
                    AddPlaces(serialized.Content, places);
                    break;
                case DeclaredShape declared:
                    AddPlaces(declared.Declared, places);
                    AddPlaces(declared.Value, places);
                    break;
                case TypedShape typed when TypeShapes.GetMembers(typed.Type) is { } members:
                    foreach (MapEntry member in members.Entries)
                    {
                        places.Add(member.KeySpan);
                        places.Add(member.ValueSpan);
                    }

                    break;
            }
        }
    }
}
