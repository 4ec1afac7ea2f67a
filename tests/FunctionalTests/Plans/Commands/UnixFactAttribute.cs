namespace AgentSandbox.FunctionalTests.Plans.Commands;

/// <summary>A test whose commands are written for a POSIX shell.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Needs a POSIX shell: the commands of the test are shell scripts.";
        }
    }
}
