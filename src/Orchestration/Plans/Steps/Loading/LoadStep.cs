namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>Measures fork and baseline interleaved, with open-loop arrivals. Its output document is <c>{baseline: {p50, p90, p95, p99, errorRate, throughput, requests}, sandbox: {…}, ratios: {…}}</c>.</summary>
public sealed record LoadStep : PlanStep
{
    /// <inheritdoc />
    public override string Kind => StepKinds.Load;

    /// <summary>What is sent; GET, HEAD or OPTIONS unless <see cref="Mutates"/>.</summary>
    public required RequestTemplate Request { get; init; }

    /// <summary>Agrees that state is changed by it.</summary>
    public bool Mutates { get; init; }

    /// <summary>Requests per second to the sandbox; the baseline gets as many when it is measured too.</summary>
    public double Rate { get; init; } = 20;

    /// <summary>How long is measured, warm-up excluded.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long is sent before measuring.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>False to measure the sandbox alone; ratios are then not available.</summary>
    public bool MeasureBaseline { get; init; } = true;

    /// <summary>Confidence of the interval that a verdict rests on. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Claims.</summary>
    public IReadOnlyList<LoadThreshold> Thresholds { get; init; } = [];
}
