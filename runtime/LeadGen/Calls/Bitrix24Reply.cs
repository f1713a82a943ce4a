namespace LeadGen;

/// <summary>Represents a portal's reply to a call to any REST method. It converts implicitly to its result.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <param name="Result">
/// The portal's <c>result</c>. A <see cref="System.Text.Json.JsonElement"/> is independent of the reply, and its kind is
/// <see cref="System.Text.Json.JsonValueKind.Null"/> if the portal returned <c>null</c>. A portal returns an empty object as an empty list: <c>[]</c>.
/// </param>
/// <param name="Total">The portal's <c>total</c>: the total number of elements of a list; <see langword="null"/> if the portal did not count them.</param>
/// <param name="Next">The portal's <c>next</c>: the <c>start</c> of the next page of a list; <see langword="null"/> if there is none.</param>
/// <param name="Time">The times of the call; <see langword="null"/> if the reply contains none.</param>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/list-methods-pecularities.html"/>
public sealed record Bitrix24Reply<TResult>(TResult Result, long? Total, long? Next, PortalTime? Time)
{
    /// <summary>Returns the result of a reply.</summary>
    public static implicit operator TResult(Bitrix24Reply<TResult> reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply.Result;
    }

    /// <summary>Returns a description without the result, which may contain values of records.</summary>
    public override string ToString() => $"a reply{(Total is { } total ? $", total {total}" : "")}{(Next is { } next ? $", next {next}" : "")}";
}
