using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>Changes the files of one field, through <c>crm.item.*</c>: reads the files, sends the list of those to keep with the new ones, and compares the reply.</summary>
/// <remarks>
/// An update of a field deletes all files that it does not list, and the portal's reply reports success for a file that was not stored. So the files before and after the update are
/// compared. The update is never sent in a batch, whose rows can't contain an empty list, and never repeated after an attempt that the portal may have processed.
/// </remarks>
internal static class FileCalls
{
    /// <summary>Changes the files.</summary>
    /// <param name="calls">The calls of the client.</param>
    /// <param name="entity">The entity of the record.</param>
    /// <param name="fields">The fields of the record.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="field">The field.</param>
    /// <param name="add">The new files.</param>
    /// <param name="findRemoved">Gets the IDs of the files to remove from those that the field has.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The files that the field has then.</returns>
    public static async Task<IReadOnlyList<CrmFile>> ChangeAsync(
        PortalCalls calls, CrmEntity entity, CrmFieldSet fields, long id, CrmField field, IReadOnlyList<CrmFileContent> add, Func<IReadOnlyList<long>, IReadOnlyList<long>> findRemoved, CancellationToken cancellationToken)
    {
        Check(fields, id, field, add);
        CrmMethods methods = CrmProtocol.Item.GetMethods(entity);
        IReadOnlyList<CrmFile> before = await calls.CallAsync(
            new CallTraits(methods.Get) { RecordId = id },
            (entity, id),
            static (writer, call) => CrmProtocol.Item.WriteGet(writer, call.entity, call.id),
            reply => Read(calls, id, field, reply),
            cancellationToken).ConfigureAwait(false);
        long[] current = [.. before.Select(static f => f.Id)];
        IReadOnlyList<long> removed = findRemoved(current);
        if (add.Count == 0 && removed.Count == 0)
        {
            return before;
        }

        long[] kept = [.. current.Except(removed)];
        IReadOnlyList<CrmFile> after = await calls.CallAsync(
            new CallTraits(methods.Update, IsIdempotent: false) { RecordId = id },
            (entity, id, field, kept, add),
            static (writer, call) => Write(writer, call.entity, call.id, call.field, call.kept, call.add),
            reply => Read(calls, id, field, reply),
            cancellationToken).ConfigureAwait(false);

        long[] stored = [.. after.Select(static f => f.Id)];
        long[] missing = [.. kept.Except(stored)];
        long[] remaining = [.. removed.Intersect(stored)];
        int lost = Math.Max(0, add.Count - stored.Except(current).Count());
        return missing.Length + remaining.Length + lost == 0
            ? after
            : throw calls.Connection.Failures.FilesDiffer(methods.Update, id, field, after, missing, remaining, lost);
    }

    private static void Check(CrmFieldSet fields, long id, CrmField field, IReadOnlyList<CrmFileContent> add)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        if (fields.Find(field.Code) is null)
        {
            throw new ArgumentException($"{field.Code} is not a field of the record. Use the field descriptors that were generated with its class.", nameof(field));
        }

        string? error = (field.Flags & (CrmFieldFlags.ReadOnly | CrmFieldFlags.Immutable)) != 0 ? "a portal ignores a change of the field, which is read-only or can only be set when the record is created"
            : add.Any(static f => f is null) ? "a file is null"
            : CrmFileContent.GetLengthError(add);
        if (error is not null)
        {
            throw new CrmValueException(field, error);
        }
    }

    private static void Write(WireWriter writer, CrmEntity entity, long id, CrmField field, long[] kept, IReadOnlyList<CrmFileContent> add)
    {
        writer.StartMap();
        ItemProtocol.WriteTarget(writer, entity, id);
        writer.Key("fields");
        writer.StartMap();
        writer.Key(field.OriginalItemName);
        if ((field.Flags & CrmFieldFlags.Multiple) != 0)
        {
            writer.StartList();
            foreach (long file in kept)
            {
                writer.StartMap();
                writer.Key("id");
                writer.Number(file);
                writer.EndMap();
            }

            foreach (CrmFileContent file in add)
            {
                FileContentWriter.WriteItem(writer, file);
            }

            writer.EndList();
        }
        else if (add.Count > 0)
        {
            FileContentWriter.WriteItem(writer, add[0]);
        }
        else
        {
            writer.Text("");
        }

        writer.EndMap();
        writer.EndMap();
    }

    /// <exception cref="FormatException">The reply does not contain the files of the record.</exception>
    private static IReadOnlyList<CrmFile> Read(PortalCalls calls, long id, CrmField field, PortalReply reply)
    {
        StoredRecord record = CrmReading.ReadStored(CrmProtocol.Item, id, reply.Result, [field], reply.Time, calls.Connection.Origin, reply.Read);
        if (!record.IsReturned(field))
        {
            throw new UnexpectedReplyException(
                $"record {id} without {CrmValueException.Describe(field)}: the portal does not have the field or hides it from the user", isFinal: true);
        }

        IReadOnlyList<CrmFile> files = field is CrmField<IReadOnlyList<CrmFile>> multiple ? record.TryGetRead(multiple, out IReadOnlyList<CrmFile>? list) ? list! : []
            : record.TryGetRead((CrmField<CrmFile>)field, out CrmFile? single) ? [single!]
            : [];
        return files.All(static f => f.Id > 0) ? files : throw new UnexpectedReplyException($"record {id} with a file without an ID", isFinal: true);
    }
}
