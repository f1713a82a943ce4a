using System.Globalization;
using LeadGen.Benchmarks;
using LeadGen.Benchmarks.Starting;

if (args is [StartUps.Argument, var fields])
{
    FirstUpdate.Print(int.Parse(fields, CultureInfo.InvariantCulture));
    return;
}

Run.All(args);
