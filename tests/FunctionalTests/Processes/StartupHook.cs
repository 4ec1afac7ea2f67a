using AgentSandbox.Orchestration.Processes;

/// <summary>Turns this test assembly into a program that starts something detached and then waits to be killed.</summary>
/// <remarks>The runtime looks for exactly this name, outside of any namespace, in the assemblies of DOTNET_STARTUP_HOOKS.</remarks>
internal static class StartupHook
{
    public const string ProgramVariable = "DETACH_TEST_SCRIPT";
    public const string DirectoryVariable = "DETACH_TEST_DIRECTORY";

    public static void Initialize()
    {
        var failure = new DetachedLauncher().StartAsync(
            new ProcessSpec
            {
                FileName = "sh",
                Arguments = ["-c", Environment.GetEnvironmentVariable(ProgramVariable)!, "it's $HOME; \"quoted\""],
                WorkingDirectory = Environment.GetEnvironmentVariable(DirectoryVariable)!,
                Environment = MinimalEnvironment.FromCurrent(),
                OutputPath = Path.Combine(Environment.GetEnvironmentVariable(DirectoryVariable)!, "detached.log"),
            },
            CancellationToken.None).GetAwaiter().GetResult();
        Console.Error.WriteLine($"started {failure}");
        Thread.Sleep(Timeout.Infinite);
    }
}
