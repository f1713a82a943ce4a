using LeadGen.Samples.Form.Crm;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LeadGen.Samples.Form;

/// <summary>Receives a form, and finds or creates the lead of the person who sent it.</summary>
public static class LeadForm
{
    /// <summary>Adds <c>POST /leads</c>.</summary>
    public static void MapLeadForm(this IEndpointRouteBuilder routes) => routes.MapPost("/leads", SubmitAsync);

    // If the same form is sent again, because the browser received no answer, the lead is found.
    private static async Task<Results<Created<LeadFormReply>, Ok<LeadFormReply>, ValidationProblem, StatusCodeHttpResult>> SubmitAsync(
        LeadFormRequest form, Bitrix24Client client, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(form.Name) || string.IsNullOrWhiteSpace(form.Phone))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [nameof(form.Phone)] = ["Name and phone are required."] });
        }

        LeadDraft draft = new LeadDraft()
            .SetTitle($"Form: {form.Name}")
            .SetName(form.Name)
            .SetDogovor("web")
            .AddPhone(form.Phone, PhoneType.Mobile);
        try
        {
            CrmFindOrCreateReply reply = await client.FindOrCreateAsync(draft, CrmKey.Phone, new CrmFindOrCreateOptions { UseLowestId = true }, cancellationToken);
            var body = new LeadFormReply(reply.RecordId!.Value);
            return reply.WasCreated ? TypedResults.Created((string?)null, body) : TypedResults.Ok(body);
        }
        catch (Bitrix24Exception e) when (e.IsTransient)
        {
            // The form can be sent again: if the lead was created, it will be found.
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <summary>Represents the fields of the form.</summary>
/// <param name="Name">The name of the person.</param>
/// <param name="Phone">The phone number.</param>
public sealed record LeadFormRequest(string Name, string Phone);

/// <summary>Represents the answer to a form.</summary>
/// <param name="LeadId">The ID of the lead.</param>
public sealed record LeadFormReply(long LeadId);
