using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;
using LeadGen.Samples.Import.Crm;

namespace LeadGen.Samples.Import;

/// <summary>Creates a lead for each row of a CSV file, and continues after an interruption without creating a lead twice.</summary>
/// <remarks>
/// The keys of created leads are saved next to the file (<c>leads.csv.done</c>). A process that is killed may have created leads whose keys are
/// not saved yet. A later run therefore first searches the portal for the keys that are not saved (ORIGINATOR_ID and ORIGIN_ID).
/// </remarks>
public sealed class LeadImport(Bitrix24Client client, string file)
{
    private const string Originator = "csv-import";

    // The number of keys in one search. A portal returns at most 50 leads at once.
    private const int SearchSize = 50;

    private static readonly CsvConfiguration s_format = new(CultureInfo.InvariantCulture) { Delimiter = ";" };

    // The source of a bulk run is read while its results arrive.
    private readonly ConcurrentQueue<ImportError> _invalidRows = [];
    private int _found;

    /// <summary>Gets the file with the rows that failed, which has the columns Key, Status and Reason.</summary>
    public string ErrorFile { get; } = file + ".errors.csv";

    private string DoneFile { get; } = file + ".done";

    /// <summary>Counts the rows of a file without its header.</summary>
    public static int CountRows(string file) => ReadRows(file).Count();

    /// <summary>Imports the rows that have no lead yet.</summary>
    /// <remarks>If the import is canceled, the outcome of the leads that are being sent is unknown. The next run finds those that were created.</remarks>
    /// <param name="progress">Receives the number of rows that are completed, including those of earlier runs.</param>
    /// <param name="cancellationToken">Cancels the import.</param>
    /// <returns>What was created. A cancellation does not throw.</returns>
    /// <exception cref="Bitrix24Exception">The portal does not accept further calls.</exception>
    public async Task<ImportSummary> RunAsync(IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        bool isResumed = File.Exists(DoneFile);
        HashSet<string> done = isResumed ? [.. await File.ReadAllLinesAsync(DoneFile, cancellationToken)] : [];
        int created = 0, failed = 0, completed = done.Count;
        await using var doneWriter = new StreamWriter(DoneFile, append: true) { AutoFlush = true };
        await using var errors = new CsvWriter(new StreamWriter(ErrorFile), s_format);
        errors.WriteHeader<ImportError>();
        await errors.NextRecordAsync();
        progress?.Report(completed);
        bool wasCanceled = false;
        try
        {
            await foreach (CrmCreateResult result in client.CreateManyAsync(ReadDraftsAsync(done, isResumed, cancellationToken), cancellationToken))
            {
                string key = ((LeadDraft)result.Draft).Key;
                if (result.RecordId is not null)
                {
                    created++;
                    await doneWriter.WriteLineAsync(key);
                }
                else if (result.Status != CrmCreateStatus.NotSent && !(result.Status == CrmCreateStatus.Unknown && cancellationToken.IsCancellationRequested))
                {
                    await WriteErrorAsync(new ImportError(key, result.Status, (result.Error ?? (Exception?)result.ValidationError)?.Message));
                }

                await WriteInvalidRowsAsync();
                progress?.Report(completed + _found + created + failed);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            wasCanceled = true;
        }

        await WriteInvalidRowsAsync();
        progress?.Report(completed + _found + created + failed);
        return new ImportSummary(created, _found, failed, wasCanceled);

        async Task WriteInvalidRowsAsync()
        {
            while (_invalidRows.TryDequeue(out ImportError? invalid))
            {
                await WriteErrorAsync(invalid);
            }
        }

        async Task WriteErrorAsync(ImportError error)
        {
            failed++;
            errors.WriteRecord(error);
            await errors.NextRecordAsync();
        }
    }

    private static IEnumerable<LeadRow> ReadRows(string file)
    {
        using var reader = new CsvReader(new StreamReader(file), s_format);
        foreach (LeadRow row in reader.GetRecords<LeadRow>())
        {
            yield return row;
        }
    }

    private async IAsyncEnumerable<CrmDraft> ReadDraftsAsync(HashSet<string> done, bool isResumed, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (LeadRow[] rows in ReadRows(file).Where(row => !done.Contains(row.Key)).Chunk(SearchSize))
        {
            HashSet<string> existing = isResumed ? await FindAsync(rows, cancellationToken) : [];
            foreach (LeadRow row in rows)
            {
                if (existing.Contains(row.Key))
                {
                    _found++;
                }
                else if (TryCreateDraft(row) is { } draft)
                {
                    yield return draft;
                }
            }
        }
    }

    private async Task<HashSet<string>> FindAsync(LeadRow[] rows, CancellationToken cancellationToken)
    {
        CrmQuery query = new CrmQuery()
            .Where(LeadFields.OriginatorId.Is(Originator), LeadFields.OriginId.IsAnyOf(rows.Select(static row => row.Key)))
            .Select(LeadFields.OriginId);
        return await client.ListAsync<Lead>(query, cancellationToken).Select(static lead => lead.OriginId ?? "").ToHashSetAsync(cancellationToken: cancellationToken);
    }

    // A value that a portal would lose is an error of its row.
    private LeadDraft? TryCreateDraft(LeadRow row)
    {
        try
        {
            return CreateDraft(row);
        }
        catch (CrmValueException e)
        {
            _invalidRows.Enqueue(new ImportError(row.Key, CrmCreateStatus.Invalid, e.Message));
            return null;
        }
    }

    private static LeadDraft CreateDraft(LeadRow row)
    {
        LeadDraft draft = new LeadDraft { Key = row.Key }
            .SetTitle($"Import {row.Key}")
            .SetName(row.Name)
            .SetDogovor(row.Key)
            .SetOriginatorId(Originator)
            .SetOriginId(row.Key);
        if (row.Phone.Length > 0)
        {
            draft.AddPhone(row.Phone, PhoneType.Work);
        }

        return row.Amount is { } amount ? draft.SetOpportunity(amount) : draft;
    }

    private sealed record ImportError(string Key, CrmCreateStatus Status, string? Reason);
}
