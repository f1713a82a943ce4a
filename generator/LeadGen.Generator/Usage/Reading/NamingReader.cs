using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Reads the naming policy from the options of a serializer.</summary>
internal sealed class NamingReader(SourceBodies bodies, CancellationToken cancellationToken)
{
    private const int MaxSteps = 8;

    /// <summary>Reads the naming policy from options. Returns <paramref name="otherwise"/> if the call does not set options.</summary>
    public Naming Read(IOperation? options, Body body, Naming otherwise) => Read(options, body, otherwise, MaxSteps);

    /// <summary>Reads the naming policy of a source-generated context: <c>Context.Default.Lead</c>.</summary>
    public static Naming ReadContext(IOperation context)
    {
        IOperation value = ShapeReader.Unwrap(context);
        if (value is IPropertyReferenceOperation { Instance: { } instance })
        {
            value = ShapeReader.Unwrap(instance);
        }

        if (value is not IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Default", ContainingType: { BaseType.Name: "JsonSerializerContext" } type } })
        {
            return Naming.Unknown;
        }

        Naming naming = Naming.Keep;
        foreach (AttributeData attribute in type.GetAttributes().Where(static a => a.AttributeClass?.Name == "JsonSourceGenerationOptionsAttribute"))
        {
            if (attribute.ConstructorArguments is [{ Value: 1 }])
            {
                naming = Naming.Camel("JsonSerializerDefaults.Web");
            }

            foreach (KeyValuePair<string, TypedConstant> option in attribute.NamedArguments)
            {
                naming = option.Key switch
                {
                    "PropertyNamingPolicy" => naming with { Members = GetPolicy(option.Value.Value), Cause = "PropertyNamingPolicy" },
                    "DictionaryKeyPolicy" => naming with { Keys = GetPolicy(option.Value.Value), Cause = "DictionaryKeyPolicy" },
                    "DefaultIgnoreCondition" when option.Value.Value is not 0 => naming with { IgnoresNull = true },
                    _ => naming,
                };
            }
        }

        return naming;

        static NamePolicy GetPolicy(object? value) => value switch
        {
            0 => NamePolicy.Keep,
            1 => NamePolicy.Camel,
            2 => NamePolicy.LowerSnake,
            3 => NamePolicy.UpperSnake,
            4 or 5 => NamePolicy.Kebab,
            _ => NamePolicy.Unknown,
        };
    }

    private Naming Read(IOperation? options, Body? body, Naming otherwise, int steps)
    {
        if (options is null || steps == 0)
        {
            return options is null ? otherwise : Naming.Unknown;
        }

        IOperation value = ShapeReader.Unwrap(options);
        if (value.ConstantValue is { HasValue: true, Value: null } || value is IDefaultValueOperation)
        {
            return otherwise;
        }

        switch (value)
        {
            case IPropertyReferenceOperation { Property: { IsStatic: true, ContainingType.Name: "JsonSerializerOptions", Name: var name } }:
                return name switch
                {
                    "Web" => Naming.Camel("JsonSerializerOptions.Web"),
                    "Default" or "Strict" => Naming.Keep,
                    _ => Naming.Unknown,
                };
            case IPropertyReferenceOperation { Property: var property }:
                return ReadMember(property, steps);
            case IFieldReferenceOperation { Field: var field }:
                return ReadMember(field, steps);
            case ILocalReferenceOperation { Local: var local } when body?.Index.Find(local) is { Values: [var only] } uses
                && !uses.Passes.Exists(static p => p.Parent is IInvocationOperation { TargetMethod: { ReturnsVoid: true, Name: not "Serialize" } }):
                Naming changed = uses.Changes.OfType<ISimpleAssignmentOperation>().Aggregate(
                    Read(only, body, otherwise, steps - 1), (naming, change) => Change(naming, change, body, steps));
                // settings.Converters.Add(…)
                return uses.Changes.Exists(static c => c is IInvocationOperation) ? changed with { ChangesValues = true } : changed;
            case IParameterReferenceOperation { Parameter: var parameter } when parameter.HasExplicitDefaultValue && body is not null && !body.Arguments.ContainsKey(parameter) && body.Depth > 0:
                return otherwise;
            case IObjectCreationOperation creation:
                return ReadCreation(creation, body, otherwise, steps);
            case IInvocationOperation { TargetMethod.Name: "Create" or "CreateDefault", Arguments: [{ Value: var settings }] }:
                return Read(settings, body, otherwise, steps - 1);
            case IInvocationOperation { TargetMethod.Name: "Create" or "CreateDefault", Arguments.Length: 0 }:
                return otherwise;
            default:
                return Naming.Unknown;
        }
    }

    private Naming ReadMember(ISymbol member, int steps) => !SourceBodies.IsChanged(member, cancellationToken) && bodies.Find(member, cancellationToken) is { } found && GetValue(found.Root, found.Index) is { } value
        ? Read(value, new Body(found.Root, found.Index, Body.NoArguments, 0), Naming.Keep, steps - 1)
        : Naming.Unknown;

    private static IOperation? GetValue(IOperation root, BodyIndex index) => root switch
    {
        ISymbolInitializerOperation initializer => initializer.Value,
        _ => index.Returns.Count == 1 ? index.Returns[0].Value : null,
    };

    private Naming ReadCreation(IObjectCreationOperation creation, Body? body, Naming otherwise, int steps)
    {
        Naming naming = creation.Type?.Name switch
        {
            "JsonSerializerOptions" when creation.Arguments is [{ Value.ConstantValue: { HasValue: true, Value: int defaults } }] =>
                defaults == 1 ? Naming.Camel("JsonSerializerDefaults.Web") : Naming.Keep,
            "JsonSerializerOptions" when creation.Arguments is [{ Value: var other }] => Read(other, body, otherwise, steps - 1),
            "JsonSerializerOptions" or "JsonSerializerSettings" or "JsonSerializer" => Naming.Keep,
            _ => Naming.Unknown,
        };
        foreach (IOperation change in ShapeReader.GetInitializers(creation.Initializer))
        {
            naming = change switch
            {
                ISimpleAssignmentOperation assignment => Change(naming, assignment, body, steps),
                IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Property.Name: "Converters" } } => naming with { ChangesValues = true },
                _ => naming,
            };
        }

        return naming;
    }

    private Naming Change(Naming naming, ISimpleAssignmentOperation assignment, Body? body, int steps) =>
        (assignment.Target as IPropertyReferenceOperation)?.Property.Name switch
        {
            "PropertyNamingPolicy" => naming with { Members = ReadPolicy(assignment.Value), Cause = "PropertyNamingPolicy" },
            "DictionaryKeyPolicy" => naming with { Keys = ReadPolicy(assignment.Value), Cause = "DictionaryKeyPolicy" },
            "ContractResolver" => ReadResolver(ShapeReader.Unwrap(assignment.Value), body, steps) is var resolved
                ? resolved with { IgnoresNull = naming.IgnoresNull || resolved.IgnoresNull, ChangesValues = naming.ChangesValues || resolved.ChangesValues } : naming,
            "Converters" or "DateFormatString" or "DateFormatHandling" or "DateTimeZoneHandling" => naming with { ChangesValues = true },
            // JsonIgnoreCondition.Never (System.Text.Json) and NullValueHandling.Include (Newtonsoft.Json) are 0.
            "DefaultIgnoreCondition" or "NullValueHandling" or "DefaultValueHandling" or "IgnoreNullValues" when assignment.Value.ConstantValue is not { HasValue: true, Value: 0 or false } =>
                naming with { IgnoresNull = true },
            _ => naming,
        };

    private static NamePolicy ReadPolicy(IOperation policy)
    {
        IOperation value = ShapeReader.Unwrap(policy);
        return value.ConstantValue is { HasValue: true, Value: null }
            ? NamePolicy.Keep
            : (value as IPropertyReferenceOperation)?.Property.Name switch
            {
                "CamelCase" => NamePolicy.Camel,
                "SnakeCaseLower" => NamePolicy.LowerSnake,
                "SnakeCaseUpper" => NamePolicy.UpperSnake,
                "KebabCaseLower" or "KebabCaseUpper" => NamePolicy.Kebab,
                _ => NamePolicy.Unknown,
            };
    }

    private Naming ReadResolver(IOperation resolver, Body? body, int steps)
    {
        switch (resolver)
        {
            case { ConstantValue: { HasValue: true, Value: null } }:
                return Naming.Keep;
            case IObjectCreationOperation { Type.Name: "CamelCasePropertyNamesContractResolver" }:
                // Its naming strategy also changes the keys of dictionaries and the names that attributes specify.
                return new Naming(NamePolicy.Camel, NamePolicy.Camel, true, "CamelCasePropertyNamesContractResolver");
            case IObjectCreationOperation { Type.Name: "DefaultContractResolver", Initializer: var initializer }:
                return initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
                    .FirstOrDefault(static a => (a.Target as IPropertyReferenceOperation)?.Property.Name == "NamingStrategy") is { } strategy
                    ? ReadStrategy(ShapeReader.Unwrap(strategy.Value))
                    : Naming.Keep;
            case IFieldReferenceOperation { Field: var field } when steps > 0 && bodies.Find(field, cancellationToken) is { Root: ISymbolInitializerOperation { Value: var value } }:
                return ReadResolver(ShapeReader.Unwrap(value), null, steps - 1);
            case ILocalReferenceOperation { Local: var local } when steps > 0 && body?.Index.Find(local) is { Values: [var only] }:
                return ReadResolver(ShapeReader.Unwrap(only), body, steps - 1);
            default:
                return Naming.Unknown;
        }
    }

    private static Naming ReadStrategy(IOperation strategy)
    {
        if (strategy is not IObjectCreationOperation { Type.Name: var name } creation)
        {
            return Naming.Unknown;
        }

        NamePolicy policy = name switch
        {
            "CamelCaseNamingStrategy" => NamePolicy.Camel,
            "SnakeCaseNamingStrategy" => NamePolicy.LowerSnake,
            "KebabCaseNamingStrategy" => NamePolicy.Kebab,
            "DefaultNamingStrategy" => NamePolicy.Keep,
            _ => NamePolicy.Unknown,
        };
        bool keys = IsSet(creation, 0, "ProcessDictionaryKeys");
        bool overrides = IsSet(creation, 1, "OverrideSpecifiedNames");
        return new Naming(policy, keys ? policy : NamePolicy.Keep, overrides, name);
    }

    private static bool IsSet(IObjectCreationOperation creation, int argument, string property) =>
        (creation.Arguments.Length > argument && creation.Arguments[argument].Value.ConstantValue is { HasValue: true, Value: true })
        || (creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Any(a =>
            (a.Target as IPropertyReferenceOperation)?.Property.Name == property && a.Value.ConstantValue is { HasValue: true, Value: true }) ?? false);
}
