using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LeadGen.Testing.Hosting;

/// <summary>A certificate for this machine alone, for as long as a run of tests lasts.</summary>
internal static class LoopbackCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(30);

    public static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        // By the machine's clock and not the portal's: the client that checks it knows no other.
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now + s_lifetime);
        // Windows serves TLS only with a key that went through a store format.
#if NET9_0_OR_GREATER
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
#else
        return new X509Certificate2(made.Export(X509ContentType.Pkcs12));
#endif
    }
}
