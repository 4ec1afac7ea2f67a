using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Enrolment;

public sealed class PortProtocolTests
{
    [Theory]
    [InlineData("{ port: 1234, name: http }", "Http")]
    [InlineData("{ port: 1234, name: http-admin }", "Http")]
    [InlineData("{ port: 1234, name: http2-x }", "H2c")]
    [InlineData("{ port: 1234, name: grpc }", "H2c")]
    [InlineData("{ port: 1234, name: grpc-web-x }", "Http")]
    [InlineData("{ port: 1234, name: h2c }", "H2c")]
    [InlineData("{ port: 1234, name: tcp-http }", "Tcp")]
    [InlineData("{ port: 80, name: https }", "Tcp")]
    [InlineData("{ port: 80, name: tcp }", "Tcp")]
    [InlineData("{ port: 1234, name: tcp, appProtocol: http }", "Http")]
    [InlineData("{ port: 1234, name: http, appProtocol: kubernetes.io/h2c }", "H2c")]
    [InlineData("{ port: 1234, appProtocol: kubernetes.io/ws }", "Http")]
    [InlineData("{ port: 80 }", "Http")]
    [InlineData("{ port: 8080, name: main }", "Http")]
    [InlineData("{ port: 1234, targetPort: http }", "Http")]
    [InlineData("{ port: 5432 }", "Tcp")]
    [InlineData("{ port: 443 }", "Tcp")]
    [InlineData("{ port: 1234 }", "Tcp assumed")]
    [InlineData("{ port: 1234, name: main }", "Tcp assumed")]
    public void Port_Speaks(string port, string expected)
    {
        var protocol = PortProtocol.Of(GoldenCases.Yaml(port), null);

        $"{protocol.Protocol}{(protocol.IsAssumed ? " assumed" : "")}".Should().Be(expected);
    }

    [Fact]
    public void Word_OfAPerson_Wins() => PortProtocol.Of(GoldenCases.Yaml("{ port: 80, name: tcp }"), Router.ServiceProtocol.H2c).Should().Be(new PortProtocol(Router.ServiceProtocol.H2c, false));
}
