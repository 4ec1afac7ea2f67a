using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>The signs of states. Each has a shape of its own, because colour alone does not reach everybody.</summary>
internal static class Signs
{
    public static string ClassOf(StepResult step) => step is { State: StepState.Passed, IsFlaky: true } ? "flaky" : ReportText.NameOf(step.State);

    public static Markup Of(string state) => Markup.Of($"""<svg class="sign s-{state}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{Shape(state)}</svg>""");

    private static Markup Shape(string state) => state switch
    {
        "passed" or "pass" => Markup.Of($"""<circle cx="10" cy="10" r="9" /><path d="M5.8 10.4 8.7 13.3 14.3 7.2" />"""),
        "failed" or "fail" => Markup.Of($"""<rect x="1.5" y="1.5" width="17" height="17" rx="4" /><path d="M6.5 6.5 13.5 13.5 M13.5 6.5 6.5 13.5" />"""),
        "flaky" => Markup.Of($"""<circle cx="10" cy="10" r="9" /><path d="M5 11.5 Q7.5 6 10 10 T15 8.5" />"""),
        "inconclusive" => Markup.Of($"""<path class="body" d="M10 .8 19.2 10 10 19.2 .8 10Z" /><path d="M7.6 8.1 Q7.7 5.7 10 5.7 T12.4 8 Q12.4 9.4 10 10.4 V11.6 M10 14.1 V14.2" />"""),
        "running" or "waiting" => Markup.Of($"""<circle cx="10" cy="10" r="9" /><path d="M10 5.2 V10 L13.2 12" />"""),
        _ => Markup.Of($"""<circle cx="10" cy="10" r="9" /><path d="M6 10 H14" />"""),
    };
}
