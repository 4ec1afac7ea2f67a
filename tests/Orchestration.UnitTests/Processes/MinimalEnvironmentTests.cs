using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.UnitTests.Processes;

public sealed class MinimalEnvironmentTests
{
    [Theory]
    [InlineData("PATH", true)]
    [InlineData("HOME", true)]
    [InlineData("LC_ALL", true)]
    [InlineData("DOTNET_ROOT", true)]
    [InlineData("DOTNET_CLI_HOME", true)]
    [InlineData("NUGET_PACKAGES", true)]
    [InlineData("XDG_CACHE_HOME", true)]
    [InlineData("https_proxy", true)]
    [InlineData("NO_PROXY", true)]
    [InlineData("SSL_CERT_FILE", true)]
    [InlineData("npm_config_registry", true)]
    [InlineData("GIT_DIR", false)]
    [InlineData("GIT_CONFIG_GLOBAL", false)]
    [InlineData("LD_PRELOAD", false)]
    [InlineData("DYLD_INSERT_LIBRARIES", false)]
    [InlineData("DOTNET_STARTUP_HOOKS", false)]
    [InlineData("DOTNET_ADDITIONAL_DEPS", false)]
    [InlineData("NODE_OPTIONS", false)]
    [InlineData("JAVA_TOOL_OPTIONS", false)]
    [InlineData("PYTHONSTARTUP", false)]
    [InlineData("BASH_ENV", false)]
    [InlineData("GITHUB_TOKEN", false)]
    [InlineData("NUGET_API_KEY", false)]
    [InlineData("AWS_SECRET_ACCESS_KEY", false)]
    [InlineData("ASPNETCORE_URLS", false)]
    [InlineData(ProcessMark.VariableName, false)]
    public void Variable_PassesOrNot(string name, bool passes) =>
        MinimalEnvironment.From([new(name, "value")]).ContainsKey(name).Should().Be(passes);

    [Theory]
    [InlineData("http://user:secret@proxy:8080")]
    [InlineData("https://token:x@registry.example/")]
    public void Proxy_WithPassword_Dropped(string value) =>
        MinimalEnvironment.From([new("HTTP_PROXY", value), new("npm_config_registry", value)]).Should().BeEmpty();
}
