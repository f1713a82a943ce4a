using LeadGen.Benchmarks.Portals;

// Run by the build of LeadGen.Benchmarks. Writes the schemas for the generator, and the code that the generated classes are compared with.
string folder = args[0];
foreach (Portal portal in Portal.All)
{
    string schemas = Path.Combine(folder, $"{portal.Fields.Count}");
    Directory.CreateDirectory(schemas);
    Write(Path.Combine(schemas, "crm.lead.fields.json"), portal.ToSchema());
    Write(Path.Combine(folder, $"Portal{portal.Fields.Count}.cs"), PortalCode.Generate(portal));
}

// An unchanged file keeps its timestamp, so that nothing is recompiled.
static void Write(string path, string text)
{
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path, text);
    }
}
