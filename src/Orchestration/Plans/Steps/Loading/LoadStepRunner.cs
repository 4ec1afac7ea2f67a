using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>Runs <c>load</c> steps.</summary>
/// <remarks>
/// 1. Fill and check what is sent, and whether load may go there. 2. Hold the cap on the baseline. 3. Prove with one request that the fork is met, and
/// see which of the load the baseline will feel. 4. Send the schedule. 5. Check by the routers' count that the load met
/// the fork. 6. Analyse and decide.
/// </remarks>
internal sealed class LoadStepRunner(GeneratorOptions options) : IStepRunner
{
    /// <summary>The setting that lets load steps reach the baseline, as messages name it.</summary>
    public const string BaselineRateSetting = "limits.baselineRate";

    /// <summary>What one process can time well, and what a plan can want of a machine that others use.</summary>
    private const double MaxRate = 20_000;
    private const int MaxArrivals = 2_000_000;

    public LoadStepRunner()
        : this(new GeneratorOptions())
    {
    }

    public string Kind => StepKinds.Load;

    public async Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken)
    {
        var load = (LoadStep)step;
        var resolved = RequestResolver.Resolve(load.Request, services);
        if (!resolved.IsSuccess)
        {
            return StepFailures.Outcome(resolved.Failure, services);
        }

        var request = resolved.Value;
        if (Problem(load, request, services) is { } problem)
        {
            return Ended(StepState.Failed, problem, isFinal: true);
        }

        var address = services.LoadAddress(request.Service);
        if (!address.IsSuccess)
        {
            return StepFailures.Outcome(address.Failure, services);
        }

        if (OverCap(load, services, load.MeasureBaseline ? 1 : 0) is { } over)
        {
            return Ended(StepState.Inconclusive, over, isFinal: true);
        }

        services.Report(services.Redact($"proving that {request.Method} {request.Path} of {request.Service} meets the fork"));
        var proven = await services.SendAsync(request, RequestTarget.Sandbox, cancellationToken);
        if (!proven.IsSuccess)
        {
            return StepFailures.Outcome(proven.Failure, services);
        }

        var proof = proven.Value.Proof;
        if (proof is not { Verdict: ProofVerdict.Routed })
        {
            return Unproven(proof, services);
        }

        // What the sandbox is sent goes through services that only the baseline has, and is load on them all the same.
        var feltTwice = proof.Hops.Any(hop => hop is { AnsweredBy: HopAnswer.Baseline });
        return OverCap(load, services, (load.MeasureBaseline ? 1 : 0) + (feltTwice ? 1 : 0)) is { } overAll
            ? Ended(StepState.Inconclusive, overAll, isFinal: true) with { MetFork = true }
            : await MeasureAsync(load, request, address.Value, services, cancellationToken);
    }

    private async Task<StepOutcome> MeasureAsync(LoadStep load, StepRequest request, Uri address, IStepServices services, CancellationToken cancellationToken)
    {
        var seed = SeedOf($"{services.Run.Id}/{load.Id}");
        var schedule = ArrivalSchedule.Create(
            load.Rate, load.WarmUp, load.Duration, load.MeasureBaseline ? [LoadSide.Baseline, LoadSide.Sandbox] : [LoadSide.Sandbox], seed);
        using var client = new HttpLoadClient(address, services.ProtocolOf(request.Service), request, services.RoutingHeaders, options);
        var before = await services.ForkAnswersAsync(cancellationToken);
        var samples = await new OpenLoopGenerator(client, options).RunAsync(
            schedule,
            taken => services.Report($"sent {taken} of {schedule.Count} requests{(taken < schedule.FirstMeasured ? " (warming up)" : string.Empty)}"),
            cancellationToken);
        var met = await services.ForkAnswersAsync(cancellationToken) - before;

        services.Report("computing intervals");
        var measurement = await Task.Run(() => LoadAnalysis.Analyse(samples, load.Confidence, seed, cancellationToken), cancellationToken);
        return LoadOutcome.Of(load, measurement, new ForkShare(met, AnsweredBySandbox(samples)));
    }

    private static int AnsweredBySandbox(LoadSamples samples) => Enumerable.Range(0, samples.Schedule.Count)
        .Count(arrival => samples.Schedule.Side(arrival) == LoadSide.Sandbox && samples.Answer(arrival).Kind == LoadAnswerKind.Answered);

    private static string? Problem(LoadStep load, StepRequest request, IStepServices services) => 0 switch
    {
        _ when !RoutedRequestCheck.IsSafe(request.Method) && !load.Mutates =>
            $"A load of {request.Method} requests changes state, in the shared baseline too: use GET, HEAD or OPTIONS, or set 'mutates: true'.",
        _ when !services.ServiceAddresses.ContainsKey(request.Service) =>
            $"There is no service '{request.Service}' with a router's address: call list_services.",
        _ when !(load.Rate is > 0 and <= MaxRate) =>
            $"The rate {load.Rate} is out of range: choose one above 0 and up to {MaxRate:0} requests per second.",
        _ when load.Duration <= TimeSpan.Zero || load.WarmUp < TimeSpan.Zero || !(load.Confidence is >= 0.5 and <= 0.999) =>
            "The duration must be above 0, the warm-up not below 0, and the confidence between 0.5 and 0.999.",
        _ when load.Rate * (load.WarmUp + load.Duration).TotalSeconds * 2 > MaxArrivals =>
            $"These are more than {MaxArrivals} requests: lower the rate or the duration.",
        _ when load.WarmUp + load.Duration >= load.Timeout =>
            $"Warm-up and duration take {(load.WarmUp + load.Duration).TotalSeconds:0.#} s and the step's time-out is {load.Timeout.TotalSeconds:0.#} s: raise 'timeout', or measure for less time.",
        _ => null,
    };

    private static string? OverCap(LoadStep load, IStepServices services, int times)
    {
        var rate = load.Rate * times;
        return times == 0 || rate <= services.MaxBaselineRate ? null
            : services.MaxBaselineRate <= 0
                ? $"No load may reach the baseline here: set '{BaselineRateSetting}' to the requests per second that it may get, or measure the sandbox alone where its path meets no baseline service."
                : $"The baseline would get {rate:0.##} requests per second and may get {services.MaxBaselineRate:0.##}: lower 'rate', or raise '{BaselineRateSetting}'.";
    }

    private static StepOutcome Unproven(RequestProof? proof, IStepServices services) => proof is null or { Verdict: ProofVerdict.Unproven }
        ? Ended(StepState.Inconclusive, $"It is not known who would be measured: {proof?.Reason ?? "the request has no proof."}", isFinal: false)
        : Ended(StepState.Failed, $"This tested the baseline: {proof.Reason}", isFinal: false) with
        {
            Evidence = [HopEvidence.Of("No load was sent, because it would not meet the fork.", 100, proof.Hops, services.Redact)],
        };

    private static StepOutcome Ended(StepState state, string summary, bool isFinal) => new() { State = state, Summary = summary, IsFinal = isFinal };

    /// <summary>The same for the same run and step, on every machine.</summary>
    private static int SeedOf(string text) => (int)text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));
}
