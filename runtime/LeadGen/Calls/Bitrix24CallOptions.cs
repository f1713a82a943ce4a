namespace LeadGen;

/// <summary>Specifies options for a call to any REST method.</summary>
public sealed record Bitrix24CallOptions
{
    /// <summary>
    /// Gets whether the client may send the call again if an attempt failed and the portal may have processed it. By default (<see langword="null"/>),
    /// only methods that read are repeatable: those whose last part is <c>get</c>, <c>list</c>, <c>fields</c>, <c>getfields</c>, <c>getlist</c>, <c>search</c> or
    /// <c>findbycomm</c>, except those that remove the events that they return, and <c>profile</c>, <c>scope</c>, <c>methods</c>, <c>events</c>,
    /// <c>app.info</c>, <c>server.time</c>, <c>user.current</c> and <c>crm.controller.item.getFile</c>.
    /// </summary>
    /// <remarks>Set it to <see langword="true"/> if repeating the call has no further effect, for example if it sets a value. An attempt that the portal certainly did not process is always repeated.</remarks>
    public bool? IsRepeatable { get; init; }
}
