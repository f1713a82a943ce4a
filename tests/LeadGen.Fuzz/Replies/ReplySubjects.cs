using System.Reflection;
using CsCheck;
using LeadGen.Fuzz.Portal;
using LeadGen.Fuzz.Running;

namespace LeadGen.Fuzz.Replies;

/// <summary>Checks that calls return the requested result or throw a typed exception without secrets, for any reply of a server.</summary>
internal static class ReplySubjects
{
    private const string Secret = "s3cr3tw0rdofthehook";
    private const string Host = "https://acme.example";
    private const string TokenHost = "https://oauth.example";
    private const int MaxLeads = 200;

    private static readonly string[] s_secrets = [Secret, "0ld-acc3ss", "0ld-r3fr3sh", "s3cr3t-0f-the-app"];

    private static readonly PropertyInfo[] s_properties = typeof(Lead).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static readonly LeadUpdate[] s_updates = [new LeadUpdate(1).SetTitle("a"), new LeadUpdate(2).AddPhone("+7", PhoneType.Work), new LeadUpdate(3).ClearStringMany()];

    public static IReadOnlyList<Subject> All() =>
    [
        OfPortal("get", static async (client, tally) => tally.Add(await client.GetAsync<Lead>(1608) is { } lead ? ReadAllProperties(lead) : "found no lead")),
        OfPortal("list", static async (client, tally) =>
        {
            int count = 0;
            await foreach (Lead lead in client.ListAsync<Lead>())
            {
                ReadAllProperties(lead);
                if (++count == MaxLeads)
                {
                    break;
                }
            }

            tally.Add("returned a list");
        }),
        OfPortal("update", static async (client, tally) => tally.Add(await client.UpdateAsync(s_updates[1]) is not null ? "was processed" : "returned null")),
        OfPortal("create", static async (client, tally) => tally.Add((await client.CreateAsync(new LeadDraft().SetTitle("a").SetDemanded("b"))).RecordId > 0 ? "returned an ID" : throw new CheckFailedException("an ID that is not positive"))),
        OfPortal("updates", static async (client, tally) =>
        {
            List<CrmUpdateResult> outcomes = [];
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(s_updates))
            {
                outcomes.Add(outcome);
                CheckFailure(outcome.Error, tally);
            }

            CheckOutcomes(outcomes.Select(static o => o.Index), s_updates.Length);
            tally.Add("returned a result for each update");
        }),
        OfPortal("gets", static async (client, tally) =>
        {
            List<long> ids = [];
            await foreach (CrmReadResult<Lead> outcome in client.GetManyAsync<Lead>([10L, 11L, 12L]))
            {
                ids.Add(outcome.Id - 10);
                CheckFailure(outcome.Error, tally);
                if (outcome.Record is { } lead)
                {
                    ReadAllProperties(lead);
                }
            }

            CheckOutcomes(ids, 3);
            tally.Add("returned a result for each lead");
        }),
        OfPortal("fields", static async (client, tally) =>
        {
            CrmSchemaDrift drift = await client.CheckSchemaAsync<Lead>();
            foreach (CrmSchemaDifference difference in drift.Differences)
            {
                PrintedText.Check(difference.ToString());
            }

            tally.Add("returned differences");
        }),
        Subject.Create("tokens", Gen.Select(RandomAnswers.OfTokenServer, RandomAnswers.OfPortal), static (x, tally) => CheckTokens(x.Item1, x.Item2, tally), static x => $"{x.Item1}\n  and then {x.Item2}"),
    ];

    private static Subject OfPortal(string name, Func<Bitrix24Client, Tally, Task> call) => Subject.Create(
        name,
        RandomAnswers.OfPortal.Array[1, 2],
        (answers, tally) =>
        {
            var portal = new HostilePortal(answers);
            using var http = new HttpClient(portal);
            using var client = new Bitrix24Client(Options(new Bitrix24ClientOptions { Webhook = $"{Host}/rest/7/{Secret}/" }), http);
            Run(() => call(client, tally), tally);
            CheckHosts(portal, [Host]);
        },
        static answers => string.Join("\n  and then ", answers.Select(static a => a.ToString())));

    private static void CheckTokens(Answer token, Answer after, Tally tally)
    {
        var expired = new Answer(401, """{"error": "expired_token", "error_description": ""}"""u8.ToArray());
        var portal = new HostilePortal(expired, token, after);
        using var http = new HttpClient(portal);
        var store = new MemoryOAuthTokenStore(new OAuthToken(s_secrets[1], s_secrets[2], DateTimeOffset.UnixEpoch, new Uri(Host + "/rest/"), "m1"));
        using var client = new Bitrix24Client(
            Options(new Bitrix24ClientOptions
            {
                OAuth = new OAuthApplication { ClientId = "local.fuzz", ClientSecret = s_secrets[3], TokenEndpoint = new Uri(TokenHost + "/oauth/token/"), TokenStore = store },
            }),
            http);
        Run(
            async () =>
            {
                await client.UpdateAsync(s_updates[0]);
                tally.Add("was processed with new tokens");
            },
            tally);
        if (portal.Hosts.FirstOrDefault(static h => !h.StartsWith("https:", StringComparison.Ordinal) && !new Uri(h).IsLoopback) is { } open)
        {
            throw new CheckFailedException($"a token was sent to {open} without encryption");
        }
    }

    private static Bitrix24ClientOptions Options(Bitrix24ClientOptions options)
    {
        // The rate limiter is disabled, because replies do not affect it. The operating time limit is enabled, because replies affect it.
        options.Limits = PortalLimits.None with { OperatingTime = PortalLimits.Standard.OperatingTime };
        options.TimeProvider = new SkippingClock();
        options.Retries.MaxRetries = 1;
        return options;
    }

    private static void Run(Func<Task> call, Tally tally)
    {
        try
        {
            call().GetAwaiter().GetResult();
        }
        catch (Bitrix24Exception e)
        {
            CheckFailure(e, tally);
        }
    }

    private static void CheckFailure(Bitrix24Exception? failure, Tally tally)
    {
        if (failure is null)
        {
            return;
        }

        tally.Add(failure.GetType().Name);
        PrintedText.Check(failure.Message);
        string all = failure + failure.ErrorCode + failure.ErrorDescription;
        if (s_secrets.FirstOrDefault(s => all.Contains(s, StringComparison.OrdinalIgnoreCase)) is { } secret)
        {
            throw new CheckFailedException($"an exception contains the secret {secret}");
        }
    }

    // Each property returns a value, or throws a typed exception if the portal's value is invalid.
    private static string ReadAllProperties(Lead lead)
    {
        bool hasInvalidValue = false;
        foreach (PropertyInfo property in s_properties)
        {
            try
            {
                property.GetMethod!.Invoke(lead, BindingFlags.DoNotWrapExceptions, null, null, null);
            }
            catch (CrmFieldFormatException e)
            {
                PrintedText.Check(e.Message);
                hasInvalidValue = true;
            }
        }

        foreach (string code in lead.Codes)
        {
            _ = lead[code];
        }

        if (lead.KnownId is > 0 && !LeadUpdate.FromChanges(lead, lead.Copy()).IsEmpty)
        {
            throw new CheckFailedException("a lead differs from itself");
        }

        return hasInvalidValue ? "returned a lead with invalid values" : "returned a lead";
    }

    private static void CheckOutcomes(IEnumerable<long> places, int count)
    {
        if (!places.Order().SequenceEqual(Enumerable.Range(0, count).Select(static i => (long)i)))
        {
            throw new CheckFailedException("an item does not have exactly one result");
        }
    }

    private static void CheckHosts(HostilePortal portal, string[] allowed)
    {
        if (portal.Hosts.FirstOrDefault(h => !allowed.Contains(h)) is { } host)
        {
            throw new CheckFailedException($"the secret was sent to {host}");
        }
    }
}
