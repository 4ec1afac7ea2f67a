using AgentSandbox.McpServer.Hosting;

namespace AgentSandbox.FunctionalTests.Hosting;

public sealed class HostExecutableTests
{
    [Theory]
    [InlineData("/opt/agent-sandbox", "/opt/agent-sandbox.dll", "/opt/agent-sandbox", null)]
    [InlineData("/usr/bin/dotnet", "/opt/agent-sandbox.dll", "/usr/bin/dotnet", "/opt/agent-sandbox.dll")]
    [InlineData("/x/testhost", "/opt/agent-sandbox.dll", "dotnet", "/opt/agent-sandbox.dll")]
    [InlineData("/opt/renamed", null, "/opt/renamed", null)]
    public void Find_NamesTheProgramThatStartsUsAgain(string process, string? assembly, string program, string? argument)
    {
        var found = HostExecutable.Find(process, assembly);

        found.FileName.Should().Be(program);
        found.Arguments.Should().Equal(argument is null ? [] : [argument]);
    }
}
