using System.Collections;
using System.Reflection;
using System.Text;
using BenchmarkDotNet.Attributes;
using LeadGen.Benchmarks.Contenders;
using LeadGen.Benchmarks.Portals;

namespace LeadGen.Benchmarks.Reading;

/// <summary>Measures reading the bytes of a <c>crm.lead.get</c> reply and every property of the lead.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class LeadReadingBenchmarks
{
    private Contender _contender = null!;
    private byte[] _answer = [];

    [Params(57, 200, 1016)]
    public int Fields { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _contender = Contender.Create(Fields);
        _answer = Encoding.UTF8.GetBytes(Portal.All.Single(p => p.Fields.Count == Fields).ToLead());
        object byHand = _contender.ReadByHand(_answer);
        CrmRecord lead = _contender.Read(_answer);
        foreach (PropertyInfo property in byHand.GetType().GetProperties())
        {
            object? expected = property.GetValue(byHand);
            object? read = lead.GetType().GetProperty(property.Name)!.GetValue(lead);
            bool same = expected is IEnumerable list and not string ? list.Cast<object>().SequenceEqual(((IEnumerable)read!).Cast<object>()) : Equals(expected, read);
            if (!same)
            {
                throw new InvalidOperationException($"LeadGen reads {read} as {property.Name}, and not {expected}.");
            }
        }
    }

    [Benchmark(Baseline = true)]
    public int ByHand() => _contender.CountValues(_contender.ReadByHand(_answer));

    [Benchmark]
    public int LeadGen() => _contender.CountValues(_contender.Read(_answer));

    /// <summary>Measures reading a lead without its properties, because LeadGen parses a value only when its property is read.</summary>
    [Benchmark]
    public CrmRecord LeadGenUnread() => _contender.Read(_answer);
}
