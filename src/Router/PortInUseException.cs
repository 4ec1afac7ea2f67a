namespace AgentSandbox.Router;

/// <summary>The port wanted for a service's listener belongs to somebody else.</summary>
public sealed class PortInUseException : IOException
{
    /// <summary>Names the service and its port.</summary>
    public PortInUseException(string service, int port, Exception? innerException)
        : base($"The router could not listen for service '{service}': port {port} on 127.0.0.1 is in use. End the process that uses it, or choose another port.", innerException)
    {
        Service = service;
        Port = port;
    }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>The port.</summary>
    public int Port { get; }
}
