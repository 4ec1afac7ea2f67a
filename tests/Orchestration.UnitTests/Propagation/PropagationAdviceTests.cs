using AgentSandbox.Orchestration.Propagation.Advice;
using AgentSandbox.Router.Hops;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Propagation;

public sealed class PropagationAdviceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Theory]
    [InlineData("package.json", """{"dependencies":{"express":"5"}}""", "Node, express", "auto-instrumentations-node")]
    [InlineData("server.mjs", "import http from 'node:http'", "Node", "req.headers.baggage")]
    [InlineData("package.json", """{"dependencies":{"@opentelemetry/api":"1"}}""", "Node", "it has OpenTelemetry: set OTEL_PROPAGATORS=tracecontext,baggage")]
    [InlineData("requirements.txt", "fastapi==1\n", "Python, fastapi", "opentelemetry-instrument")]
    [InlineData("pyproject.toml", "[project]", "Python", "opentelemetry-instrument")]
    [InlineData("go.mod", "module x", "Go", "propagation.Baggage{}")]
    [InlineData("pom.xml", "<artifactId>spring-boot-starter-web</artifactId>", "Java, spring-boot", "remote-fields=sandbox")]
    [InlineData("Orders.csproj", "<TargetFramework>net8.0</TargetFramework>", ".NET, net8.0", "Correlation-Context")]
    [InlineData("Orders.csproj", "<TargetFramework>net10.0</TargetFramework>", ".NET, net10.0", "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION=0")]
    [InlineData("main.zig", "", "loser:", "OTEL_PROPAGATORS")]
    public void Folder_TellsWhatToChange(string file, string content, string name, string change)
    {
        File.WriteAllText(_folder.Join(file), content);

        var advice = PropagationAdvice.For("loser", StackFinder.Find(_folder.Path), HopCarriers.None);

        advice.Should().Contain(name).And.Contain(change);
    }

    [Fact]
    public void SourceThatSwitchesPropagationOff_IsNamed()
    {
        File.WriteAllText(_folder.Join("Orders.csproj"), "<TargetFramework>net10.0</TargetFramework>");
        File.WriteAllText(_folder.Join("Program.cs"), "new SocketsHttpHandler { ActivityHeadersPropagator = null }");

        PropagationAdvice.For("orders", StackFinder.Find(_folder.Path), HopCarriers.None).Should().Contain("look at Program.cs: ActivityHeadersPropagator");
    }

    [Fact]
    public void MissingFolder_GivesTheGeneralAdvice()
    {
        StackFinder.Find(_folder.Join("nowhere")).Should().BeNull();
    }

    public void Dispose() => _folder.Dispose();
}
