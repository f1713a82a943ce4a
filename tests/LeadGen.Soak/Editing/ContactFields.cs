using System.Globalization;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>The contacts of a lead, which a portal accepts and never returns: only the builder sets them. The first one is also CONTACT_ID.</summary>
internal sealed class ContactFields : EditedField
{
    public override IReadOnlyList<string> Codes { get; } = [LeadFields.Codes.ContactIds, LeadFields.Codes.ContactId];

    public override Operation Edit(EditContext context)
    {
        if (context.IsByRecord)
        {
            return new Operation("nothing", false, static (_, _, _) => { }, static _ => { });
        }

        long[] contacts = [context.Unique, context.Unique + 1];
        return new Operation("new contacts", false, (_, _, update) => update.SetContactIds(contacts), patch => Plan(patch, contacts));
    }

    public override Operation? EditUnread(EditContext context) => null;

    public override string? CheckRead(Lead lead, EditContext context) => null;

    public override (Patch Patch, Dictionary<string, object> Fields) Overwrite(EditContext context)
    {
        var patch = new Patch();
        Plan(patch, [context.Unique]);
        return (patch, new() { [LeadFields.Codes.ContactIds] = new[] { context.Unique } });
    }

    private static void Plan(Patch patch, long[] contacts)
    {
        string[] texts = [.. contacts.Select(static c => c.ToString(CultureInfo.InvariantCulture))];
        patch.SetList(LeadFields.Codes.ContactIds, texts);
        patch.Set(LeadFields.Codes.ContactId, texts[0]);
    }
}
