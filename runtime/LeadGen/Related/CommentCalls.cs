using LeadGen.Calls;
using LeadGen.Limits;
using LeadGen.Transport;

namespace LeadGen.Related;

/// <summary>Adds comments to the timeline of a record.</summary>
internal static class CommentCalls
{
    /// <summary>Adds a comment. The call is not idempotent.</summary>
    public static Task<long> AddAsync(PortalCalls calls, CrmEntity entity, long id, string text, CancellationToken cancellationToken) => calls.CallAsync(
        new CallTraits("crm.timeline.comment.add", IsIdempotent: false) { RecordId = id },
        (entity, id, text),
        static (writer, call) =>
        {
            // A portal reads the name 'fields' in lower case only.
            writer.StartMap();
            writer.Key("fields");
            writer.StartMap();
            writer.Key("ENTITY_ID");
            writer.Number(call.id);
            writer.Key("ENTITY_TYPE");
            writer.Text(call.entity.Name);
            writer.Key("COMMENT");
            writer.Text(call.text);
            writer.EndMap();
            writer.EndMap();
        },
        static reply => RelatedCalls.ReadId(MethodCalls.ReadElement(reply.Result)),
        cancellationToken);
}
