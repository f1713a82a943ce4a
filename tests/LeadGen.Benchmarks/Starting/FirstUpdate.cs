using System.Buffers;
using System.Diagnostics;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Benchmarks.Starting;

/// <summary>Writes the first update of a new process, with the same ten fields on each portal.</summary>
internal static class FirstUpdate
{
    /// <summary>Prints the elapsed microseconds and the allocated bytes.</summary>
    public static void Print(int fields)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        CrmUpdate update = fields switch
        {
            57 => OfSmallPortal(),
#if LARGE_PORTAL
            1016 => OfLargePortal(),
#endif
            _ => throw new ArgumentOutOfRangeException(nameof(fields), fields, "The build does not contain this portal. A Release build contains all."),
        };
        var buffer = new WireBuffer();
        CrmProtocol.Classic.WriteUpdate(new JsonWireWriter(buffer), update, null);
        TimeSpan passed = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        Console.WriteLine($"{(long)passed.TotalMicroseconds} {bytes}");
    }

    private static Portal57.LeadUpdate OfSmallPortal() => new Portal57.LeadUpdate(1608)
        .SetTitle("ИП Титов").SetName("Пётр").SetLastName("Титов").SetBirthdate(new DateOnly(1980, 1, 1)).SetSourceId(new("WEB"))
        .SetStatusId(new("IN_PROCESS")).SetOpportunity(12500.50m).SetComments("Перезвонить").SetAssignedById(42).AddPhone("+79991234567", PhoneType.Work);

#if LARGE_PORTAL
    private static Portal1016.LeadUpdate OfLargePortal() => new Portal1016.LeadUpdate(1608)
        .SetTitle("ИП Титов").SetName("Пётр").SetLastName("Титов").SetBirthdate(new DateOnly(1980, 1, 1)).SetSourceId(new("WEB"))
        .SetStatusId(new("IN_PROCESS")).SetOpportunity(12500.50m).SetComments("Перезвонить").SetAssignedById(42).AddPhone("+79991234567", PhoneType.Work);
#endif
}
