using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LeadGen.Testing.Hosting;

/// <summary>Creates a self-signed certificate for <c>localhost</c> and 127.0.0.1 that is valid for 30 days.</summary>
internal static class LoopbackCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(30);

    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        // Uses the system clock, not the portal's: the client validates the certificate against the system clock.
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 created = request.CreateSelfSigned(now.AddDays(-1), now + s_lifetime);
        // On Windows, TLS needs a key that was loaded from a key store format.
#if NET9_0_OR_GREATER
        return X509CertificateLoader.LoadPkcs12(created.Export(X509ContentType.Pkcs12), null);
#else
        return new X509Certificate2(created.Export(X509ContentType.Pkcs12));
#endif
    }
}
