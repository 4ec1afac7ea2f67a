namespace AgentSandbox.Orchestration.Git.Commands;

/// <summary>The environment of git.</summary>
/// <remarks>
/// Only what git needs to find itself, its configuration and its filters. The caller's <c>GIT_*</c> variables would
/// redirect it to another repository, index or object store: clients are often started by a hook of git.
/// </remarks>
internal static class GitEnvironment
{
    private static readonly string[] s_inherited =
    [
        "PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "USER", "LOGNAME",
        "SystemRoot", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "ProgramData", "TEMP", "TMP", "PATHEXT",
    ];

    public static Dictionary<string, string> Create(GitInvocation invocation)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in s_inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                variables[name] = value;
            }
        }

        variables["LC_ALL"] = "C";
        variables["GIT_TERMINAL_PROMPT"] = "0";
        if (invocation.Access == GitAccess.Read)
        {
            variables["GIT_OPTIONAL_LOCKS"] = "0";
        }

        foreach (var (name, value) in invocation.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }
}
