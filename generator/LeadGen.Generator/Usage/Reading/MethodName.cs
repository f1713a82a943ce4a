namespace LeadGen.Generator.Usage.Reading;

/// <summary>Finds the name of a REST method in a text: the whole text, or the last segment of an address.</summary>
internal static class MethodName
{
    /// <summary>Represents the name of a method of Bitrix24 that is built at run time.</summary>
    public const string Unknown = "?";

    // The first words of Bitrix24's methods. Other names with dots (hosts, files, namespaces, other systems) are not methods.
    private static readonly HashSet<string> s_scopes = new(StringComparer.Ordinal)
    {
        "crm", "tasks", "task", "user", "department", "calendar", "disk", "im", "imbot", "imopenlines", "imconnector", "sale", "catalog", "lists",
        "log", "sonet_group", "socialnetwork", "bizproc", "telephony", "voximplant", "event", "placement", "app", "entity", "timeman",
        "landing", "messageservice", "mailservice", "documentgenerator", "userfieldconfig", "userfieldtype", "rpa", "booking", "pull",
        "humanresources", "vote", "main", "userconsent", "salescenter", "paysystem", "cashbox", "delivery", "feature", "server",
    };

    /// <summary>Finds the method, in lower case; <see cref="Unknown"/> if it is built at run time, <see langword="null"/> if there is none.</summary>
    public static string? Find(string text) => Find(text, out _);

    /// <summary>Finds the method in a string, and the offset of the query string; -1 if there is none.</summary>
    public static string? Find(string text, out int query)
    {
        query = -1;
        int end = text.IndexOf('?');
        if (end >= 0)
        {
            query = end + 1;
        }
        else
        {
            end = text.IndexOf('#');
        }

        string path = end < 0 ? text : text.Substring(0, end);
        if (path.Length < 5 || path[0] is '{' or '[')
        {
            return null;
        }

        path = path.TrimEnd('/');
        int start = path.LastIndexOf('/') + 1;
        string segment = path.Substring(start);
        if (start >= 3 && path[start - 2] == '/' && path[start - 3] == ':')
        {
            // The host of an address.
            return null;
        }

        if (segment.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            segment = segment.Substring(0, segment.Length - ".json".Length);
        }
        else if (segment.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
        {
            segment = segment.Substring(0, segment.Length - ".xml".Length);
        }

        // A value before the name is the address: {hook}crm.lead.add. A value inside the name makes the method unknown.
        string name = segment.TrimStart(TextShape.HoleMark).Trim().ToLowerInvariant();
        if (name.IndexOf(TextShape.HoleMark) >= 0)
        {
            return name.IndexOf("crm.", StringComparison.Ordinal) >= 0 ? Unknown : null;
        }

        if (!IsName(name))
        {
            return name.StartsWith("crm.", StringComparison.Ordinal) && name.IndexOf('{') > 0 ? Unknown : null;
        }

        if (name == "batch")
        {
            return name;
        }

        int dot = name.IndexOf('.');
        return dot > 0 && s_scopes.Contains(name.Substring(0, dot)) ? name : null;
    }

    private static bool IsName(string name)
    {
        if (name.Length == 0 || name[0] is < 'a' or > 'z' || name[name.Length - 1] == '.')
        {
            return false;
        }

        foreach (char c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
