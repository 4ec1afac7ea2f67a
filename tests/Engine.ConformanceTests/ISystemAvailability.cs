namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>Says of a class of the suite why its tests cannot run here. Found by reflection, before anything of the class is made.</summary>
public interface ISystemAvailability
{
    /// <summary>Why no test of the class can run; null when all can.</summary>
    static abstract string? Reason { get; }

    /// <summary>Why one test does not apply to the engine; null when it does.</summary>
    /// <param name="test">The name of its method.</param>
    static abstract string? ReasonOf(string test);
}
