using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Recognizes calls that receive the name of a Bitrix24 method but send nothing to a portal: they log, report, describe or check a request.</summary>
internal static class NonRequests
{
    // First words of the names of methods and delegates that send nothing to a portal.
    private static readonly string[] s_calls =
    [
        "Log", "Logger", "Metrics", "Metric", "Meter", "Telemetry", "Trace", "Tracer", "Audit", "Increment", "Measure", "Observe", "TrackEvent", "TrackDependency", "TrackMetric",
        "Report", "Print", "WriteLine", "Show", "Display", "Draw", "Render", "Format", "Dump", "Preview", "Explain", "Describe", "Document",
        "Notify", "Announce", "Alert", "Warn", "Warning", "Info", "Information", "Error", "Debug", "Fatal", "Fail", "Throw", "Note", "Record", "Remember", "Cache",
        "Publish", "Produce", "BasicPublish", "Raise", "On", "Validate", "Ensure", "Compare", "Expect", "Verify", "Assert", "Simulate", "Mock", "Setup", "RuleFor", "Stub", "Returns", "Respond", "Reply",
    ];

    // Calls that create the reply of a web application.
    private static readonly string[] s_replies = ["Ok", "Json", "View", "PartialView", "Content", "Created", "Accepted", "BadRequest", "NotFound", "Conflict", "Problem"];

    // Methods of mocking libraries that set up or verify a call: the call in their lambda, or the next call of the chain.
    private static readonly string[] s_expectations = ["Setup", "SetupSequence", "Verify", "Expect", "CallTo", "When", "Received", "ReceivedWithAnyArgs", "DidNotReceive", "DidNotReceiveWithAnyArgs"];

    // Last words of the names of types and variables whose methods send nothing to a portal.
    private static readonly string[] s_receivers =
    [
        "Log", "Logger", "Metrics", "Metric", "Meter", "Telemetry", "Trace", "Tracer", "Audit", "Increment", "Statistics", "Stats", "Counter", "Profiler", "Recorder", "Progress",
        "Bus", "Hub", "HubContext", "ClientProxy", "History", "Journal", "Outbox", "Console", "Debug", "Validator", "Report", "Reporter", "Dashboard", "Screen", "View", "Renderer", "Formatter",
        "Printer", "Excel", "Sheet", "Csv", "Mail", "Mailer", "Email", "Smtp", "Sms", "Notifier", "Notifications", "Alerts", "Slack", "Telegram", "Cache", "Event",
    ];

    // First words of the names of void methods that can send a request. A request usually returns a reply, so void methods with other
    // names are assumed to report something.
    private static readonly string[] s_sending =
    [
        "Add", "Append", "Batch", "Begin", "Call", "Change", "Command", "Create", "Dispatch", "Do", "Download", "Enqueue", "Exec", "Execute", "Fetch", "Find", "Fire", "Get", "Insert", "Invoke", "Load",
        "Perform", "Post", "Prepare", "Process", "Push", "Put", "Query", "Queue", "Register", "Request", "Run", "Save", "Schedule", "Send", "Set", "Start", "Store", "Submit", "Sync", "Update", "Upload", "With", "Write",
    ];

    // Words in the names of methods that call a portal.
    private static readonly string[] s_clients = ["Bitrix", "B24", "Bx", "Crm", "Rest", "Api", "Lead"];

    // Words in the names of types whose objects record a call.
    private static readonly string[] s_records = ["Log", "Audit", "Journal", "History", "Outbox", "Trace", "Record", "Report", "Notification", "Metric"];

    /// <summary>Determines whether a call, by its name or by the object that it is made on, sends nothing to a portal.</summary>
    public static bool Contains(IOperation call)
    {
        switch (call)
        {
            case IInvocationOperation invocation:
                IMethodSymbol method = invocation.TargetMethod;
                IOperation? receiver = BodyIndex.GetReceiver(invocation);
                string? variable = BodyIndex.GetRoot(receiver)?.Name;
                string name = method.MethodKind == MethodKind.DelegateInvoke && variable is not null ? variable : method.Name;
                return IsNonRequestCall(name) || (method.ReturnsVoid && (method.DeclaringSyntaxReferences.IsEmpty || method.IsAbstract) && (!CanSend(name) || IsNonRequestReceiver(name))) || receiver is IEventReferenceOperation
                    || IsInDiagnostics(method.ContainingType) || IsNonRequestReceiver(method.ContainingType.Name) || IsNonRequestReceiver(receiver?.Type?.Name) || IsNonRequestReceiver(variable) || IsConnection(receiver) || IsExpectation(invocation);
            case IDynamicInvocationOperation { Operation: IDynamicMemberReferenceOperation called }:
                return IsNonRequestCall(called.MemberName) || IsNonRequestReceiver(called.Instance?.Type?.Name) || IsNonRequestReceiver(BodyIndex.GetRoot(called.Instance)?.Name);
            default:
                return false;
        }
    }

    /// <summary>Determines whether the name of a type indicates that its objects record a call: <c>AuditRow</c>.</summary>
    public static bool IsRecord(string type) => s_records.Any(w => HasWord(type, w));

    /// <summary>Determines whether a call of a method in the project only writes its arguments to texts, logs, files or the console, so that it does not send them.</summary>
    public static bool OnlyReports(IInvocationOperation call, Body inner) =>
        (call.TargetMethod.ReturnsVoid || (call.Type is INamedTypeSymbol { Name: "Task" or "ValueTask", IsGenericType: false } && !CanSend(call.TargetMethod.Name)))
        && inner.Root.Descendants().Any(static o => o is IParameterReferenceOperation)
        && inner.Root.Descendants().All(static o => o switch
        {
            IInvocationOperation called => Contains(called) || IsLocalWork(called),
            IObjectCreationOperation { Type: { } created } => IsInBaseLibrary(created),
            IDynamicInvocationOperation or IDynamicObjectCreationOperation => false,
            IAssignmentOperation { Target: var target } => target is ILocalReferenceOperation or IParameterReferenceOperation or IDiscardOperation,
            _ => true,
        });

    /// <summary>Determines whether a call within the arguments of a log entry or a report can be a request: <c>Print(client.Call("crm.lead.get", …))</c>.</summary>
    public static bool CanSend(IOperation call) => call is IInvocationOperation { TargetMethod: var method } && CanSend(method.Name) && !IsInBaseLibrary(method.ContainingType);

    /// <summary>Determines whether the first word of a name is the specified word, ignoring case.</summary>
    public static bool StartsWith(string name, string word)
    {
        name = name.TrimStart('_');
        return name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (name.Length == word.Length || !char.IsLower(name[word.Length]));
    }

    private static bool IsNonRequestCall(string name) => s_replies.Contains(name) || s_calls.Any(w => StartsWith(name, w));

    private static bool CanSend(string name) => s_sending.Any(w => StartsWith(name, w)) || s_clients.Any(w => name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool IsNonRequestReceiver(string? name) => name is not null && name.TrimStart('_') is var plain
        && s_receivers.Any(w => plain.EndsWith(w, StringComparison.Ordinal) || string.Equals(plain, w, StringComparison.OrdinalIgnoreCase));

    // Whether a call only uses texts, files, the console or local collections. The elements of other collections may be sent later.
    private static bool IsLocalWork(IInvocationOperation call) => IsInBaseLibrary(call.TargetMethod.ContainingType) && call.TargetMethod.MethodKind != MethodKind.DelegateInvoke
        && (call.Instance is null or ILocalReferenceOperation || !IsIn(call.TargetMethod.ContainingType, "System.Collections"));

    private static bool IsInBaseLibrary(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() is "System" or "System.IO" or "System.Globalization" or "System.Linq" or "Newtonsoft.Json" or "Newtonsoft.Json.Linq"
        || IsIn(type, "System.Text") || IsIn(type, "System.Collections");

    private static bool IsIn(ITypeSymbol type, string space) => type.ContainingNamespace?.ToDisplayString().StartsWith(space, StringComparison.Ordinal) == true;

    // mock.Setup(b => b.Call("crm.lead.add", …)), bitrix.Received().Call("crm.lead.add", …): a test sets up, or checks, a call.
    private static bool IsExpectation(IInvocationOperation call)
    {
        if (call.Instance is IInvocationOperation { TargetMethod.Name: var checking } && s_expectations.Contains(checking))
        {
            return true;
        }

        IOperation? parent = call.Parent;
        while (parent is not (null or IAnonymousFunctionOperation))
        {
            parent = parent.Parent;
        }

        while (parent is IAnonymousFunctionOperation or IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation { TargetMethod.Name: var setting } && s_expectations.Contains(setting);
    }

    // activity.SetTag("method", "crm.lead.add")
    private static bool IsInDiagnostics(INamedTypeSymbol type)
    {
        INamespaceSymbol? space = type.ContainingNamespace;
        while (space is { Name: not "Diagnostics" })
        {
            space = space.ContainingNamespace;
        }

        return space is { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }

    // Clients.All.SendAsync("crm.lead.update", …), Clients.Group(name).SendAsync(…): the connections of a SignalR hub.
    private static bool IsConnection(IOperation? receiver)
    {
        IOperation? clients = receiver is null ? null : ShapeReader.Unwrap(receiver) switch
        {
            IPropertyReferenceOperation { Property.Name: "All" or "Others" or "Caller", Instance: { } instance } => instance,
            IInvocationOperation { TargetMethod.Name: "AllExcept" or "Client" or "Clients" or "Group" or "Groups" or "GroupExcept" or "OthersInGroup" or "User" or "Users", Instance: { } instance } => instance,
            _ => null,
        };
        string? name = clients is IPropertyReferenceOperation { Property.Name: var property } ? property : BodyIndex.GetRoot(clients)?.Name;
        return name?.TrimStart('_').EndsWith("clients", StringComparison.OrdinalIgnoreCase) == true;
    }

    private static bool HasWord(string name, string word)
    {
        int at = name.IndexOf(word, StringComparison.Ordinal);
        return at >= 0 && (at + word.Length == name.Length || !char.IsLower(name[at + word.Length]));
    }
}
