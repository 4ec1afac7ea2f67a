namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>What came of an arrival.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Status">The status; 0 without an answer.</param>
internal readonly record struct LoadAnswer(LoadAnswerKind Kind, int Status = 0)
{
    /// <summary>True for a complete answer with 2xx or 3xx.</summary>
    public bool IsGood => Kind == LoadAnswerKind.Answered && Status is >= 200 and < 400;

    /// <summary>How errors are listed.</summary>
    public override string ToString() => Kind switch
    {
        LoadAnswerKind.Answered => $"status {Status}",
        LoadAnswerKind.Failed => "connection failed",
        LoadAnswerKind.TimedOut => "no answer in time",
        LoadAnswerKind.BodyTooLarge => "body too large",
        _ => "not sent: too many were waiting",
    };
}
