using AgentSandbox.Orchestration.Engines.Kubernetes.Access;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;

/// <summary>Something that the user would have to be allowed, and is not.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Purpose">Why it is needed, as the end of a sentence.</param>
internal sealed record MissingRight(AccessQuestion Question, string Purpose)
{
    public override string ToString()
    {
        var what = Question.Subresource is null ? Question.Kind.ToString() : Question.Kind.ToString().Replace(Question.Kind.Plural, $"{Question.Kind.Plural}/{Question.Subresource}", StringComparison.Ordinal);
        var where = Question.Namespace is null ? "in the whole cluster" : $"in namespace '{Question.Namespace}'";
        return $"{Question.Verb} {what} {where}, {Purpose}";
    }
}
