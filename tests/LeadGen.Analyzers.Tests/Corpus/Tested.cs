// Methods of the project that test or change the constants that their callers pass.
namespace Corpus.Tested;

public interface IBx
{
    Task Call(string method, object arguments);
}

public sealed class Tested(IBx bx)
{
    public Task Save(int id, string name) => id == 0 ? bx.Call("crm.lead.add", new { fields = new { NAME = name } }) : bx.Call("crm.lead.update", new { id, fields = new { NAME = name } });

    public Task Insert() => Save(0, "Анна");

    public Task Guarded(int id)
    {
        if (id <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(id));
        }

        return bx.Call("crm.lead.update", new { id, fields = new { NAME = "x" } });
    }

    public Task Rejected() => Guarded(0);

    public Task Rename(int id, string title)
    {
        var fields = new Dictionary<string, object?>();
        if (title.Length > 0)
        {
            fields["TITLE"] = title;
        }

        return bx.Call("crm.lead.update", new { id, fields });
    }

    public Task KeepTitle() => Rename(5, "");

    public Task Titled(int id, string title) => bx.Call("crm.lead.update", new { id, fields = new { TITLE = string.IsNullOrEmpty(title) ? "Без названия" : title } });

    public Task Untitled() => Titled(5, "");

    public Task Move(int id, string level)
    {
        var fields = new Dictionary<string, object?> { ["SOURCE_ID"] = level == "site" ? "WEB" : level };
        if (level != "none")
        {
            fields["STATUS_ID"] = level;
        }

        return bx.Call("crm.lead.update", new { id, fields });
    }

    public Task Stay() => Move(5, "none");

    public Task Close(int id, string level)
    {
        level = level.ToUpperInvariant();
        if (level == "LOST")
        {
            level = "JUNK";
        }

        return bx.Call("crm.lead.update", new { id, fields = new { STATUS_ID = level } });
    }

    public Task Lose() => Close(5, "lost");

    public Task Born(int id, object? date)
    {
        var fields = new Dictionary<string, object?> { ["NAME"] = "x" };
        if (date != null)
        {
            fields.Add("BIRTHDATE", date);
        }

        if (id > 100)
        {
            fields.Remove("NAME");
        }

        return bx.Call("crm.lead.update", new { id, fields });
    }

    public Task Unborn() => Born(5, null);

    public Task Update(int id, string name) => bx.Call("crm.lead.update", new { id, fields = new { NAME = name } });

    public Task UpdateNone() => Update(0, "x"); // expect: value

    public Task SetStatus(int id, string? status)
    {
        var fields = new Dictionary<string, object?>();
        if (!string.IsNullOrEmpty(status))
        {
            fields["STATUS_ID"] = status;
        }

        return bx.Call("crm.lead.update", new { id, fields });
    }

    public Task SetUnknown() => SetStatus(5, "SOMEDAY"); // expect: value

    public Task Fallback(int id, string? title) => bx.Call("crm.lead.update", new { id, fields = new { TITLE = title ?? "" } });

    public Task NewLead() => bx.Call("crm.lead.add", new { fields = new { TITLE = "" } });
}
