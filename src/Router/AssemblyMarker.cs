namespace AgentSandbox.Router; internal static class AssemblyMarker { }
