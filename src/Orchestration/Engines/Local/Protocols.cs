using AgentSandbox.Orchestration.Configuration.Services;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Maps the configured protocol to the router's.</summary>
internal static class Protocols
{
    public static Router.ServiceProtocol Of(ServiceConfiguration service) => service switch
    {
        { Kind: ServiceKind.Tcp } or { Protocol: ServiceProtocol.Tcp } => Router.ServiceProtocol.Tcp,
        { Protocol: ServiceProtocol.H2c } => Router.ServiceProtocol.H2c,
        _ => Router.ServiceProtocol.Http,
    };
}
