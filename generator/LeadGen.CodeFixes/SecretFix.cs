namespace LeadGen.CodeFixes;

/// <summary>Replaces a webhook or token in the source with the value of an environment variable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SecretFix))]
public sealed class SecretFix() : ReplacementFix(UsageRules.Secret)
{
    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (place is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression, Token.ValueText: var text } || MustBeConstant(place)
            || !diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? variable))
        {
            return null;
        }

        string code = $"global::System.Environment.GetEnvironmentVariable(\"{variable}\")";
        if ((model.GetNullableContext(place.SpanStart) & NullableContext.WarningsEnabled) != 0)
        {
            code += "!";
        }

        if (variable == Secrets.WebhookVariable)
        {
            if (!Secrets.IsWebhook(text))
            {
                // A format string, whose arguments complete the webhook.
                return null;
            }

            // The value of the variable may end with a slash.
            string rest = Secrets.AfterWebhook(text);
            code = rest switch
            {
                "/" => code,
                "" => $"{code}.TrimEnd('/')",
                _ => $"({code}.TrimEnd('/') + {SymbolDisplay.FormatLiteral(rest, quote: true)})",
            };
        }

        return new Replacement(place, Parse(code), $"Read it from the environment variable {variable}");
    }

    private static bool MustBeConstant(SyntaxNode literal) => literal.Ancestors().Any(static a => a
        is AttributeArgumentSyntax or ParameterSyntax or CaseSwitchLabelSyntax or ConstantPatternSyntax or GotoStatementSyntax
        || (a is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
        || (a is LocalDeclarationStatementSyntax { IsConst: true }));
}
