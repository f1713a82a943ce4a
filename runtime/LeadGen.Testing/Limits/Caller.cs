namespace LeadGen.Testing.Limits;

/// <summary>Who calls: a portal counts the working time of each on its own.</summary>
internal enum Caller
{
    /// <summary>Whoever has the webhook.</summary>
    Webhook,

    /// <summary>The application that access tokens are issued to.</summary>
    Application,
}
