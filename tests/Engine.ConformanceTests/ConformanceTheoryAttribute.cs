using Xunit.Sdk;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>As <see cref="ConformanceFactAttribute"/>, with data.</summary>
[XunitTestCaseDiscoverer("AgentSandbox.Engine.ConformanceTests.ConformanceTheoryDiscoverer", "AgentSandbox.Engine.ConformanceTests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute;
