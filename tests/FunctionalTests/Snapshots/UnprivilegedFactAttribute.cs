namespace AgentSandbox.FunctionalTests.Snapshots;

/// <summary>A test about missing permissions, which a privileged user always has.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Skip = "The tests run as a privileged user, to whom no file is unreadable.";
        }
    }
}
