using AgentSandbox.Orchestration.Plans.Steps.Comparing;

namespace AgentSandbox.Orchestration.Comparison.Judging;

/// <summary>What a finding means.</summary>
/// <param name="Class">Its class.</param>
/// <param name="IsNoise">True when it varies by itself.</param>
/// <param name="Reason">The rule, in a few words.</param>
internal readonly record struct Judgement(DifferenceClass Class, bool IsNoise, string Reason)
{
    public static Judgement Breaking(string reason) => new(DifferenceClass.Breaking, false, reason);

    public static Judgement Additive(string reason) => new(DifferenceClass.Additive, false, reason);

    public static Judgement Changed(string reason) => new(DifferenceClass.Changed, false, reason);

    public static Judgement Noise(string reason) => new(DifferenceClass.Changed, true, reason);
}
