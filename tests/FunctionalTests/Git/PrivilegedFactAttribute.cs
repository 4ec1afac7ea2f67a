namespace AgentSandbox.FunctionalTests.Git;

/// <summary>A test that gives a file to another user, which only a privileged user can.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrivilegedFactAttribute : FactAttribute
{
    public PrivilegedFactAttribute()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            Skip = "The tests do not run as a privileged user, who alone can give files to another user.";
        }
    }
}
