namespace LeadGen.Tool.Dictionary;

/// <summary>Specifies the language of a page. Labels stay in the portal's language.</summary>
internal enum PageLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Russian.</summary>
    Russian,
}
