using System.Text;
using System.Text.Json;
using LeadGen.Drift;
using LeadGen.Schema;
using LeadGen.Tool.Tests.Dictionary;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public class FieldAgreementTests
{
    [Theory]
    [InlineData("harbor")]
    [InlineData("romashka")]
    public async Task The_client_and_the_schema_read_the_same_fields(string portal)
    {
        using JsonDocument file = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(SamplePortals.GetFolder(portal), PortalFiles.FieldsName)));
        JsonElement reply = file.RootElement.TryGetProperty("result", out JsonElement result) ? result : file.RootElement;
        Dictionary<string, PortalField> fields = PortalField.ReadAll(Encoding.UTF8.GetBytes(reply.GetRawText()));

        PortalSchema schema = await Pages.ReadSampleSchemaAsync(portal);

        Assert.Equal(schema.Fields.Select(f => f.Code).Order(StringComparer.Ordinal), fields.Keys.Order(StringComparer.Ordinal));
        Assert.All(schema.Fields, field =>
        {
            PortalField read = fields[field.Code];
            CrmFieldFlags flags = (field.IsRequired ? CrmFieldFlags.Required : 0) | (field.IsReadOnly ? CrmFieldFlags.ReadOnly : 0)
                | (field.IsImmutable ? CrmFieldFlags.Immutable : 0) | (field.IsMultiple ? CrmFieldFlags.Multiple : 0)
                | (field.IsDeprecated ? CrmFieldFlags.Deprecated : 0);
            Assert.Equal((field.Type.Name, flags, field.Label), (read.Type.Name, read.Flags, read.Label ?? field.Code));
            Assert.Equal(field.Items.Select(i => (i.Id, i.Value)).Order(), (read.Items ?? new Dictionary<long, string>()).Select(i => (i.Key, i.Value)).Order());
        });
    }
}
