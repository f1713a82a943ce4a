using System.Text;
using LeadGen.Benchmarks.Portals;
using LeadGen.Schema.Kinds;

namespace LeadGen.Benchmarks.Generating;

/// <summary>Generates the class that a programmer without LeadGen would write: a documented property with an attribute for each field.</summary>
internal static class AttributeClass
{
    public static string Generate(Portal portal)
    {
        var code = new StringBuilder("""
            using System;
            using System.Collections.Generic;
            using System.Text.Json.Serialization;

            namespace Attributes
            {
                /// <summary>A lead.</summary>
                public sealed class Lead
                {

            """);
        foreach (PortalField field in portal.Fields)
        {
            code.Append($$"""
                        /// <summary>{{field.Label}}</summary>
                        /// <remarks>
                        /// <para><c>{{field.Code}}</c>, {{field.Type}}{{(field.IsReadOnly ? ", read-only" : "")}}{{(field.IsCustom ? ", custom" : "")}}.</para>
                        /// <para>{{FieldKinds.All.First(k => k.Types.Any(t => t.Name == field.Type)).Description}}</para>
                        /// </remarks>
                        [JsonPropertyName("{{field.Code}}")]
                        public {{GetTypeName(field)}} {{field.Name}} { get; set; }{{(field.IsMultiple ? " = [];" : "")}}


                """);
        }

        return code.Append("    }\n}\n").ToString();
    }

    private static string GetTypeName(PortalField field) => field.IsMultiple ? $"IReadOnlyList<{(field.Shape == FieldShape.Ids ? "long" : "string")}>" : field.Shape switch
    {
        FieldShape.Whole or FieldShape.Item => "long?",
        FieldShape.Number => "decimal?",
        FieldShape.YesNo or FieldShape.Flag => "bool?",
        FieldShape.Day => "DateOnly?",
        FieldShape.Time => "DateTimeOffset?",
        _ => "string?",
    };
}
