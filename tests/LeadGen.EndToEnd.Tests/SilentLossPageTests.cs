using System.Reflection;
using System.Text.RegularExpressions;

namespace LeadGen.EndToEnd.Tests;

public sealed class SilentLossPageTests
{
    [Fact]
    public void The_page_lists_all_tests()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "silent-losses.md"));
        Assert.Equal(
            typeof(SilentLossTests).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name).Order(),
            Regex.Matches(page, "`(Row[0-9]{2}_[^`]+)`").Select(m => m.Groups[1].Value).Order());
    }
}
