using Xunit.Sdk;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>A test that every engine has to pass, and that is skipped, with the reason, where the engine cannot be had: see <see cref="ISystemAvailability"/>.</summary>
[XunitTestCaseDiscoverer("AgentSandbox.Engine.ConformanceTests.ConformanceFactDiscoverer", "AgentSandbox.Engine.ConformanceTests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceFactAttribute : FactAttribute;
