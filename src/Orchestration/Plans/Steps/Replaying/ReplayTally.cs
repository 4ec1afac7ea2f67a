using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Proof;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>What came of the requests so far.</summary>
internal sealed class ReplayTally
{
    private const int MaxKept = 2000;

    private readonly List<Difference> _differences = [];

    public int Requests { get; set; }

    public int Replayed { get; set; }

    public int Partial { get; set; }

    public int Unproven { get; set; }

    public List<string> Skipped { get; } = [];

    public List<ClaimFailure> Unanswered { get; } = [];

    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>A proof that a fork was met; null while there is none.</summary>
    public RequestProof? Met { get; private set; }

    /// <summary>A proof that none was.</summary>
    public RequestProof? NotMet { get; private set; }

    public IReadOnlyList<Difference> Differences => _differences;

    public void Add(RecordedExchange exchange, RequestProof? proof, ComparisonResult result, Func<string, string> clean)
    {
        Replayed++;
        Partial += result.IsPartial ? 1 : 0;
        switch (proof)
        {
            case { Verdict: ProofVerdict.Routed }:
                Met ??= proof;
                break;
            case null or { Verdict: ProofVerdict.Unproven }:
                Unproven++;
                break;
            default:
                NotMet ??= proof;
                break;
        }

        foreach (var (label, count) in result.Counts)
        {
            Counts[label] = Counts.GetValueOrDefault(label) + count;
        }

        // Breaking ones are kept whatever came before them; a long recording must not push them out.
        var name = clean(exchange.Name);
        _differences.AddRange(result.Differences
            .Where(difference => _differences.Count < MaxKept || difference.Standing == DifferenceStanding.Counts)
            .Select(difference => difference with { Path = $"{name} {difference.Path}" }));
    }
}
