namespace LeadGen.Testing.Rest;

/// <summary>How an answer ends on its way to the client.</summary>
internal enum ReplyEnd
{
    /// <summary>It arrives.</summary>
    Whole,

    /// <summary>Its first half arrives, and says that it is all there is.</summary>
    Truncated,

    /// <summary>The connection ends in the middle of the body.</summary>
    Broken,

    /// <summary>The connection is reset before anything of it arrives.</summary>
    Reset,
}
