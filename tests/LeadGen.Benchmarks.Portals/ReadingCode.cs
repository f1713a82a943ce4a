namespace LeadGen.Benchmarks.Portals;

/// <summary>Generates a read model, and the loop over <c>Utf8JsonReader</c> that fills it.</summary>
internal static class ReadingCode
{
    public static string Generate(Portal portal) => $$"""
        public sealed class HandLead
        {{{PortalCode.Lines(Returned(portal), 4, Property)}}

            public PortalTime? ReplyTime { get; set; }

            public static HandLead Read(ReadOnlySpan<byte> answer)
            {
                var lead = new HandLead();
                var reader = new Utf8JsonReader(answer);
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (reader.ValueTextEquals("result"u8))
                    {
                        reader.Read();
                        ReadFields(ref reader, lead);
                    }
                    else if (reader.ValueTextEquals("time"u8))
                    {
                        reader.Read();
                        lead.ReplyTime = HandWrittenReader.PortalTime(ref reader);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                return lead;
            }

            private static void ReadFields(ref Utf8JsonReader reader, HandLead lead)
            {
                Span<char> name = stackalloc char[64];
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    int length = reader.CopyString(name);
                    reader.Read();
                    switch (name[..length])
                    {{{PortalCode.Lines(Returned(portal), 16, Case)}}
                        default: reader.Skip(); break;
                    }
                }
            }
        }
        """;

    // CONTACT_IDS can only be written, so a read model does not have it.
    private static PortalField[] Returned(Portal portal) => [.. portal.Fields.Where(static f => f.Shape != FieldShape.Ids)];

    private static string Property(PortalField field) => field.IsMultiple
        ? $"public IReadOnlyList<{Element(field)}> {field.Name} {{ get; set; }} = [];"
        : $"public {Element(field)}? {field.Name} {{ get; set; }}";

    private static string Case(PortalField field)
    {
        string generic = field.Shape is FieldShape.Code or FieldShape.Entries ? $"<{EntryOrCode(field)}>" : "";
        string value = field.Shape == FieldShape.Item
            ? $"({field.Name}?)HandWrittenReader.Id(ref reader)"
            : $"HandWrittenReader.{(IsId(field) ? "Id" : field.Shape)}{generic}(ref reader)";
        return $"case \"{field.Code}\": lead.{field.Name} = {value}; break;";
    }

    private static bool IsId(PortalField field) => field.Shape == FieldShape.Whole && field.Type != "integer";

    private static string EntryOrCode(PortalField field) => field.Shape == FieldShape.Code
        ? $"Lead{field.Dictionary![..1]}{field.Dictionary[1..].ToLowerInvariant()}"
        : field.Code switch { "PHONE" => "PhoneType", "EMAIL" => "EmailType", "WEB" => "WebType", "IM" => "ImType", _ => "MultiFieldType" };

    private static string Element(PortalField field) => field.Shape switch
    {
        FieldShape.Whole or FieldShape.Ids => "long",
        FieldShape.Number => "decimal",
        FieldShape.YesNo or FieldShape.Flag => "bool",
        FieldShape.Day => "DateOnly",
        FieldShape.Time => "DateTimeOffset",
        FieldShape.Code => EntryOrCode(field),
        FieldShape.Item => field.Name,
        FieldShape.Money => "Money",
        FieldShape.Entries => $"MultiFieldEntry<{EntryOrCode(field)}>",
        _ => "string",
    };
}
