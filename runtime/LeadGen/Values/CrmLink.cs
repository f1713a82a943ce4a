using System.Globalization;

namespace LeadGen;

/// <summary>Represents the value of a custom field of type <c>crm</c>: a link to another CRM entity.</summary>
/// <param name="Type">The type of the entity.</param>
/// <param name="Id">The ID of the entity.</param>
public readonly record struct CrmLink(CrmEntityType Type, long Id)
{
    /// <summary>Returns the text that portals store, such as <c>D_12</c> or <c>T94_5</c>, or only the ID if the type has no prefix.</summary>
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
