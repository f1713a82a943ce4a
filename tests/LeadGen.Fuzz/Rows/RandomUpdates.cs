using System.Reflection;
using CsCheck;
using LeadGen.Fuzz.Portal;

namespace LeadGen.Fuzz.Rows;

/// <summary>Generates random updates by calling the methods of the generated builder with random arguments, for fields of every kind.</summary>
internal static class RandomUpdates
{
    private static readonly Gen<object?> s_nothing = Gen.Bool.Select(static object? (_) => null);

    private static readonly Gen<Action<LeadUpdate>> s_change = Gen.OneOf([.. typeof(LeadUpdate)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(static m => m.ReturnType == typeof(LeadUpdate))
        .OrderBy(static m => m.ToString(), StringComparer.Ordinal)
        .Select(ChangeBy)]);

    public static Gen<LeadUpdate> Updates { get; } = Gen.Select(Gen.Long[1, long.MaxValue], s_change.Array[1, 8]).Select(static (id, changes) =>
    {
        var update = new LeadUpdate(id);
        Array.ForEach(changes, change => change(update));
        return update;
    }).Where(static update => !update.IsEmpty);

    public static Gen<CrmUpdateOptions?> Options { get; } = Gen.Select(Gen.Bool, Gen.Bool.Nullable(), Gen.Bool.Nullable())
        .Select(static (isSet, sonet, history) => isSet ? new CrmUpdateOptions { RegisterSonetEvent = sonet, RegisterHistoryEvent = history } : null);

    private static Gen<Action<LeadUpdate>> ChangeBy(MethodInfo method)
    {
        Gen<object?>[] values = [.. method.GetParameters().Select(static p => RandomValues.Create(p.ParameterType))];
        return Gen.Select(values.ElementAtOrDefault(0) ?? s_nothing, values.ElementAtOrDefault(1) ?? s_nothing, values.ElementAtOrDefault(2) ?? s_nothing)
            .Select(x => (Action<LeadUpdate>)(update => Try(method, update, new[] { x.Item1, x.Item2, x.Item3 }[..values.Length])));
    }

    // A value that a portal would lose causes a typed exception and does not change the update. Any other exception is a failure.
    private static void Try(MethodInfo method, LeadUpdate update, object?[] arguments)
    {
        try
        {
            method.Invoke(update, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        }
        catch (Exception e) when (e is CrmValueException or ArgumentNullException)
        {
        }
        catch (ArgumentException e) when (e.ParamName == "read")
        {
            // The entries were read from another lead.
        }
    }
}
