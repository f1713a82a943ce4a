namespace LeadGen.CodeFixes;

/// <summary>Converts a string to a list with one entry, because a multi-value field requires entries.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MultiFieldFix))]
public sealed class MultiFieldFix() : ReplacementFix(UsageRules.MultiFieldAsText)
{
    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        place is ExpressionSyntax value && AcceptsAnyValue(value, model, cancellationToken)
            && model.GetTypeInfo(value, cancellationToken) is { Type.SpecialType: SpecialType.System_String, Nullability.FlowState: var state }
            && diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? form) && GetEntry(value.WithoutTrivia(), form, state == NullableFlowState.MaybeNull) is { } entry
            ? new Replacement(value, Parse($"new[] {{ {entry} }}"), "Write a list of entries")
            : null;

    private static string? GetEntry(ExpressionSyntax value, string? form, bool isNullable) => form switch
    {
        FieldCodes.AsEntry => $"new {{ VALUE = {value}, VALUE_TYPE = \"WORK\" }}",
        FieldCodes.AsEntryWithKeys =>
            $"new global::System.Collections.Generic.Dictionary<string, string{(isNullable ? "?" : "")}> {{ [\"VALUE\"] = {value}, [\"VALUE_TYPE\"] = \"WORK\" }}",
        _ => null,
    };
}
