using LeadGen.Benchmarks.Portals;

// Run by the build of LeadGen.Benchmarks: the schemas that the generator makes classes of, and the code that these are compared with.
string folder = args[0];
foreach (Portal portal in Portal.All)
{
    string schemas = Path.Combine(folder, $"{portal.Fields.Count}");
    Directory.CreateDirectory(schemas);
    Write(Path.Combine(schemas, "crm.lead.fields.json"), portal.ToSchema());
    Write(Path.Combine(folder, $"Portal{portal.Fields.Count}.cs"), PortalCode.Of(portal));
}

// A file that is as it was keeps its time, so that nothing is compiled again.
static void Write(string path, string text)
{
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path, text);
    }
}
