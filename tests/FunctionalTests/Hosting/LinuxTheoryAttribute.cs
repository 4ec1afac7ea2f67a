namespace AgentSandbox.FunctionalTests.Hosting;

/// <summary>A theory about process groups and signals.</summary>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs Linux: the test starts a process with setsid and kills its process group.";
        }
    }
}
