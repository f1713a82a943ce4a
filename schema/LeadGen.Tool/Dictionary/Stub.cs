namespace LeadGen.Tool.Dictionary;
internal enum PageLanguage { English, Russian }
internal static class DictionaryPage { public static string Render(string a, LeadGen.Schema.PortalSchema s, LeadGen.Schema.Naming.PortalNames n, PageLanguage l) => a + s + n + l; }
