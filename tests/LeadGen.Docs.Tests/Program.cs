using System.Text;
using LeadGen.Docs.Tests.Pages;
using LeadGen.Docs.Tests.Pictures;

namespace LeadGen.Docs.Tests;

/// <summary>Run as a program, the project writes the pictures and tables that its tests compare.</summary>
internal static class Program
{
    public static async Task Main()
    {
        Directory.CreateDirectory(Gallery.Folder);
        foreach ((string name, string svg) in await Gallery.DrawAsync())
        {
            await File.WriteAllTextAsync(Path.Combine(Gallery.Folder, name), svg, new UTF8Encoding(false));
            Console.WriteLine(Path.Combine(Gallery.Folder, name));
        }

        await File.WriteAllTextAsync(RuleTables.FilePath, RuleTables.Update(await File.ReadAllTextAsync(RuleTables.FilePath)), new UTF8Encoding(false));
        Console.WriteLine(RuleTables.FilePath);
    }
}
