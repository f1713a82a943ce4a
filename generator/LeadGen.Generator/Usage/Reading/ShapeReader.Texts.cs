using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <content>Strings: interpolations, concatenations, formats, and calls that do not change a string.</content>
internal sealed partial class ShapeReader
{
    private const int MaxChoices = 2;
    private const int MaxIterations = 60;

    private Shape ReadInterpolation(IInterpolatedStringOperation interpolation, Body body)
    {
        var parts = new List<TextPart>();
        foreach (IInterpolatedStringContentOperation part in interpolation.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation { Text: var text }:
                    AddText(parts, text);
                    break;
                case IInterpolationOperation { FormatString: null } value:
                    AddParts(parts, value.Expression, body);
                    break;
                case IInterpolationOperation value:
                    parts.Add(new TextPart(null, value.Syntax, new TypedShape(value.Expression.Type)));
                    break;
                case IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments: [var appended, ..] } }:
                    if (part.Kind == OperationKind.InterpolatedStringAppendLiteral)
                    {
                        AddText(parts, appended.Value);
                    }
                    else
                    {
                        AddParts(parts, appended.Value, body);
                    }

                    break;
            }
        }

        return Join(parts, interpolation.Syntax);

        static void AddText(List<TextPart> parts, IOperation text) =>
            parts.Add(new TextPart(Unwrap(text).ConstantValue.Value as string ?? "", text.Syntax, null));
    }

    private Shape ReadConcatenation(IBinaryOperation sum, Body body)
    {
        var parts = new List<TextPart>();
        Add(sum);
        return Join(parts, sum.Syntax);

        void Add(IOperation operand)
        {
            if (Unwrap(operand) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } inner)
            {
                Add(inner.LeftOperand);
                Add(inner.RightOperand);
            }
            else
            {
                AddParts(parts, operand, body);
            }
        }
    }

    private TextShape Append(Shape shape, List<IOperation> appends, Body body)
    {
        var parts = new List<TextPart>();
        if (shape is TextShape text)
        {
            parts.AddRange(text.Parts);
        }
        else
        {
            parts.Add(new TextPart(null, appends[0].Syntax, shape));
        }

        for (int i = 0; i < appends.Count;)
        {
            // The appended texts of a loop are repeated for each element.
            IForEachLoopOperation? loop = LoopAround(appends[i]);
            int end = i + 1;
            while (loop is not null && end < appends.Count && LoopAround(appends[end]) == loop)
            {
                end++;
            }

            foreach (Body step in loop is null ? [body] : Iterations(loop, body))
            {
                for (int k = i; k < end; k++)
                {
                    AddParts(parts, appends[k], step);
                }
            }

            i = end;
        }

        return new TextShape(parts);
    }

    private static IForEachLoopOperation? LoopAround(IOperation operation)
    {
        IOperation? parent = operation.Parent;
        while (parent is not (null or IForEachLoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            parent = parent.Parent;
        }

        return parent as IForEachLoopOperation;
    }

    // The body with the loop's variables set to each pair; the body itself if the pairs are not known.
    private List<Body> Iterations(IForEachLoopOperation loop, Body body)
    {
        if (GetPairs(loop.Collection, body) is not { Count: <= MaxIterations } pairs || loop.Locals.IsEmpty
            || loop.Locals.Any(l => body.Index.Find(l)?.Elements is not { } element || element.CanSkipElements(l)))
        {
            return [body];
        }

        var steps = new List<Body>();
        foreach (PairShape pair in pairs)
        {
            var arguments = new Dictionary<ISymbol, Shape>(SymbolEqualityComparer.Default);
            foreach (KeyValuePair<ISymbol, Shape> argument in body.Arguments)
            {
                arguments[argument.Key] = argument.Value;
            }

            foreach (ILocalSymbol local in loop.Locals)
            {
                // The elements of NameValueCollection and of Keys are the keys.
                arguments[local] = body.Index.Find(local)!.Elements!.Index switch
                {
                    0 => pair.Name,
                    1 => pair.Value,
                    _ => local.Type.SpecialType == SpecialType.System_String ? pair.Name : pair,
                };
            }

            steps.Add(new Body(body.Root, body.Index, arguments, body.Depth) { Method = body.Method, Self = body.Self, Caller = body.Caller });
        }

        return steps;
    }

    private void AddParts(List<TextPart> parts, IOperation value, Body body)
    {
        Shape shape = Read(value, body);
        switch (shape)
        {
            case TextShape text:
                // A constant that is declared elsewhere is reported at its use. A string that the caller passes is reported in the caller.
                IOperation plain = Unwrap(value) is IInvocationOperation { TargetMethod: { IsStatic: true, Name: "EscapeDataString" or "UrlEncode" }, Arguments: [{ Value: var escaped }, ..] } ? Unwrap(escaped) : Unwrap(value);
                bool isHere = plain is IParameterReferenceOperation or ILocalReferenceOperation || BodyIndex.GetPart(plain) is not null || IsWithin(text, value.Syntax) || IsWithin(text, body.Root.Syntax);
                parts.AddRange(isHere ? text.Parts : text.Parts.Select(p => p with { Source = value.Syntax }));
                break;
            case ConstantShape { Value: char character }:
                parts.Add(new TextPart(character.ToString(), value.Syntax, null));
                break;
            case ConstantShape { Value: IFormattable number }:
                parts.Add(new TextPart(number.ToString(null, CultureInfo.InvariantCulture), value.Syntax, null));
                break;
            default:
                parts.Add(new TextPart(null, value.Syntax, shape));
                break;
        }
    }

    private static bool IsWithin(TextShape text, SyntaxNode node) =>
        text.Parts.Count > 0 && text.Parts[0].Source.SyntaxTree == node.SyntaxTree && node.Span.Contains(text.Parts[0].Source.Span);

    internal static bool IsStringBuilder(ITypeSymbol? type) => type is { Name: "StringBuilder", ContainingNamespace.Name: "Text" };

    /// <summary>Gets the text of a StringBuilder after a chain of calls.</summary>
    private TextShape AppendTo(TextShape text, IInvocationOperation call, Body body)
    {
        if (call.Instance is { } receiver && Unwrap(receiver) is IInvocationOperation inner)
        {
            text = AppendTo(text, inner, body);
        }

        List<TextPart> parts = [.. text.Parts];
        switch (call.TargetMethod.Name)
        {
            case "Append" or "AppendLine":
                if (call.Arguments.FirstOrDefault(static a => a.Parameter?.Name is not "provider") is { } appended)
                {
                    AddParts(parts, appended.Value, body);
                }

                if (call.TargetMethod.Name == "AppendLine")
                {
                    parts.Add(new TextPart("\n", call.Syntax, null));
                }

                break;
            case "AppendFormat" when ReadFormat(call, body) is TextShape format:
                parts.AddRange(format.Parts);
                break;
            case "AppendJoin" when call.Arguments.Length > 1 && Unwrap(call.Arguments[0].Value).ConstantValue.Value is { } separator && ReadJoin(call, body, separator.ToString(), isJoin: true) is TextShape join:
                parts.AddRange(join.Parts);
                break;
            case "Clear":
                return new TextShape([new TextPart("", call.Syntax, null)]);
            case "Insert" or "Remove" or "Replace" or "AppendFormat" or "AppendJoin":
                return new TextShape([new TextPart(null, call.Syntax, TypedShape.Unknown)]);
        }

        return new TextShape(parts);
    }

    // Replaces placeholders of a template. The rest of the template remains known.
    private Shape ReadReplacement(IInvocationOperation call, Body body)
    {
        if (Read(call.Instance!, body) is not TextShape text || Read(call.Arguments[0].Value, body) is not TextShape { Constant: { Length: > 0 } old })
        {
            return new TypedShape(call.Type);
        }

        var parts = new List<TextPart>();
        foreach (TextPart part in text.Parts)
        {
            string rest = part.Text ?? "";
            for (int at = rest.IndexOf(old, StringComparison.Ordinal); at >= 0; at = rest.IndexOf(old, StringComparison.Ordinal))
            {
                parts.Add(part with { Text = rest.Substring(0, at) });
                AddParts(parts, call.Arguments[1].Value, body);
                rest = rest.Substring(at + old.Length);
            }

            parts.Add(part.Text is null ? part : part with { Text = rest });
        }

        return new TextShape(parts);
    }

    private Shape ReadFormat(IInvocationOperation call, Body body)
    {
        var arguments = new List<IOperation>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            arguments.AddRange(Elements(argument.Value));
        }

        int first = arguments.FindIndex(static a => Unwrap(a).Type?.SpecialType == SpecialType.System_String);
        if (first < 0 || Read(arguments[first], body) is not TextShape { Constant: { } format })
        {
            return new TypedShape(call.Type);
        }

        SyntaxNode source = arguments[first].Syntax;
        var parts = new List<TextPart>();
        var text = new StringBuilder();
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (c is '{' or '}' && i + 1 < format.Length && format[i + 1] == c)
            {
                text.Append(c);
                i++;
                continue;
            }

            int end = c == '{' ? format.IndexOf('}', i) : -1;
            if (end < 0)
            {
                text.Append(c);
                continue;
            }

            Flush();
            string index = format.Substring(i + 1, end - i - 1).Split(',', ':')[0];
            if (int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && first + 1 + number < arguments.Count)
            {
                AddParts(parts, arguments[first + 1 + number], body);
            }
            else
            {
                parts.Add(new TextPart(null, source, TypedShape.Unknown));
            }

            i = end;
        }

        Flush();
        return Join(parts, source);

        void Flush()
        {
            if (text.Length > 0)
            {
                parts.Add(new TextPart(text.ToString(), source, null));
                text.Clear();
            }
        }
    }

    private Shape ReadJoin(IInvocationOperation call, Body body, string separator, bool isJoin)
    {
        var parts = new List<TextPart>();
        foreach (IArgumentOperation argument in call.Arguments.Skip(isJoin ? 1 : 0))
        {
            foreach (IOperation value in Elements(argument.Value))
            {
                if (parts.Count > 0 && separator.Length > 0)
                {
                    parts.Add(new TextPart(separator, value.Syntax, null));
                }

                switch (ReadJoined(value, body))
                {
                    case MapShape pairs:
                        parts.Add(new TextPart(null, value.Syntax, pairs));
                        break;
                    case ListShape { Items: var items }:
                        for (int i = 0; i < items.Count; i++)
                        {
                            if (i > 0)
                            {
                                parts.Add(new TextPart(separator, value.Syntax, null));
                            }

                            parts.AddRange(((TextShape)items[i]).Parts);
                        }

                        break;
                    default:
                        AddParts(parts, value, body);
                        break;
                }
            }
        }

        return Join(parts, call.Syntax);
    }

    // A list of texts, or the entries of a dictionary as a query: string.Join("&", map.Select(e => e.Key + "=" + e.Value)).
    private Shape? ReadJoined(IOperation value, Body body)
    {
        IOperation joined = Unwrap(value);
        if (joined is IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } made && BodyIndex.GetReceiver(made) is { } source)
        {
            joined = Unwrap(source);
        }

        if (joined is IInvocationOperation { TargetMethod.Name: "Select", Arguments: [var entries, var selector] })
        {
            return selector.Value.Syntax is LambdaExpressionSyntax lambda && KeyPrefix(lambda) is { } prefix && AsMap(Read(entries.Value, body), null) is { } map
                ? AsQuery(map, prefix, SourceSpan.From(value.Syntax))
                : null;
        }

        return joined is ILocalReferenceOperation && Read(joined, body) is ListShape { Items.Count: > 0 } list && list.Items.All(static i => i is TextShape) ? list : null;
    }

    private static MapShape AsQuery(MapShape map, string prefix, SourceSpan place)
    {
        var query = new MapShape([.. map.Entries.Select(static e => e.Value is TextShape ? e : e with { Value = TypedShape.Unknown })], map.IsOpen) { IsQuery = true };
        return prefix.Length == 0 ? query : new MapShape([new MapEntry(prefix, KeyKind.Fixed, place, query, place)], false) { IsQuery = true };
    }

    // "fields" for e => $"fields[{e.Key}]={e.Value}", empty for e => e.Key + "=" + e.Value; null if the lambda changes the keys.
    private static string? KeyPrefix(LambdaExpressionSyntax lambda)
    {
        MemberAccessExpressionSyntax[] keys = [.. lambda.Body.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(static m => m.Name.Identifier.ValueText == "Key")];
        if (keys.Length != 1 || lambda.Body is BlockSyntax)
        {
            return null;
        }

        SyntaxNode key = keys[0];
        if (key.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method } } call } })
        {
            if (method is not ("EscapeDataString" or "EscapeUriString" or "UrlEncode" or "Encode"))
            {
                return null;
            }

            key = call;
        }

        if (key.Parent is not (InterpolationSyntax or BinaryExpressionSyntax))
        {
            return null;
        }

        string before = string.Concat(lambda.Body.DescendantTokens()
            .Where(t => t.SpanStart < key.SpanStart && t.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken)
            .Select(static t => t.ValueText));
        return before.Length == 0 ? ""
            : before[before.Length - 1] == '[' && before.IndexOf('[') == before.Length - 1 && QueryText.IsArgument(before.Substring(0, before.Length - 1)) ? before.Substring(0, before.Length - 1)
            : null;
    }

    // The elements of params: an array, or a span, for which the Roslyn version that LeadGen is built against has no operation.
    private static IEnumerable<IOperation> Elements(IOperation argument)
    {
        IOperation value = Unwrap(argument);
        return value is IArrayCreationOperation { Initializer: { } elements } ? elements.ElementValues
            : value is { IsImplicit: true, Type.Name: "ReadOnlySpan" } ? value.ChildOperations
            : [value];
    }

    private static Shape Join(List<TextPart> parts, SyntaxNode whole) =>
        parts.Count == 0 ? new TextShape([new TextPart("", whole, null)]) : Expand(parts, MaxChoices);

    // hook + (isNew ? "crm.lead.add" : "crm.lead.update") is one of two texts.
    private static Shape Expand(List<TextPart> parts, int left)
    {
        int choice = left == 0 ? -1 : parts.FindIndex(static p => p.Hole is ChoiceShape { Options: var options } && options.All(static o => o is TextShape));
        if (choice < 0)
        {
            return new TextShape(parts);
        }

        var options = new List<Shape>();
        foreach (Shape option in ((ChoiceShape)parts[choice].Hole!).Options)
        {
            List<TextPart> chosen = [.. parts];
            chosen.RemoveAt(choice);
            chosen.InsertRange(choice, ((TextShape)option).Parts);
            options.Add(Expand(chosen, left - 1));
        }

        return new ChoiceShape(options);
    }
}
