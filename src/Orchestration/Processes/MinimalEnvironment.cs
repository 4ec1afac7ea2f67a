namespace AgentSandbox.Orchestration.Processes;

/// <summary>The part of an environment that programs need to work at all, and that is safe to record.</summary>
/// <remarks>
/// A list of what is let through, because what must not pass cannot be listed: secrets have any name,
/// <c>GIT_*</c> bends git, and <c>LD_PRELOAD</c>, <c>DOTNET_STARTUP_HOOKS</c> or <c>NODE_OPTIONS</c> inject code.
/// </remarks>
public static class MinimalEnvironment
{
    private static readonly HashSet<string> s_names = new(
        [
            "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TMPDIR", "TZ", "SHELL",
            "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_NOLOGO", "DOTNET_SKIP_FIRST_TIME_EXPERIENCE",
            "DOTNET_GENERATE_ASPNET_CERTIFICATE", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_RUNNING_IN_CONTAINER",
            "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "NODE_EXTRA_CA_CERTS",
            "JAVA_HOME", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "npm_config_registry",
            "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "TEMP", "TMP", "OS",
            "APPDATA", "LOCALAPPDATA", "USERPROFILE", "USERNAME", "USERDOMAIN", "HOMEDRIVE", "HOMEPATH",
            "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "CommonProgramFiles",
            "CommonProgramFiles(x86)", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] s_prefixes = ["LC_", "DOTNET_CLI_", "NUGET_", "XDG_", "SSL_CERT_"];

    private static readonly string[] s_secretWords = ["TOKEN", "SECRET", "PASSWORD", "CREDENTIAL", "APIKEY", "API_KEY", "PRIVATE"];

    /// <summary>Takes from <paramref name="environment"/> what programs need.</summary>
    public static IReadOnlyDictionary<string, string> From(IEnumerable<KeyValuePair<string, string>> environment)
    {
        // Names keep their case: on Unix http_proxy and HTTP_PROXY are two variables.
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var minimal = new SortedDictionary<string, string>(names);
        foreach (var (name, value) in environment)
        {
            if (IsNeeded(name) && !HasCredentials(value))
            {
                minimal[name] = value;
            }
        }

        return minimal;
    }

    /// <summary>Takes from this process's environment what programs need.</summary>
    public static IReadOnlyDictionary<string, string> FromCurrent() => From(Whole());

    /// <summary>All of this process's environment, for looking things up: nothing of it is passed on unasked.</summary>
    public static Dictionary<string, string> Whole() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private static bool IsNeeded(string name) =>
        s_names.Contains(name)
        || (s_prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal))
            && !s_secretWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)));

    // A proxy's address may hold a user and a password; the minimal environment is recorded, so it cannot pass.
    private static bool HasCredentials(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Contains(':');
}
