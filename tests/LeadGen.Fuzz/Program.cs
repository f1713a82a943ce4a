using System.CommandLine;
using LeadGen.Fuzz.Names;
using LeadGen.Fuzz.Replies;
using LeadGen.Fuzz.Rows;
using LeadGen.Fuzz.Running;
using LeadGen.Fuzz.Schemas;

RootCommand root = new("Pass random inputs to code that reads or writes external text. Each command prints the number of inputs, and exits with 1 if an input causes a failure.")
{
    FuzzCommand.Create("schema", "Pass saved replies of a portal to the schema reader, which must report diagnostics and never throw.", SchemaSubjects.All),
    FuzzCommand.Create("reply", "Pass replies of a portal and of a token server to the client, which must throw only typed exceptions without secrets.", ReplySubjects.All),
    FuzzCommand.Create("rows", "Pass random updates as batch rows and as JSON bodies to PHP, which must decode both to the same values.", RowSubjects.All),
    FuzzCommand.Create("names", "Pass labels, codes and pinned names to the namer, which must return valid, unique and stable identifiers of visible letters.", NameSubjects.All),
};
return await root.Parse(args).InvokeAsync();
