namespace LeadGen.Tool.Dictionary;

/// <summary>The language of a page's own texts. What comes from the portal stays in the portal's.</summary>
internal enum PageLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Russian.</summary>
    Russian,
}
