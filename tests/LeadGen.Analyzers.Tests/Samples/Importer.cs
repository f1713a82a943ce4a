// A console importer: rows of a file with columns in capitals become dictionaries, JSON and SQL. It has nothing to do with Bitrix24.
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Samples.Importer;

public static class Columns
{
    public const string Title = "TITLE";
    public const string Name = "NAME";
    public const string Phone = "PHONE";
    public const string Email = "EMAIL";
    public const string Birthdate = "BIRTHDATE";
    public const string Status = "STATUS_ID";
    public const string Source = "SOURCE";

    public static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        [Title] = "Title",
        [Name] = "Name",
        [Phone] = "Phone number",
        [Status] = "State",
        [Source] = "Where it came from",
    };
}

public sealed class Options
{
    public string Path { get; init; } = "leads.csv";
    public char Separator { get; init; } = ';';
    public string Connection { get; init; } = "Server=localhost;Database=crm.leads";
    public Dictionary<string, string> Renamed { get; init; } = new() { ["FULL_NAME"] = "NAME", ["TEL"] = "PHONE", ["COMMENT"] = "NOTES" };
}

public sealed class CsvReader(TextReader reader, char separator)
{
    public IEnumerable<Dictionary<string, object?>> Read()
    {
        string[]? header = reader.ReadLine()?.Split(separator);
        while (header is not null && reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(separator);
            var row = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            for (int i = 0; i < Math.Min(header.Length, cells.Length); i++)
            {
                row[header[i].Trim().ToUpperInvariant()] = cells[i].Length == 0 ? null : cells[i];
            }

            yield return row;
        }
    }
}

public sealed class Importer(Options options, Func<DbConnection> open, TextWriter log)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var file = new StreamReader(options.Path, Encoding.UTF8);
        await using DbConnection connection = open();
        await connection.OpenAsync(cancellationToken);
        int count = 0;
        foreach (Dictionary<string, object?> row in new CsvReader(file, options.Separator).Read())
        {
            Rename(row);
            row["CREATED"] = DateTime.UtcNow;
            row["OPENED"] = true;
            row["SUM"] = Sum(row);
            row.TryAdd(Columns.Status, "OPEN");
            await InsertAsync(connection, "lead", row, cancellationToken);
            count++;
        }

        await log.WriteLineAsync($"{count} rows of {options.Path} imported into crm.leads");
        return count;
    }

    public JsonObject ToJson(IReadOnlyDictionary<string, object?> row)
    {
        var fields = new JsonObject();
        foreach ((string column, object? value) in row)
        {
            fields[column] = JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        fields["DATE"] = DateTime.Now.ToString("s", CultureInfo.InvariantCulture);
        return new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["fields"] = fields, ["params"] = new JsonObject { ["OVERWRITE"] = "Y" } };
    }

    public XElement ToXml(IReadOnlyDictionary<string, object?> row) =>
        new("row", row.Select(c => new XElement(c.Key, c.Value)), new XAttribute("UF_SOURCE", "import"));

    public async Task ExportAsync(DbConnection connection, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("rows");
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "select ID, TITLE, NAME, PHONE, EMAIL, BIRTHDAY from lead where STATUS_ID = @STATUS_ID";
        Add(command, "STATUS_ID", "OPEN");
        using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            json.WriteStartObject();
            json.WriteString("TITLE", reader["TITLE"].ToString());
            json.WriteString("PHONE", reader["PHONE"].ToString());
            json.WriteString("BIRTHDAY", reader.GetDateTime(5));
            json.WriteBoolean("OPENED", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public string Summary(IEnumerable<Dictionary<string, object?>> rows)
    {
        var text = new StringBuilder();
        foreach (var group in rows.GroupBy(r => r.GetValueOrDefault(Columns.Status)))
        {
            text.Append(Columns.Labels[Columns.Status]).Append(": ").Append(group.Key).AppendLine();
            text.AppendFormat(CultureInfo.InvariantCulture, "{{\"fields\":{{\"COUNT\":{0}}}}}", group.Count()).AppendLine();
        }

        return text.ToString();
    }

    private static decimal Sum(Dictionary<string, object?> row) =>
        decimal.TryParse(row.GetValueOrDefault("OPPORTUNITY") as string, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal sum) ? sum : 0;

    private void Rename(Dictionary<string, object?> row)
    {
        foreach ((string from, string to) in options.Renamed)
        {
            if (row.Remove(from, out object? value))
            {
                row[to] = value;
            }
        }
    }

    private static async Task InsertAsync(DbConnection connection, string table, Dictionary<string, object?> row, CancellationToken cancellationToken)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"insert into {table} ({string.Join(", ", row.Keys)}) values ({string.Join(", ", row.Keys.Select(k => "@" + k))})";
        foreach ((string column, object? value) in row)
        {
            Add(command, column, value);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
