namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>A value and the interval that holds the true one with the chosen confidence.</summary>
/// <param name="Value">What was measured.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end; infinite where the sample says nothing about it.</param>
internal readonly record struct Estimate(double Value, double Low, double High);
