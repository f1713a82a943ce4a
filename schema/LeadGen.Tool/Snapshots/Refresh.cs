using LeadGen.Access;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Output;
using LeadGen.Tool.Portal;
using Spectre.Console;

namespace LeadGen.Tool.Snapshots;

/// <summary>Represents the options of a refresh.</summary>
internal sealed record RefreshOptions
{
    public bool WebhookFromInput { get; init; }

    public string? UserSecretsId { get; init; }

    public string? Language { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Gets whether to accept a schema that has lost most of its fields.</summary>
    public bool Force { get; init; }

    public required NamingChoice Naming { get; init; }
}

/// <summary>Represents the result of a refresh that has not been written yet.</summary>
/// <param name="Before">The current snapshot, or <see langword="null"/> if there is none or it can't be read.</param>
/// <param name="After">The current schema of the portal. Existing names are kept.</param>
/// <param name="Files">The files of the new snapshot.</param>
/// <param name="IsAdministrator">Whether the webhook's user is an administrator, or <see langword="null"/> if the portal does not report it.</param>
/// <param name="IsSimpleCrmMode">Whether the portal is in simple CRM mode, or <see langword="null"/> if the portal does not report it.</param>
/// <param name="PinsAdded">The number of names that are pinned for the first time.</param>
/// <param name="PinsRemoved">Descriptions of the pins of fields, items and values that the portal no longer has. Their names are reserved.</param>
internal sealed record RefreshedPortal(
    NamedPortal? Before, NamedPortal After, PortalFiles Files, bool? IsAdministrator, bool? IsSimpleCrmMode,
    int PinsAdded, IReadOnlyList<string> PinsRemoved);

/// <summary>Reads, checks and names a new snapshot of a portal, without writing files.</summary>
internal sealed class Refresh(ToolEnvironment environment, Terminal terminal)
{
    /// <exception cref="ToolException">There is no webhook, the portal did not reply, or its reply can't be used as a snapshot.</exception>
    public async Task<RefreshedPortal> PrepareAsync(SnapshotFolder folder, RefreshOptions options, CancellationToken cancellationToken)
    {
        (Webhook webhook, string source) = await new PortalCredentials(environment)
            .FindAsync(folder.Path, options.WebhookFromInput, options.UserSecretsId, cancellationToken).ConfigureAwait(false);
        terminal.Trace($"Using the webhook from {source}.");

        PortalFiles? files = await folder.TryReadAsync(cancellationToken).ConfigureAwait(false);
        PortalReading? old = files is null ? null : PortalReader.Read(files, cancellationToken);
        NamingOptions naming = options.Naming.For(folder, old);
        NamedPortal? before = ReadBefore(folder, old, naming);
        PortalReplies replies;
        try
        {
            replies = await FetchAsync(webhook, options with { Language = options.Language ?? folder.Item?.Language }, cancellationToken).ConfigureAwait(false);
        }
        catch (Bitrix24Exception e)
        {
            // The message does not contain the folder, which users with several portals need.
            throw new ToolException($"{folder.Name}: {e.Message}", GetRemedy(e));
        }

        // Without the reply, the names of its fields would be lost.
        replies = replies with { ItemFields = replies.ItemFields ?? files?.ItemFields?.Text };
        if (replies.IsAdministrator != true)
        {
            terminal.WriteWarning(replies.IsAdministrator is null
                ? "The portal does not report whether the webhook's user is an administrator. Other users may not see every field."
                : "The webhook's user is not an administrator and may not see every field. Hidden fields look like removed fields. Use an administrator's webhook.");
        }

        return Name(folder, replies, old, before, naming, options.Force, cancellationToken);
    }

    /// <summary>Creates an exception with all errors of a folder's files.</summary>
    public static ToolException Broken(SnapshotFolder folder, IEnumerable<SchemaDiagnostic> diagnostics, string what, string remedy) => new(
        $"{what} '{folder.Name}' can't be used:", remedy, diagnostics.Where(IsObstacle).Select(static d => d.ToString()));

    // An incomplete list would silently remove values from the generated types.
    private static bool IsObstacle(SchemaDiagnostic diagnostic) =>
        diagnostic.Rule.Severity == SchemaSeverity.Error || diagnostic.Rule == SchemaRules.IncompleteList;

    private NamedPortal? ReadBefore(SnapshotFolder folder, PortalReading? old, NamingOptions naming)
    {
        if (old is null)
        {
            return null;
        }

        // Pinned names that can't be read would be lost, and members would be renamed.
        SchemaDiagnostic[] brokenNames = [.. old.Diagnostics.Where(static d => d.Location.Path.EndsWith(PortalFiles.NamesName, StringComparison.Ordinal) && IsObstacle(d))];
        if (brokenNames.Length > 0)
        {
            throw Broken(folder, brokenNames, "The pinned names of", $"correct {PortalFiles.NamesName}, or restore it from source control.");
        }

        if (NamedPortal.Create(old, naming) is not { } named)
        {
            if (folder.Exists)
            {
                terminal.WriteWarning($"The snapshot in '{folder.Name}' can't be read, so changes can't be reported. Fields and values that still exist keep their pinned names.");
            }

            return null;
        }

        return named.Names.Diagnostics.Any(IsObstacle)
            ? throw Broken(folder, named.Names.Diagnostics, "The pinned names of", $"correct {PortalFiles.NamesName}, or restore it from source control.")
            : named;
    }

    private async Task<PortalReplies> FetchAsync(Webhook webhook, RefreshOptions options, CancellationToken cancellationToken)
    {
        using var source = new PortalSource(webhook, terminal, options.Timeout, environment.Time);
        if (!terminal.ShowsProgress)
        {
            return await source.FetchAsync(options.Language, new Step(terminal.Trace), cancellationToken).ConfigureAwait(false);
        }

        return await terminal.Error.Status().StartAsync(
            $"Fetching from {Markup.Escape(webhook.Portal)}",
            status => source.FetchAsync(options.Language, new Step(step => status.Status($"Fetching from {Markup.Escape(webhook.Portal)}: {Markup.Escape(step)}")), cancellationToken)).ConfigureAwait(false);
    }

    // The portal's error code comes first, because one exception type has several causes.
    private static string GetRemedy(Bitrix24Exception failure) => failure.ErrorCode?.ToUpperInvariant() switch
    {
        "PAYMENT_REQUIRED" => "renew the portal's plan or subscription; the current one does not allow calls.",
        "INSUFFICIENT_SCOPE" => "add the scope 'crm' to the webhook.",
        "ALLOWED_ONLY_INTRANET_USER" => "create the webhook as a user who belongs to the portal's company.",
        "OVERLOAD_LIMIT" => "contact Bitrix24 support, which has blocked the portal's calls. Waiting does not help.",
        "OPERATION_TIME_LIMIT" => "wait ten minutes and try again. The method has used up its operating time on this portal.",
        "METHOD_CONFIRM_WAITING" => "ask an administrator to confirm the method on the portal.",
        "METHOD_CONFIRM_DENIED" => "ask the administrator who denied the method on the portal to allow it.",
        "PORTAL_DELETED" => "use a webhook of another portal; this portal was deleted.",
        "ERROR_METHOD_NOT_FOUND" => "check that the webhook has the scope 'crm', and update the portal: it does not have this method.",
        _ => RemedyOfType(failure),
    };

    private static string RemedyOfType(Bitrix24Exception failure) => failure switch
    {
        Bitrix24LimitException => "wait a minute and try again; portals allow two calls per second.",
        Bitrix24AuthenticationException => "check that the webhook is complete and was not deleted. If it was deleted, create a new one on the portal.",
        Bitrix24AccessDeniedException => "create the webhook as an administrator, with the scope 'crm'.",
        Bitrix24TransportException => "check that the webhook's address belongs to a Bitrix24 portal and can be reached from this machine. For a slow portal, increase --timeout.",
        Bitrix24ServerException => "try again later; the portal failed to reply.",
        Bitrix24ReplyException { IsOverLimit: true } => "check the webhook's address: the reply is larger than any reply of a Bitrix24 portal, and retrying does not help.",
        Bitrix24ReplyException => "check that the webhook belongs to a Bitrix24 portal, and that no proxy replies in its place.",
        _ => "check the portal's error message, and that the webhook has the scope 'crm'.",
    };

    private static RefreshedPortal Name(
        SnapshotFolder folder, PortalReplies replies, PortalReading? old, NamedPortal? before, NamingOptions naming, bool force, CancellationToken cancellationToken)
    {
        PortalReading unnamed = PortalReader.Read(replies.ToFiles("the portal's reply", names: null), cancellationToken);
        if (unnamed.Schema is not { } schema || unnamed.Diagnostics.Any(IsObstacle))
        {
            throw Broken(folder, unnamed.Diagnostics, "The portal's reply for", $"run the command again. If the error persists, check the portal's reply to {EntitySchema.Lead.FieldsMethod}. Nothing was overwritten.");
        }

        string? validationError = before is not null ? Plausibility.GetValidationError(before.Schema, schema, "The portal's reply")
            : old is not null ? Plausibility.GetValidationError(old.Pins, schema, "The portal's reply")
            : null;
        if (!force && validationError is not null)
        {
            throw new ToolException(validationError, $"check that the webhook belongs to this portal and to an administrator. If the fields were really deleted, run 'leadgen fetch {folder.Argument} --force'. Nothing was overwritten.");
        }

        NamesFile names = old is null ? new NamesFile() : NamesFile.Create(old);
        IReadOnlyList<string> removed = names.ReserveUnknown(schema);
        names.RestoreReserved(schema);
        int pinned = names.Count;
        if (before is not null)
        {
            // Existing names are kept, pinned or not, so that an edited label does not rename a member. Names of what was removed are
            // reserved: if another field got one, code would still compile, but write to that field.
            names.PinAll(before);
            names.ReserveUnknown(schema);
            names.ReserveUnknown(before, schema);
        }

        names.PinAll(Read(names));
        return new RefreshedPortal(
            before, Read(names), replies.ToFiles(folder.Path, names.ToText()), replies.IsAdministrator, replies.IsSimpleCrmMode, names.Count - pinned, removed);

        NamedPortal Read(NamesFile pins) =>
            NamedPortal.Load(replies.ToFiles(folder.Path, pins.ToText()), naming, out EquatableArray<SchemaDiagnostic> diagnostics, cancellationToken) is { HasValidNames: true } portal
            ? portal
            : throw Broken(folder, diagnostics, "The names for", $"pin another name with 'leadgen names rename {folder.Argument} OLD NEW', then fetch again. Nothing was overwritten.");
    }

    private sealed class Step(Action<string> show) : IProgress<string>
    {
        public void Report(string value) => show(value);
    }
}
