namespace LeadGen;

/// <summary>
/// Represents a code that a portal stores as text: a stage, a source. The set is open, because
/// administrators add codes: every code can be read, known ones have names. Other codes are sent only if they were read from the portal,
/// or if <see cref="CrmUpdateOptions.AllowUnknownValues"/> is set.
/// </summary>
/// <typeparam name="TSelf">The type of the code.</typeparam>
public interface ICode<TSelf>
    where TSelf : struct, ICode<TSelf>
{
    /// <summary>Gets the code as it is sent and stored, such as <c>IN_PROCESS</c>; empty in a default value.</summary>
    string Code { get; }

    /// <summary>Gets the known codes; empty if any code is allowed.</summary>
    static virtual IReadOnlyList<TSelf> All => [];

    /// <summary>Creates a value with a code, which may be unknown.</summary>
    static abstract TSelf FromCode(string code);
}
