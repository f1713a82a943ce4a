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

if (args is [EditorDay.Argument])
{
    EditorDay.Print();
    return;
}

if (args is [Run.RuntimeArgument or Run.CompilerArgument, var file])
{
    Run.Part(args[0], file);
    return;
}

if (args.Length > 0)
{
    Run.Selected(args);
    return;
}

Run.All();
