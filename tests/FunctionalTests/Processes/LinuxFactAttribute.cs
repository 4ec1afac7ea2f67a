namespace AgentSandbox.FunctionalTests.Processes;

/// <summary>A test that looks into /proc to judge the state of the world.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs Linux: the test reads /proc to see sessions, signals and open files of real processes.";
        }
    }
}
