using System.Security.Cryptography;
using System.Text;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>Credentials out of texts and files. Files are read again every minute, because others rotate them.</summary>
internal sealed class ConfiguredCredentials(ConfiguredFiles files, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan s_readAgain = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Credential? _current;
    private long _readAt;
    private bool _isRefused;

    public Task<Result<Credential>> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_current is not null && !_isRefused && (!files.HasFiles || time.GetElapsedTime(_readAt) < s_readAgain))
            {
                return Task.FromResult<Result<Credential>>(_current);
            }

            try
            {
                var read = Read();
                _current = _current is not null && _current.HasSameContent(read) ? _current : read;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
            {
                // A file that is being replaced is not there for a moment; what was read last is valid for longer than that.
                if (_current is null)
                {
                    return Task.FromResult<Result<Credential>>(Unreadable(exception));
                }
            }

            _readAt = time.GetTimestamp();
            _isRefused = false;
            return Task.FromResult<Result<Credential>>(_current);
        }
    }

    public bool Refuse(Credential credential)
    {
        lock (_lock)
        {
            _isRefused |= ReferenceEquals(_current, credential);
            return files.HasFiles;
        }
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">Certificate and key cannot be used.</exception>
    public Credential Read()
    {
        var token = files.TokenFile is null ? files.Token : File.ReadAllText(files.TokenFile).Trim();
        var authorization = !string.IsNullOrEmpty(token) ? "Bearer " + token
            : files.User is not null ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{files.User}:{files.Password}"))
            : null;
        var certificate = files.CertificatePem ?? (files.CertificateFile is null ? null : File.ReadAllText(files.CertificateFile));
        var key = files.KeyPem ?? (files.KeyFile is null ? null : File.ReadAllText(files.KeyFile));
        return new Credential(authorization, certificate is null || key is null ? null : ClientCertificate.FromPem(certificate, key));
    }

    private static SandboxFailure Unreadable(Exception exception) => new()
    {
        Code = FailureCodes.KubeconfigInvalid,
        Category = FailureCategory.User,
        Message = $"The credentials of the cluster cannot be read: {exception.Message}",
        Hint = "Correct the file that is named, or log in again.",
    };
}
