using System.Text;
using System.Text.Json;
using CsCheck;
using LeadGen.Schema.Json;
using LeadGen.Schema.Tests.Fixtures;

namespace LeadGen.Schema.Tests.Json;

/// <summary>
/// The parser accepts what System.Text.Json's strict reader accepts, and reads the same from it. Decided otherwise, and
/// therefore kept out of the comparison: a byte order mark at the start is read over; names may stand twice (both readers
/// take them, and the portal reader reports them); half a surrogate pair written as an escape is kept, where
/// System.Text.Json accepts the token and refuses to hand the text out.
/// </summary>
public class JsonAgreementTests
{
    private static readonly Gen<string> s_text = Generators.HostileText.Select(static text => new UTF8Encoding().GetString(Encoding.UTF8.GetBytes(text)));

    private static readonly Gen<string> s_document = Gen.Recursive<string>(static (depth, inner) =>
    {
        Gen<string> scalar = Gen.OneOf(
            s_text.Select(static text => JsonSerializer.Serialize(text)),
            s_text.Select(Portal.Quote),
            Gen.Double.Where(double.IsFinite).Select(static d => JsonSerializer.Serialize(d)),
            Gen.Int.Select(static i => JsonSerializer.Serialize(i)),
            Gen.OneOf("null", "true", "false", "-0", "0.00", "1e+2"));
        return depth >= 5 ? scalar : Gen.OneOf(
            scalar,
            inner.Array[0, 4].Select(static items => "[" + string.Join(",\n", items) + "]"),
            Gen.Select(s_text, inner).Array[0, 4].Select(static members =>
                "{ " + string.Join(" ,", members.Select(static m => JsonSerializer.Serialize(m.Item1) + "\t:\r" + m.Item2)) + "}"));
    });

    [Fact]
    public void A_document_is_read_as_System_Text_Json_reads_it() => s_document.Sample(
        json =>
        {
            using JsonDocument theirs = JsonDocument.Parse(json);
            AssertSame(theirs.RootElement, JsonParser.Parse(json), json);
        },
        iter: 3_000);

    [Fact]
    public void A_damaged_document_is_accepted_exactly_where_System_Text_Json_accepts_it() => s_document.SelectMany(Generators.Mutations).Sample(
        json => json.StartsWith('\uFEFF') || IsAccepted(json) == IsAcceptedByThem(json),
        iter: 20_000);

    [Theory]
    [InlineData(63, "[]")]
    [InlineData(64, "1")]
    [InlineData(64, "[]")]
    [InlineData(64, "{}")]
    [InlineData(65, "1")]
    public void Nesting_is_limited_as_System_Text_Json_limits_it(int levels, string inner)
    {
        string json = new string('[', levels) + inner + new string(']', levels);

        Assert.Equal(IsAcceptedByThem(json), IsAccepted(json));
    }

    private static bool IsAccepted(string json)
    {
        try
        {
            JsonParser.Parse(json);
            return true;
        }
        catch (JsonSyntaxException e)
        {
            Assert.InRange(e.Range.Start, 0, json.Length);
            Assert.InRange(e.Range.End, e.Range.Start, json.Length);
            return false;
        }
    }

    private static bool IsAcceptedByThem(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = JsonParser.MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void AssertSame(JsonElement theirs, JsonValue ours, string json)
    {
        Assert.Equal(theirs.GetRawText(), json.Substring(ours.Range.Start, ours.Range.Length));
        switch (theirs.ValueKind)
        {
            case JsonValueKind.Object:
                JsonProperty[] members = theirs.EnumerateObject().ToArray();
                Assert.Equal(JsonKind.Object, ours.Kind);
                Assert.Equal(members.Select(m => m.Name), ours.Members.Select(m => m.Name));
                foreach ((JsonProperty member, JsonMember our) in members.Zip(ours.Members))
                {
                    AssertSame(member.Value, our.Value, json);
                }

                break;
            case JsonValueKind.Array:
                Assert.Equal(JsonKind.Array, ours.Kind);
                Assert.Equal(theirs.GetArrayLength(), ours.Items.Count);
                foreach ((JsonElement item, JsonValue our) in theirs.EnumerateArray().Zip(ours.Items))
                {
                    AssertSame(item, our, json);
                }

                break;
            case JsonValueKind.String:
                Assert.Equal((JsonKind.String, theirs.GetString()), (ours.Kind, ours.Text));
                break;
            default:
                Assert.Equal(theirs.ValueKind.ToString(), ours.Kind.ToString());
                Assert.Equal(theirs.GetRawText(), ours.Text);
                break;
        }
    }
}
