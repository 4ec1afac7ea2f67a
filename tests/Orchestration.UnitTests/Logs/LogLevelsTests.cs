using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.UnitTests.Logs;

public sealed class LogLevelsTests
{
    [Theory]
    [InlineData("fail: Microsoft.AspNetCore.Server.Kestrel[13]", LogLevelFilter.Error)]
    [InlineData("12:00:00 [ERR] no connection", LogLevelFilter.Error)]
    [InlineData("Program.cs(3,1): error CS1002: ; expected", LogLevelFilter.Error)]
    [InlineData("System.InvalidOperationException: x", LogLevelFilter.Error)]
    [InlineData("TypeError: x is not a function", LogLevelFilter.Error)]
    [InlineData("npm ERR! code 1", LogLevelFilter.Error)]
    [InlineData("{\"level\":50,\"msg\":\"x\"}", LogLevelFilter.Error)]
    [InlineData("{\"level\":\"error\"}", LogLevelFilter.Error)]
    [InlineData("panic: nil map", LogLevelFilter.Error)]
    [InlineData("warn: Startup[0]", LogLevelFilter.Warn)]
    [InlineData("x.cs(1,1): warning CS0168: unused", LogLevelFilter.Warn)]
    [InlineData("info: Now listening", LogLevelFilter.All)]
    [InlineData("    0 Error(s)", LogLevelFilter.All)]
    [InlineData("Build succeeded with 0 warnings, Failed: 0", LogLevelFilter.All)]
    [InlineData("terror and information", LogLevelFilter.All)]
    public void Line_HighestFilterThatItPasses(string line, LogLevelFilter highest)
    {
        foreach (var filter in Enum.GetValues<LogLevelFilter>())
        {
            LogLevels.Passes(filter, [line]).Should().Be(filter <= highest, "the filter is {0}", filter);
        }
    }
}
