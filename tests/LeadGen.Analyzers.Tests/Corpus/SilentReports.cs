// Correct code: maps that go to a log, a report, a view, a cache or a test, next to a request or with the name of a method. Also entries that are added after the request.
using System.IO;
using System.Linq.Expressions;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Corpus.SilentReports;

public interface IBx
{
    Task<JToken> Call(string method, object? arguments = null);

    JToken CallNow(string method, object? arguments = null);

    Task<Dictionary<string, object>> Read(string method, object arguments);
}

public interface IReporter
{
    void Report(string name, IDictionary<string, object> values);

    Task ReportAsync(string name, object values);

    void Summarize(string name, object values);

    void AddEvent(string name, object values);
}

public interface ISheet
{
    Task Append(string name, object row);
}

public interface ICache
{
    void Set(string key, object value);
}

public interface IScreen
{
    Task Update(string title, object rows);

    void Show(string title, object rows);
}

public class Mock<T>
{
    public Mock<T> Setup<TResult>(Expression<Func<T, TResult>> call) => this;

    public void Verify<TResult>(Expression<Func<T, TResult>> call)
    {
    }
}

public static class Substitute
{
    public static T Received<T>(this T substitute) => substitute;
}

public sealed record NotificationRow(string Method, object Fields);

public sealed class Reports(IBx bx, IReporter reporter, ISheet sheet, ICache cache, IScreen screen, TextWriter output)
{
    public event Action<string, object>? Called;

    public async Task OwnReport(int id, string text)
    {
        await bx.Call("crm.lead.update", new { id, fields = new { TITLE = text } });
        Report("crm.lead.update", new Dictionary<string, object> { ["TITLE"] = text, ["Флорист"] = text });
    }

    public async Task OwnSummary(int id, string text)
    {
        await bx.Call("crm.lead.update", new { id, fields = new { TITLE = text } });
        Summarize("crm.lead.update", new { fields = new Dictionary<string, object> { ["Название"] = text, ["Флорист"] = text } });
        await KeepAsync("crm.lead.update", new { fields = new { Название = text } });
    }

    public async Task Failed(int id, string text)
    {
        try
        {
            await bx.Call("crm.lead.update", new { id, fields = new { TITLE = text } });
        }
        catch (Exception e)
        {
            Report("crm.lead.update", new Dictionary<string, object> { ["TITLE"] = text, ["Ошибка"] = e.Message });
        }
    }

    public void Reporter(string text) => reporter.Report("crm.lead.update", new Dictionary<string, object> { ["Название"] = text, ["Флорист"] = text });

    public Task ReporterAsync(string text) => reporter.ReportAsync("crm.lead.update", new { fields = new { Название = text } });

    public void Summary(string text) => reporter.Summarize("crm.lead.update", new { fields = new { Название = text } });

    public void Event(string text) => reporter.AddEvent("crm.lead.update", new { fields = new { Название = text } });

    public Task Row(string text) => sheet.Append("crm.lead.update", new { TITLE = text, Флорист = text });

    public void Cached(string text) => cache.Set("crm.lead.update", new { fields = new { Название = text } });

    public Task Shown(string text) => screen.Update("crm.lead.update", new { fields = new { Название = text } });

    public void ShownNow(string text) => screen.Show("crm.lead.update", new { fields = new { Название = text } });

    public void Raised(string text) => Called?.Invoke("crm.lead.update", new { fields = new { Название = text } });

    public void Progress(IProgress<object> progress, string text) => progress.Report(new { Method = "crm.lead.update", Fields = new { Название = text } });

    public void Delegate(Action<string, object> report, string text) => report("crm.lead.update", new { fields = new { Название = text } });

    public Task Notification(string text) => screen.Update("x", new NotificationRow("crm.lead.update", new { Название = text }));

    public void Written(string text) => output.WriteLine("{0} {1}", "crm.lead.update", new { fields = new { Название = text } });

    public void Variable(string text)
    {
        var row = new Dictionary<string, object> { ["method"] = "crm.lead.update", ["fields"] = new { Название = text } };
        Report(row);
    }

    private void Report(Dictionary<string, object> row) => output.WriteLine(JsonSerializer.Serialize(row));

    private void Report(string name, Dictionary<string, object> values)
    {
        foreach (var value in values)
        {
            output.WriteLine($"{name} {value.Key}: {value.Value}");
        }
    }

    private void Summarize(string name, object values)
    {
        string text = JsonSerializer.Serialize(values);
        output.WriteLine(name + text);
    }

    private static async Task KeepAsync(string name, object values) => await File.AppendAllTextAsync(name + ".txt", JsonSerializer.Serialize(values));
}

public sealed class Expectations(IBx bx, Mock<IBx> mock)
{
    public void Setup() => mock.Setup(b => b.Call("crm.lead.update", new { id = 5, fields = new { TITEL = "x" } }));

    public void Verify() => mock.Verify(b => b.Call("crm.lead.update", new { id = 5, fields = new { TITEL = "x" } }));

    public void Received() => bx.Received().Call("crm.lead.update", new { id = 5, fields = new { TITEL = "x" } });
}

// The entry is added after the request has been sent.
public sealed class Afterwards(IBx bx, HttpClient http, string hook, TextWriter output)
{
    public void Now(int id, string text)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        bx.CallNow("crm.lead.update", new { id, fields });
        fields["Флорист"] = text;
        output.WriteLine(fields);
    }

    public void Result(int id, string text)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        var reply = bx.Call("crm.lead.update", new { id, fields }).Result;
        fields["Ответ"] = reply;
        output.WriteLine(fields);
    }

    public async Task Started(int id, string text)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        var call = bx.Call("crm.lead.update", new { id, fields });
        fields["Ответ"] = await call;
        output.WriteLine(fields);
    }

    public async Task Loop(int[] ids, string text)
    {
        foreach (int id in ids)
        {
            var fields = new Dictionary<string, object> { ["TITLE"] = text };
            await bx.Call("crm.lead.update", new { id, fields });
            fields["Флорист"] = text;
            output.WriteLine(fields);
        }
    }

    public async Task Serialized(int id, string text)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        using var content = new StringContent(JsonSerializer.Serialize(new { id, fields }));
        fields["Флорист"] = text;
        output.WriteLine(fields);
        await http.PostAsync(hook + "crm.lead.update", content);
    }

    public async Task InMethod(int id, string text)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        await Update(id, fields);
        fields["Флорист"] = text;
        output.WriteLine(fields);
    }

    private Task Update(int id, Dictionary<string, object> fields) => bx.Call("crm.lead.update", new { id, fields });
}
