namespace LeadGen;

/// <summary>
/// A code that a portal keeps as text: a status, a source, the kind of a phone. The set is open, because
/// administrators add codes: every code can be read, known ones have names. Other codes can be written too, except in a field
/// in which a portal ignores them (<see cref="CrmUpdateOptions.AllowUnknownCodes"/>).
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ICode<TSelf>
    where TSelf : struct, ICode<TSelf>
{
    /// <summary>What is sent and stored, such as <c>IN_PROCESS</c>; empty in a default value.</summary>
    string Code { get; }

    /// <summary>The value with that code, known or not.</summary>
    static abstract TSelf FromCode(string code);
}
