using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents the new files of a field of a new record.</summary>
internal sealed class FileChange(CrmField field, IReadOnlyList<CrmFileContent> files) : FieldChange(field)
{
    public IReadOnlyList<CrmFileContent> Files { get; } = files;

    public override void Write(WireWriter writer) => Write(writer, FileContentWriter.WriteClassic);

    public override void WriteItem(WireWriter writer) => Write(writer, FileContentWriter.WriteItem);

    // A portal returns neither the name nor the length of a file, so only the number of files is compared.
    public override CrmFieldMismatch? FindMismatch(CrmRecord stored)
    {
        var value = new StoredValue(stored);
        Field.Accept(value);
        int count = value.Value is IReadOnlyList<CrmFile> list ? list.Count : value.Value is CrmFile ? 1 : 0;
        return count == Files.Count ? null : new CrmFieldMismatch(Field, Files, value.Value);
    }

    private void Write(WireWriter writer, Action<WireWriter, CrmFileContent> write)
    {
        if ((Field.Flags & CrmFieldFlags.Multiple) == 0)
        {
            // A portal does not store a list in a field that is not multiple.
            write(writer, Files[0]);
            return;
        }

        writer.StartList();
        foreach (CrmFileContent file in Files)
        {
            write(writer, file);
        }

        writer.EndList();
    }
}
