using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>
/// Describes why a request got no reply, with fixed texts. The message of a third-party exception is never included, because it
/// may contain the address of a proxy with its password.
/// </summary>
internal static class TransportErrors
{
    // Exceptions are usually nested three or four levels deep. The limit prevents an endless loop.
    private const int MaxDepth = 10;

    /// <summary>Describes an exception that an HTTP client threw.</summary>
    public static string Describe(Exception exception)
    {
        string? http = null;
        Exception? e = exception;
        for (int depth = 0; e is not null && depth < MaxDepth; depth++, e = e.InnerException)
        {
            string? text = e switch
            {
                UnexpectedReplyException => $"the server returned {e.Message}",
                OperationCanceledException or TimeoutException => "the request timed out",
                SocketException socket => Describe(socket.SocketErrorCode),
                AuthenticationException => "a secure connection could not be established: the server's certificate or TLS version was not accepted",
                _ => null,
            };
            if (text is not null)
            {
                return text;
            }

            http ??= e switch
            {
                HttpRequestException request => Describe(request.HttpRequestError, request.StatusCode),
                HttpIOException io => Describe(io.HttpRequestError, null) ?? "the connection was lost",
                IOException => "the connection was lost",
                _ => null,
            };
        }

        return http ?? $"the HTTP client failed with {exception.GetType().Name}";
    }

    private static string? Describe(HttpRequestError error, HttpStatusCode? status) => error switch
    {
        HttpRequestError.NameResolutionError => "the host name was not found",
        HttpRequestError.ConnectionError => "a connection could not be established",
        HttpRequestError.SecureConnectionError => "a secure connection could not be established",
        HttpRequestError.ProxyTunnelError => "the proxy did not open a connection" + (status is { } code ? $" (HTTP {(int)code})" : ""),
        HttpRequestError.UserAuthenticationError => "the server or the proxy did not accept the user name and password",
        HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse => "the response was not valid HTTP",
        HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported => "the server does not support the HTTP version",
        HttpRequestError.ResponseEnded => "the connection ended before the response was complete",
        HttpRequestError.ConfigurationLimitExceeded => "the response exceeded a limit of the HTTP client",
        _ => null,
    };

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => "the host name was not found",
        SocketError.TimedOut => "the connection timed out",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => "the host is unreachable",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was reset",
        _ => $"the connection failed ({error})",
    };
}
