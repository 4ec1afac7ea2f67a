namespace AgentSandbox.Orchestration; internal static class AssemblyMarker { }
