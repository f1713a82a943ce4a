using System.Globalization;
using LeadGen.Benchmarks;
using LeadGen.Benchmarks.Generating;
using LeadGen.Benchmarks.Starting;

if (args is [StartUps.Argument, var fields])
{
    FirstUpdate.Print(int.Parse(fields, CultureInfo.InvariantCulture));
    return;
}

if (args is [CompilerCost.Argument])
{
    CompilerCost.Print();
    return;
}

Run.All(args);
