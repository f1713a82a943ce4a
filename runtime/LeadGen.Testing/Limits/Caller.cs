namespace LeadGen.Testing.Limits;

/// <summary>Specifies the kind of caller. A portal counts operating time separately for each.</summary>
internal enum Caller
{
    /// <summary>A caller that uses the webhook.</summary>
    Webhook,

    /// <summary>The application to which access tokens are issued.</summary>
    Application,
}
