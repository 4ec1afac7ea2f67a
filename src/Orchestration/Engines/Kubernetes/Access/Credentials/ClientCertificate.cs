using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>A client certificate with its key and the certificates between it and its authority.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(X509Certificate2 leaf, X509Certificate2Collection others)
    {
        Context = SslStreamCertificateContext.Create(leaf, others, offline: true);
        Thumbprint = leaf.GetCertHashString(HashAlgorithmName.SHA256);
        NotAfter = leaf.NotAfter.ToUniversalTime();
    }

    public SslStreamCertificateContext Context { get; }

    public string Thumbprint { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>Reads PEM texts.</summary>
    /// <exception cref="CryptographicException">They do not hold a certificate and its unencrypted RSA or EC key.</exception>
    public static ClientCertificate FromPem(string certificates, string key)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(certificates);
        if (all.Count == 0)
        {
            throw new CryptographicException("There is no certificate in it.");
        }

        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new CryptographicException("Its key is encrypted.");
        }

        var leaf = FromPair(certificates, key);
        all.RemoveAt(0);
        return new ClientCertificate(leaf, all);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a client certificate that ends on {NotAfter:yyyy-MM-dd HH:mm}");

    private static X509Certificate2 FromPair(string certificates, string key)
    {
        try
        {
            var pair = X509Certificate2.CreateFromPem(certificates, key);
            // Windows does not use a key that is in memory alone.
            return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null) : pair;
        }
        catch (ArgumentException exception)
        {
            throw new CryptographicException("The key does not belong to the certificate.", exception);
        }
    }
}
