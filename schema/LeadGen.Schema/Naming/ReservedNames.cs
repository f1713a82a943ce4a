namespace LeadGen.Schema.Naming;

/// <summary>Lists names that fields and values must not have, because they are used by other parts of the generated code.</summary>
public static class ReservedNames
{
    /// <summary>Gets the members of <see cref="object"/>.</summary>
    public static IReadOnlyList<string> ObjectMembers { get; } =
        ["Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals"];

    /// <summary>Gets the members of <see cref="object"/>, of the runtime's base classes, and of the generated classes.</summary>
    public static IReadOnlyList<string> Members { get; } =
    [
        .. ObjectMembers,
        "Item", "Codes", "Contains", "ReplyTime", "KnownId", "ReadAddressParts", "FieldSet", "IsKnown", "IsRead", "IsPortalValueKnown", "IsReturned", "WasRequested", "IsAssigned", "IsUnchanged", "IsStale", "AssignedId", "TryGet", "TryGetRead",
        "Value", "Reference", "Values", "Set", "ReadAddress", "AssignAddress", "ReadText", "ReadInteger", "ReadNumber", "ReadFlag", "ReadDate", "ReadTime", "ReadMoney", "ReadEnumeration", "ReadEnumerations", "ReadList",
        "AssignText", "AssignInteger", "AssignNumber", "AssignFlag", "AssignDate", "AssignTime", "AssignMoney", "AssignEnumeration", "AssignEnumerations", "AssignList", "FindAssignment", "FirstAssigned", "Entity", "ReadOrigin", "ReadPortal", "Copy", "GetAddress", "SetAddress",
        "RecordId", "IsEmpty", "CanAddEntries", "FromChanges",
        "All", "SchemaHash", "AddressParts", "Cache", "s_all",
    ];

    /// <summary>Gets the members of a generated status type.</summary>
    public static IReadOnlyList<string> StatusMembers { get; } =
    [
        .. ObjectMembers,
        "Code", "FromCode", "All", "IsKnown", "Label", "Deconstruct", "PrintMembers", "EqualityContract",
    ];

    /// <summary>Gets the names that are invalid for enum members.</summary>
    public static IReadOnlyList<string> EnumerationMembers { get; } = ["value__"];

    /// <summary>Gets the public types of the runtime, so that <c>using LeadGen;</c> together with the portal's namespace is not ambiguous.</summary>
    public static IReadOnlyList<string> RuntimeTypes { get; } =
    [
        "Bitrix24AccessDeniedException", "Bitrix24AssigneeException", "Bitrix24AuthenticationException", "Bitrix24Exception", "Bitrix24FieldNotFoundException", "Bitrix24LimitException",
        "Bitrix24RejectedException", "Bitrix24ReplyException", "Bitrix24ServerException", "Bitrix24TokenStoreException",
        "Bitrix24TransportException", "ClearForm", "CrmEntityType", "CrmLink", "EmailType", "ICode", "IDistributedRateLimiter", "ICrmRecord", "IOAuthTokenStore", "IOperatingTimeStore", "ImType", "LeadApi",
        "CrmAddress", "CrmBulkOptions", "CrmBulkProgress", "CrmCreateReply", "CrmEntity", "CrmUpdate", "Bitrix24Client", "Bitrix24ClientEvents", "Bitrix24ClientOptions",
        "Bitrix24ClientWait", "CrmCodeFilters", "CrmField", "CrmFieldFilters", "CrmFieldFlags", "CrmFieldFormatException", "CrmFieldLimits",
        "CrmFieldNotReadException", "CrmFieldRows", "CrmFieldSet", "CrmFile", "CrmFilter", "CrmMultiField", "Bitrix24NotFoundException", "CrmPayload", "CrmQuery",
        "CrmReadResult", "CrmRejectedField", "CrmRecord", "CrmUpdateReply", "Bitrix24RetryOptions", "CrmSchemaDifference", "CrmSchemaDifferenceKind",
        "CrmSchemaDrift", "CrmUpdateOptions", "CrmUpdateResult", "CrmUpdateStatus", "CrmFieldMismatch", "CrmVerification", "CrmValueException", "CrmValues",
        "MapAddress", "MemoryOAuthTokenStore", "Money", "MultiFieldEntry", "MultiFieldType", "CrmDraft", "NotSerializableConverter", "OAuthApplication",
        "Bitrix24BatchReply", "Bitrix24CallOptions", "Bitrix24Command", "Bitrix24CommandResult", "Bitrix24CommandStatus", "Bitrix24Reply", "CrmCreateResult", "CrmCreateStatus", "CrmDeleteReply", "CrmPage",
        "Bitrix24ClientCrmExtensions", "CrmContactLink", "CrmDiscountType", "CrmDuplicateTypes", "CrmDuplicates", "CrmFindOrCreateOptions", "CrmFindOrCreateReply", "CrmKey", "CrmMatches", "CrmProductRow",
        "Bitrix24FileException", "Bitrix24ClientFileExtensions", "CrmDraftExtensions", "CrmFileContent", "CrmFileDownload",
        "OAuthApplicationExtensions", "OAuthToken", "OAuthTokenStoreExtensions", "OperatingTime", "PhoneType", "PortalLimits", "PortalTime", "StoredOAuthToken", "WebType", "WireFormat",
    ];

    /// <summary>Gets the types of implicit usings whose names could be the names of fields.</summary>
    public static IReadOnlyList<string> CommonTypes { get; } =
    [
        "Action", "Activator", "Array", "Attribute", "Base64", "Boolean", "Buffer", "Byte", "Char", "Console", "Convert", "DateOnly",
        "DateTime", "DateTimeOffset", "Decimal", "Delegate", "Dictionary", "Directory", "Double", "Enum", "Enumerable", "Environment",
        "EventArgs", "Exception", "File", "Func", "Guid", "HashSet", "Half", "Index", "Int32", "Int64", "Interlocked", "IComparable",
        "KeyValuePair", "Lazy", "List", "Lock", "Lookup", "Math", "Memory", "Monitor", "Nullable", "Object", "Parallel", "Path",
        "Progress", "Queue", "Random", "Range", "Single", "Span", "Stack", "Stream", "String", "StringComparer", "System", "Task",
        "Thread", "ThreadPool", "TimeOnly", "Timeout", "Timer", "TimeSpan", "TimeZone", "TimeZoneInfo", "Tuple", "Type", "Uri",
        "Version", "Volatile",
    ];
}
