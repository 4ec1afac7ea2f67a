using AgentSandbox.McpServer.Demo.Cluster;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.UnitTests.Demo;

public sealed class ImageBuildTests
{
    [Fact]
    public void ContextOfKind_WithItsPrograms_NeedsNoCommand()
    {
        var chosen = ImageBuild.Choose(null, "kind-team", _ => true, "/demo/Dockerfile");

        chosen.Value!.Of("out", "Payments.dll").Should().Be(
            "docker build -q -t ${image} --build-arg PROGRAM=Payments.dll -f \"/demo/Dockerfile\" \"out\" && kind load docker-image ${image} --name team");
    }

    [Theory]
    [InlineData("kind-team", "docker")]
    [InlineData("kind-team", "kind")]
    [InlineData("production", "none")]
    public void WhereNothingTellsHow_TheCommandIsAskedFor(string context, string missing)
    {
        var failure = ImageBuild.Choose(null, context, program => program != missing, "/demo/Dockerfile").Failure;

        failure!.Code.Should().Be(FailureCodes.InvalidArguments);
        failure.Message.Should().Contain(context);
        failure.Hint.Should().Contain("--image-build").And.Contain("${image}").And.Contain("${folder}").And.Contain("{{index .RepoDigests 0}}");
    }

    [Theory]
    [InlineData("docker build -t ${image} .")]
    [InlineData("docker build ${folder}")]
    public void CommandThatCannotWork_IsRefused(string command) =>
        ImageBuild.Choose(command, "kind-team", _ => true, "").Failure!.Message.Should().Contain(command);

    [Fact]
    public void GivenCommand_BecomesImageBuildOfEachService()
    {
        var sample = """
            version: 1
            services:
              payments:
                source: Payments
                run: dotnet Payments.dll
              orders:
                source: Orders
                run: dotnet Orders.dll
            """;

        var text = ImageBuild.Choose("make \"x y\" ${image} ${folder} ${program}", "any", _ => false, "").Value!.Configure(sample);

        var read = ConfigurationReader.Read(text, _ => null);
        read.IsValid.Should().BeTrue(read.Format("agent-sandbox.yaml"));
        read.Configuration!.Engine.Should().Be(EngineKind.Kubernetes);
        text.Should().Contain("dotnet build -c Release -v quiet --nologo \\u0026\\u0026 make \\u0022x y\\u0022 ${image} bin/Release/net10.0 Payments.dll")
            .And.Contain("bin/Release/net10.0 Orders.dll");
    }
}
