using System.Text;
using LeadGen.Docs.Tests.Pictures;

namespace LeadGen.Docs.Tests;

/// <summary>Run as a program, the tests draw the pictures that they compare else.</summary>
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
    }
}
