using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

// Typed.cs without LeadGen, with as little code as possible.
using var http = new HttpClient();
using HttpResponseMessage response = await http.PostAsJsonAsync(
    args[0] + "crm.lead.update", new UpdateCall(long.Parse(args[1], CultureInfo.InvariantCulture), new Fields(args[2])), Wire.Default.UpdateCall);
response.EnsureSuccessStatusCode();
UpdateReply? reply = await response.Content.ReadFromJsonAsync(Wire.Default.UpdateReply);
Console.WriteLine($"updated in {reply?.Time?.Duration.ToString(CultureInfo.InvariantCulture)} s");

internal sealed record Fields([property: JsonPropertyName("TITLE")] string Title);

internal sealed record UpdateCall([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("fields")] Fields Fields);

internal sealed record ReplyTime([property: JsonPropertyName("duration")] double Duration);

internal sealed record UpdateReply([property: JsonPropertyName("result")] bool Result, [property: JsonPropertyName("time")] ReplyTime? Time);

[JsonSerializable(typeof(UpdateCall))]
[JsonSerializable(typeof(UpdateReply))]
internal sealed partial class Wire : JsonSerializerContext;
