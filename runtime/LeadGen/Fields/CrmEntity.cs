using System.ComponentModel;
using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Describes an entity of Bitrix24's CRM to the client: its REST methods, and the fields that a portal changes together. Created by generated code.</summary>
public sealed class CrmEntity
{
    private const int LeadTypeId = 1;

    /// <summary>Initializes a description. Called by generated code.</summary>
    /// <param name="name">The name of one item in messages, such as <c>lead</c>.</param>
    /// <param name="methodPrefix">The common prefix of the entity's methods, such as <c>crm.lead</c>.</param>
    /// <param name="entityTypeId">The <c>entityTypeId</c> of <c>crm.item.*</c>.</param>
    /// <param name="amountCode">The code of the amount.</param>
    /// <param name="isManualAmountCode">The code of the flag that the amount was entered manually.</param>
    /// <param name="contactCode">The code of the first contact.</param>
    /// <param name="contactsCode">The code of all contacts.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmEntity(string name, string methodPrefix, int entityTypeId, string amountCode, string isManualAmountCode, string contactCode, string contactsCode)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(methodPrefix);
        Name = name;
        MethodPrefix = methodPrefix;
        EntityTypeId = entityTypeId;
        AmountCode = amountCode;
        IsManualAmount = new CrmField<bool>(isManualAmountCode, isManualAmountCode, FieldType.Char.Name, CrmFieldFlags.None, ClearForm.None, WireFormat.YesNo);
        ContactCode = contactCode;
        ContactsCode = contactsCode;
        Methods = new CrmMethods(methodPrefix);
    }

    /// <summary>Gets the name of one item in messages: <c>lead</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the common prefix of the entity's REST methods, such as <c>crm.lead</c>.</summary>
    public string MethodPrefix { get; }

    /// <summary>Gets the <c>entityTypeId</c> of <c>crm.item.*</c>.</summary>
    internal int EntityTypeId { get; }

    /// <summary>Gets the methods of <see cref="LeadApi.Classic"/>.</summary>
    internal CrmMethods Methods { get; }

    /// <summary>Gets the name of the entity in searches for duplicates, such as <c>LEAD</c>.</summary>
    internal string DuplicateType => Name.ToUpperInvariant();

    /// <summary>Gets the code of the entity as an owner of product rows, such as <c>L</c>.</summary>
    internal string OwnerType => EntityTypeId == LeadTypeId ? CrmEntityType.Lead.Prefix : throw new NotSupportedException($"LeadGen does not know the code of {Name} as an owner of product rows.");

    internal string AmountCode { get; }

    /// <summary>Gets the flag that the amount was entered manually. It is the same for all portals. A portal without it does not compute the amount.</summary>
    internal CrmField<bool> IsManualAmount { get; }

    internal string ContactCode { get; }

    /// <summary>Gets the code of all contacts. Writing it or <see cref="ContactCode"/> replaces all contacts.</summary>
    internal string ContactsCode { get; }

    /// <summary>Gets the key of the data that a field writes. The parts of an address share one key, and so do both fields of the contacts, because a portal changes them together.</summary>
    internal string GetDataCode(string code) => CrmAddress.IsPart(code) ? CrmAddress.Key : code == ContactCode ? ContactsCode : code;

    /// <summary>Gets the name of a method for the contacts of a record.</summary>
    /// <param name="verb"><c>get</c>, <c>set</c> or <c>delete</c>.</param>
    internal string ContactsMethod(string verb) => $"{MethodPrefix}.contact.items.{verb}";

    /// <summary>Determines whether an update or a draft can write the field, alone or together with other fields, such as a part of the address.</summary>
    internal bool CanWrite(CrmField field) =>
        (field.Flags & (CrmFieldFlags.ReadOnly | CrmFieldFlags.NotUpdatable)) == 0 || field.Clear != ClearForm.None || field.Code == ContactCode;

    /// <summary>Returns the name of the entity.</summary>
    public override string ToString() => Name;
}
