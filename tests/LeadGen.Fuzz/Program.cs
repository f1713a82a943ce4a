using System.CommandLine;
using LeadGen.Fuzz.Names;
using LeadGen.Fuzz.Replies;
using LeadGen.Fuzz.Rows;
using LeadGen.Fuzz.Running;
using LeadGen.Fuzz.Schemas;

RootCommand root = new("Shows random inputs to what reads and writes texts from outside, until one of them does harm. Each command says what it showed, and exits with 1 where an input failed.")
{
    FuzzCommand.Create("schema", "Saved answers of a portal to the schema reader: diagnostics, and never an exception.", SchemaSubjects.All),
    FuzzCommand.Create("reply", "Answers of a portal and of a token server to the client: typed exceptions without a secret, and no others.", ReplySubjects.All),
    FuzzCommand.Create("rows", "Random updates as rows of a batch and as JSON bodies to PHP, which must find the same in both.", RowSubjects.All),
    FuzzCommand.Create("names", "Labels, codes and pins to the namer: legal, unique and stable identifiers of visible letters.", NameSubjects.All),
};
return await root.Parse(args).InvokeAsync();
