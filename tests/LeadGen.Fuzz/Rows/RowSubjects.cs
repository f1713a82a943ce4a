using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using LeadGen.Bulk;
using LeadGen.Fuzz.Portal;
using LeadGen.Fuzz.Running;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Fuzz.Rows;

/// <summary>Checks that PHP decodes random updates to the same arguments from a batch row and from the body of a single call.</summary>
internal static class RowSubjects
{
    public const string InRow = "updates in a batch row, which PHP decodes like their bodies";
    public const string Alone = "updates as separate calls, because ";

    private const int MaxLength = 1024 * 1024;

    public static IReadOnlyList<Subject> All()
    {
        PhpProcess php = PhpProcess.Start();
        return
        [
            Subject.Create(
                "updates",
                Gen.Select(RandomUpdates.Updates.Array[1, 5], RandomUpdates.Options),
                (input, tally) => Check(php, input.Item1, input.Item2, tally),
                static x => string.Join('\n', x.Item1.Select(u => Encoding.UTF8.GetString(GetBody(u, x.Item2))))),
        ];
    }

    private static void Check(PhpProcess php, LeadUpdate[] updates, CrmUpdateOptions? options, Tally tally)
    {
        var batch = new BatchBody();
        List<byte[]> bodies = [];
        foreach (LeadUpdate update in updates)
        {
            byte[] body = GetBody(update, options);
            if (batch.TryAdd(Lead.Entity.Methods.Update, update, (writer, item) => CrmProtocol.Classic.WriteUpdate(writer, item, options), MaxLength) == AddRowResult.Added)
            {
                bodies.Add(body);
            }
            else
            {
                CheckSeparateCall(php, update, options, body, tally);
            }
        }

        batch.End();
        if (bodies.Count == 0)
        {
            return;
        }

        foreach (string? difference in php.FindDifferences(batch.Buffer.WrittenSpan, bodies))
        {
            if (difference is not null)
            {
                throw new CheckFailedException($"PHP decodes the row differently from the body: {difference}");
            }

            tally.Add(InRow);
        }
    }

    // A separate call costs more than a row, so an update must be sent separately only if PHP would decode the row differently.
    private static void CheckSeparateCall(PhpProcess php, LeadUpdate update, CrmUpdateOptions? options, byte[] body, Tally tally)
    {
        var buffer = new WireBuffer();
        var row = new RowWireWriter(buffer);
        CrmProtocol.Classic.WriteUpdate(row, update, options);
        string reason = row.UnsupportedReason ?? throw new CheckFailedException("the row is rejected without a reason");
        string command = Lead.Entity.Methods.Update + "?" + Encoding.UTF8.GetString(buffer.WrittenSpan);
        byte[] batch = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["cmd"] = new[] { command } });
        // PHP writes some of these numbers and Booleans like the row, depending on its version and settings. A separate call is always safe.
        bool dependsOnPhp = reason is "a row has no numbers" or "a row has no true or false";
        if (reason != RowWireWriter.ReferenceReason && !dependsOnPhp && php.FindDifferences(batch, [body])[0] is null)
        {
            throw new CheckFailedException($"PHP decodes the row like the body, although {reason}");
        }

        tally.Add(Alone + reason);
    }

    private static byte[] GetBody(LeadUpdate update, CrmUpdateOptions? options) =>
        PortalConnection.WriteBody(update, (writer, item) => CrmProtocol.Classic.WriteUpdate(writer, item, options)).ToArray();
}
