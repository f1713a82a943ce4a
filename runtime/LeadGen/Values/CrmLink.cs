using System.Globalization;

namespace LeadGen;

/// <summary>The value of a custom field of type <c>crm</c>: a link to another entity of the CRM.</summary>
/// <param name="Type">The kind of entity.</param>
/// <param name="Id">The entity's id.</param>
public readonly record struct CrmLink(CrmEntityType Type, long Id)
{
    /// <summary>The form that portals keep: <c>D_12</c>, <c>T94_5</c>, or the id alone.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Type.Prefix}{(string.IsNullOrEmpty(Type.Prefix) ? "" : "_")}{Id}");

    internal static bool TryParse(string text, out CrmLink link)
    {
        int separator = text.LastIndexOf('_');
        bool isLink = long.TryParse(text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        link = new CrmLink(new CrmEntityType(separator < 0 ? "" : text[..separator]), id);
        return isLink;
    }
}
