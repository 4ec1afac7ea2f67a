namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;

/// <summary>Something that an enrolment would change beyond the two fields.</summary>
/// <param name="Code">Stable; what <c>--accept</c> takes.</param>
/// <param name="Weight">Whether it forbids the enrolment.</param>
/// <param name="Object">The object that shows it, such as <c>NetworkPolicy/deny-all</c>.</param>
/// <param name="Change">What would change, as a sentence.</param>
internal sealed record EnrolmentFinding(string Code, FindingWeight Weight, string Object, string Change)
{
    public override string ToString() => $"{Code} ({Object}): {Change}";
}
