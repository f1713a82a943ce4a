namespace LeadGen.Wire;

/// <summary>Writes new files, in the two forms that portals read. A portal silently ignores any other form.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/files/how-to-upload-files.html.</remarks>
internal static class FileContentWriter
{
    /// <summary>Writes a file for <c>crm.lead.*</c>: <c>{"fileData": [name, base64]}</c>.</summary>
    public static void WriteClassic(WireWriter writer, CrmFileContent file)
    {
        writer.StartMap();
        writer.Key("fileData");
        WriteItem(writer, file);
        writer.EndMap();
    }

    /// <summary>Writes a file for <c>crm.item.*</c>: <c>[name, base64]</c>.</summary>
    public static void WriteItem(WireWriter writer, CrmFileContent file)
    {
        writer.StartList();
        writer.Text(file.Name);
        writer.Base64(file.Content.Span);
        writer.EndList();
    }
}
