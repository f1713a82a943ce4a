using LeadGen.Schema;

namespace LeadGen.Tool.Tests;

public class PortalFolderTests
{
    [Fact]
    public async Task Optional_files_of_a_folder_can_be_missing()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("leadgen");
        try
        {
            await Assert.ThrowsAsync<FileNotFoundException>(() => PortalFolder.ReadAsync(folder.FullName));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "crm.lead.fields.json"), "{}");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "leadgen.names.json"), "{ }");

            PortalFiles files = await PortalFolder.ReadAsync(folder.FullName);

            Assert.Equal(("crm.lead.fields.json", "{}"), (files.Fields.Name, files.Fields.Text));
            Assert.Equal("{ }", files.Names?.Text);
            Assert.Null(files.Statuses);
            Assert.Null(files.UserFields);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
