// Requests next to reports, and maps that are changed or sent after the code that contains the name of the method.
using System.IO;
using Newtonsoft.Json.Linq;

namespace Corpus.Deferred;

public interface IBx
{
    Task<JToken> Call(string method, object? arguments = null);

    JToken CallNow(string method, object? arguments = null);

    void CallLater(string method, object arguments);
}

public sealed class Deferred(IBx bx, TextWriter output, Queue<(string, object)> queue)
{
    private string? _method;
    private object? _arguments;

    public void Printed(int id, string text) => output.WriteLine(bx.CallNow("crm.lead.update", new { id, fields = new { PRINTED = text } })); // expect: unknown-field

    public void Later(int id, string text) => bx.CallLater("crm.lead.update", new { id, fields = new { LATER = text } }); // expect: unknown-field

    public void Queued(int id, string text) => Add("crm.lead.update", new { id, fields = new { QUEUED = text } }); // expect: unknown-field

    public void Kept(int id, string text) => Remembered("crm.lead.update", new { id, fields = new { KEPT = text } });

    public void Assigned(int id, string text) => Prepare("crm.lead.update", new { id, fields = new { KEPT = text } }); // expect: unknown-field

    public async Task NextTime(int id, string text)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        for (int i = 0; i < 2; i++)
        {
            await bx.Call("crm.lead.update", new { id, fields });
            fields["ATTEMPT"] = i; // expect: unknown-field
        }
    }

    public async Task Function(int id, string text)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        Func<Task> send = () => bx.Call("crm.lead.update", new { id, fields });
        fields["SENT_LATER"] = text; // expect: unknown-field
        await send();
    }

    public Task Conditional(int id, Dictionary<string, object>? fields, string text)
    {
        fields?.Add("CONDITIONAL", text); // expect: unknown-field
        return bx.Call("crm.lead.update", new { id, fields });
    }

    private void Add(string method, object arguments) => queue.Enqueue((method, arguments));

    private void Remembered(string method, object arguments) => output.WriteLine(method + arguments);

    private void Prepare(string method, object arguments)
    {
        _method = method;
        _arguments = arguments;
    }
}
