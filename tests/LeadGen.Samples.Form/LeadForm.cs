using System.Diagnostics.CodeAnalysis;
using LeadGen.Samples.Form.Crm;
using Microsoft.AspNetCore.Http.HttpResults;
using PhoneNumbers;

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
        if (string.IsNullOrWhiteSpace(form.Name))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [nameof(form.Name)] = ["The name is required."] });
        }

        if (!TryNormalize(form.Phone, out string? phone))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [nameof(form.Phone)] = ["The phone number is not valid."] });
        }

        LeadDraft draft = new LeadDraft()
            .SetTitle($"Form: {form.Name}")
            .SetName(form.Name)
            .SetDogovor("web")
            .AddPhone(phone, PhoneType.Mobile);
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

    // All numbers are stored in one format. A number without a country code is a Russian one.
    private static bool TryNormalize(string? text, [NotNullWhen(true)] out string? phone)
    {
        phone = null;
        try
        {
            PhoneNumberUtil numbers = PhoneNumberUtil.GetInstance();
            PhoneNumber number = numbers.Parse(text, "RU");
            phone = numbers.IsPossibleNumber(number) ? numbers.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return false;
        }

        return phone is not null;
    }
}

/// <summary>Represents the fields of the form.</summary>
/// <param name="Name">The name of the person.</param>
/// <param name="Phone">The phone number.</param>
public sealed record LeadFormRequest(string Name, string Phone);

/// <summary>Represents the answer to a form.</summary>
/// <param name="LeadId">The ID of the lead.</param>
public sealed record LeadFormReply(long LeadId);
