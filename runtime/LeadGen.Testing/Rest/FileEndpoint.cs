using LeadGen.Storage;
using LeadGen.Testing.Php;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Returns files at the addresses that <c>crm.lead.*</c> and <c>crm.item.*</c> return for them.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html for the headers of the requests.</remarks>
internal static class FileEndpoint
{
    /// <summary>The method name of requests for a file of a lead, for faults and the journal.</summary>
    public const string ShowFile = "show_file.php";

    private const string LoginPage = "<!DOCTYPE html>\n<html><head><title>Authorization</title></head><body>Please log in.</body></html>\n";
    private const string NotFoundPage = "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

    public static bool IsFile(RestRequest request) => request.Method is ShowFile or FileAddresses.Method;

    /// <summary>Creates the reply.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="request">The request.</param>
    /// <param name="error">The error of the limits or of the authentication; <see langword="null"/> if there is none.</param>
    /// <exception cref="RestException">The caller is not authenticated, or the limits reject the request.</exception>
    public static HttpReply Execute(EmulatedPortal portal, RestRequest request, RestException? error)
    {
        if (error is not null)
        {
            // A page of the site asks a visitor without a token to log in.
            return request.Method == ShowFile && error.Error == "NO_AUTH_FOUND" ? new HttpReply(200, "text/html; charset=utf-8", LoginPage) : throw error;
        }

        PhpValue? parameters = request.Method == ShowFile ? request.Parameters : FileAddresses.Read(request.Parameters.Find("token")?.Text ?? "", portal.FileKey, ParseStr.Parse);
        PhpValue? file = parameters is null ? null : portal.FindFile(parameters);
        return file is null ? new HttpReply(404, "text/html; charset=utf-8", NotFoundPage)
            : !request.HasFileHeaders ? new HttpReply(404, "text/html; charset=utf-8", NotFoundPage) { FileName = StoredFiles.GetName(file) }
            : new HttpReply(200, "application/octet-stream", "") { File = StoredFiles.Decode(file), FileName = StoredFiles.GetName(file) };
    }
}
