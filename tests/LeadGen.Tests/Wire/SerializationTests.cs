using System.Text.Json;
using System.Text.Json.Serialization;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Wire;

/// <summary>Tests that System.Text.Json reads the value that it wrote, or throws an exception.</summary>
public sealed partial class SerializationTests
{
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions s_generated = new() { TypeInfoResolver = GeneratedContext.Default };
    private static readonly Lead s_lead = Given.Lead("""{"ID": "42", "PHONE": [{"ID": "7", "VALUE": "+7", "VALUE_TYPE": "MOBILE"}]}""");
    private static readonly DateTimeOffset s_time = new(2026, 3, 8, 12, 30, 0, TimeSpan.FromHours(3));
    private static readonly OAuthToken s_token = new("access", "refresh", s_time, new Uri("https://portal.example/rest/"), "member");
    private static readonly PortalTime s_portalTime = new(TimeSpan.FromSeconds(1), null, TimeSpan.FromSeconds(2), s_time) { FinishedAt = s_time };

    /// <summary>Values of each value-like type, and of types that contain values.</summary>
    private static readonly object[] s_values =
    [
        CrmEntityType.Deal, CrmEntityType.WithoutPrefix, default(CrmEntityType), new CrmLink(CrmEntityType.SmartProcess(148), 5), new CrmLink(CrmEntityType.WithoutPrefix, 5), default(CrmLink),
        EmailType.Work, ImType.Telegram, PhoneType.Mobile, new PhoneType { Code = "ДОМ" }, new PhoneType(), WebType.Home, MultiFieldType.Other,
        s_lead.Phone[0], new MultiFieldEntry<PhoneType>("+7", PhoneType.Work), default(MultiFieldEntry<PhoneType>), new MultiFieldEntry<EmailType>("a@b", EmailType.Work),
        new Money(300.50m, "RUB"), new Money(1, ""), new MapAddress("Дом", 55.7m, 37.6m, 21), new MapAddress("Дом"),
        new CrmAddress { Address = "а", Address2 = "б", City = "в", PostalCode = "г", Region = "д", Province = "е", Country = "ж", CountryCode = "з" },
        new CrmFile(5, "/show", "/download"),
        new OperatingTime(TimeSpan.FromSeconds(5), s_time), s_token, new StoredOAuthToken(s_token, 3), s_portalTime, new CrmUpdateReply(true, s_portalTime), new CrmCreateReply(5, true), new CrmDeleteReply(s_portalTime),
        new Bitrix24Reply<int>(5, 120, 50, s_portalTime), new Bitrix24CallOptions { IsRepeatable = true }, Bitrix24CommandStatus.Skipped, CrmCreateStatus.OtherAssignee,
        new CrmBulkProgress(1, 2, 3, 4, 5), new CrmBulkOptions { BatchSize = 5 }, new CrmUpdateOptions { RegisterSonetEvent = true }, PortalLimits.Enterprise,
        new CrmSchemaDifference("A", "b", CrmSchemaDifferenceKind.ItemAdded, 5, true, "c"), new CrmReadResult<Lead>(5, null),
        new CrmRejectedField("TITLE", "Title", "Название"),
        new CrmFindOrCreateReply(5, true, [5]) { HadUnknownAttempt = true, Created = new CrmCreateReply(5, true) }, new CrmFindOrCreateOptions { RetryDelay = TimeSpan.FromSeconds(1) }, CrmKey.Phone,
        new CrmDuplicates(new CrmMatches([5, 6], true), new CrmMatches([], false), new CrmMatches([7], false)), new CrmMatches([5], true), CrmDuplicateTypes.All,
        new CrmContactLink(5, true, 10), new CrmProductRow { Id = 1, RecordId = 5, ProductName = "a", Price = 1.5m, DiscountType = CrmDiscountType.Amount, IsTaxIncluded = true }, CrmDiscountType.Percent,
        ClearForm.Zero, LeadApi.Item, Bitrix24ClientWait.TooManyCalls, CrmFieldFlags.Multiple | CrmFieldFlags.Custom, CrmSchemaDifferenceKind.Added, CrmUpdateStatus.Unknown,
        LeadStatus.Converted, new LeadStatus("UC_1"), default(LeadStatus), EnumerationOne.Pervyy, (EnumerationOne)99,
    ];

    /// <summary>Instances of types that are not values, or whose properties do not contain all data.</summary>
    private static readonly object[] s_rejected =
    [
        new LeadUpdate(42).SetTitle("a"), new LeadDraft().SetTitle("a").SetDemanded("b"), new CrmQuery().Select(LeadFields.Title), LeadFields.Title.Is("a"),
        new CrmUpdateResult(1, new LeadUpdate(42).SetTitle("a"), CrmUpdateStatus.Updated), new CrmCreateResult(1, new LeadDraft().SetTitle("a").SetDemanded("b"), CrmCreateStatus.Created),
    ];

    /// <summary>Types of the runtime that are neither: services, their options, descriptions of fields and results that contain them, contents of files, and the record that a client reads.</summary>
    private static readonly Type[] s_others =
    [
        typeof(Bitrix24Client), typeof(Bitrix24ClientOptions), typeof(Bitrix24RetryOptions), typeof(OAuthApplication), typeof(MemoryOAuthTokenStore), typeof(NotSerializableConverter),
        typeof(CrmField<>), typeof(CrmFieldLimits), typeof(CrmMultiField<>), typeof(CrmEntity), typeof(CrmFieldSet), typeof(CrmPayload), typeof(CrmSchemaDrift),
        typeof(CrmVerification), typeof(CrmFieldMismatch), typeof(Bitrix24Command), typeof(Bitrix24CommandResult), typeof(Bitrix24BatchReply), typeof(CrmPage<>), typeof(CrmFileContent), typeof(CrmFileDownload),
    ];

    public static TheoryData<int> Values => [.. Enumerable.Range(0, s_values.Length)];

    public static TheoryData<int> Rejected => [.. Enumerable.Range(0, s_rejected.Length)];

    [Fact]
    public void Each_public_type_is_tested()
    {
        var tested = s_values.Concat(s_rejected).Select(static v => v.GetType()).Select(static t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).Concat(s_others).ToHashSet();
        IEnumerable<Type> types = typeof(Bitrix24Client).Assembly.GetExportedTypes()
            .Where(static t => !t.IsInterface && !t.IsAbstract && !t.IsNested && !t.IsAssignableTo(typeof(Exception)) && !t.IsAssignableTo(typeof(Delegate)));
        Assert.All(types, t => Assert.Contains(t, tested));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_survives_a_round_trip(int index)
    {
        object value = s_values[index];
        AssertSurvives(value, JsonSerializerOptions.Default);
        AssertSurvives(value, s_web);
        if (value.GetType().Assembly == typeof(Bitrix24Client).Assembly && value is not CrmReadResult<Lead>)
        {
            AssertSurvives(value, s_generated);
        }
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void A_value_that_JSON_cannot_represent_is_rejected(int index)
    {
        object value = s_rejected[index];
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(value, value.GetType()));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize("{}", value.GetType()));
        if (value is CrmValues values)
        {
            Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(values));
            Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new[] { (object)values }));
            Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(values, s_generated));
        }
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Newtonsoft_Json_also_rejects_a_value_that_JSON_cannot_represent(int index)
    {
        object value = s_rejected[index];
        Assert.IsType<NotSupportedException>(Assert.ThrowsAny<Exception>(() => Newtonsoft.Json.JsonConvert.SerializeObject(value)).GetBaseException());
        if (value is CrmValues or CrmQuery)
        {
            Assert.IsType<NotSupportedException>(
                Assert.ThrowsAny<Exception>(() => Newtonsoft.Json.JsonConvert.DeserializeObject("""{"leadId": 42}""", value.GetType())).GetBaseException());
        }
    }

    [Fact]
    public void A_lead_that_was_deserialized_keeps_its_ID()
    {
        Lead lead = Given.Lead("""{"ID": "42", "COMMENTS": "a"}"""), other = Given.Lead("""{"ID": "43", "COMMENTS": "b"}""");
        Assert.Equal(42, Copy(lead).Id);
        Assert.True(LeadUpdate.FromChanges(lead, Copy(lead)).IsEmpty);
        string message = Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(lead, Copy(other))).Message;
        Assert.Contains("record 42", message, StringComparison.Ordinal);
        Assert.Contains("record 43", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(Copy(lead), Copy(lead)));

        Assert.False(LeadUpdate.FromChanges(lead, new Lead { Comments = "b" }).IsEmpty);
        Assert.False(LeadUpdate.FromChanges(lead, JsonSerializer.Deserialize<Lead>("""{"Id": null, "Comments": "b"}""")!).IsEmpty);
    }

    [Fact]
    public void An_entry_that_was_deserialized_is_not_added_a_second_time()
    {
        MultiFieldEntry<PhoneType> entry = JsonSerializer.Deserialize<MultiFieldEntry<PhoneType>>(JsonSerializer.Serialize(s_lead.Phone[0]));
        Assert.Equal(7, entry.Id);
        AssertNotSent(entry with { Value = "+8" });
        AssertNotSent(s_lead.Phone[0] with { Id = 7, Value = "+8" });
        AssertNotSent(s_lead.Phone[0] with { Id = 8 });
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).ChangePhone(entry, "+8", PhoneType.Work));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).RemovePhone(entry));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).ReplacePhone(s_lead, [entry]));
    }

    private static Lead Copy(Lead lead) => JsonSerializer.Deserialize<Lead>(JsonSerializer.Serialize(lead))!;

    private static void AssertNotSent(MultiFieldEntry<PhoneType> entry)
    {
        Lead after = s_lead.Copy();
        after.Phone = [entry];
        Assert.Contains("was not read from a lead", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(s_lead, after)).Message, StringComparison.Ordinal);
    }

    private static void AssertSurvives(object value, JsonSerializerOptions options)
    {
        string json = JsonSerializer.Serialize(value, value.GetType(), options);
        object? read = JsonSerializer.Deserialize(json, value.GetType(), options);
        if (value is CrmFile)
        {
            Assert.Equivalent(value, read, strict: true);
        }
        else
        {
            Assert.Equal(value, read);
        }
    }

    [JsonSerializable(typeof(CrmLink))]
    [JsonSerializable(typeof(MultiFieldEntry<PhoneType>))]
    [JsonSerializable(typeof(MultiFieldEntry<EmailType>))]
    [JsonSerializable(typeof(ImType))]
    [JsonSerializable(typeof(WebType))]
    [JsonSerializable(typeof(MultiFieldType))]
    [JsonSerializable(typeof(Money))]
    [JsonSerializable(typeof(MapAddress))]
    [JsonSerializable(typeof(CrmAddress))]
    [JsonSerializable(typeof(CrmFile))]
    [JsonSerializable(typeof(OperatingTime))]
    [JsonSerializable(typeof(StoredOAuthToken))]
    [JsonSerializable(typeof(CrmUpdateReply))]
    [JsonSerializable(typeof(CrmCreateReply))]
    [JsonSerializable(typeof(CrmCreateStatus))]
    [JsonSerializable(typeof(CrmDeleteReply))]
    [JsonSerializable(typeof(CrmRejectedField))]
    [JsonSerializable(typeof(CrmFindOrCreateReply))]
    [JsonSerializable(typeof(CrmFindOrCreateOptions))]
    [JsonSerializable(typeof(CrmKey))]
    [JsonSerializable(typeof(CrmDuplicates))]
    [JsonSerializable(typeof(CrmMatches))]
    [JsonSerializable(typeof(CrmDuplicateTypes))]
    [JsonSerializable(typeof(CrmContactLink))]
    [JsonSerializable(typeof(CrmProductRow))]
    [JsonSerializable(typeof(CrmBulkProgress))]
    [JsonSerializable(typeof(CrmBulkOptions))]
    [JsonSerializable(typeof(CrmUpdateOptions))]
    [JsonSerializable(typeof(PortalLimits))]
    [JsonSerializable(typeof(CrmSchemaDifference))]
    [JsonSerializable(typeof(ClearForm))]
    [JsonSerializable(typeof(LeadApi))]
    [JsonSerializable(typeof(Bitrix24ClientWait))]
    [JsonSerializable(typeof(CrmFieldFlags))]
    [JsonSerializable(typeof(CrmUpdateStatus))]
    [JsonSerializable(typeof(Bitrix24Reply<int>))]
    [JsonSerializable(typeof(Bitrix24CallOptions))]
    [JsonSerializable(typeof(Bitrix24CommandStatus))]
    [JsonSerializable(typeof(CrmValues))]
    private sealed partial class GeneratedContext : JsonSerializerContext;
}
