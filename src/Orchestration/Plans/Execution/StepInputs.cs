using System.Text;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Checking;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Logging;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>What a step was given once its places were filled, for whoever reads the run later; redacted and bounded.</summary>
internal static class StepInputs
{
    private const int MaxLength = 2000;

    public static string Of(PlanStep step, IStepServices services)
    {
        var text = services.Redact(Describe(step, services));
        return text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
    }

    private static string Describe(PlanStep step, IStepServices services) => step switch
    {
        RequestStep request => Request(request.Request, services),
        CompareStep compare => Request(compare.Request, services),
        LoadStep load => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{load.Rate} requests per second, {load.WarmUp.TotalSeconds:0.###} s to warm up and {load.Duration.TotalSeconds:0.###} s measured{(load.MeasureBaseline ? ", baseline too" : "")}:\n{Request(load.Request, services)}"),
        RunStep run => Command(run, services),
        LogsStep logs => $"lines of {logs.Service ?? "all forks"}: {string.Join("; ", logs.Claims.Select(claim => Claim(claim, services)))}",
        ReplayStep replay => $"{replay.Recording}{(replay.Services.Count > 0 ? $", requests to {string.Join(", ", replay.Services)}" : "")}",
        CheckStep check => string.Join('\n', check.Expect.Select(Claim)),
        _ => string.Empty,
    };

    private static string Request(RequestTemplate request, IStepServices services)
    {
        var text = new StringBuilder($"{request.Method} {Fill(request.Path, services)} of {Fill(request.Service, services)}");
        foreach (var (name, value) in request.Headers)
        {
            text.Append('\n').Append(name).Append(": ").Append(Redactor.IsSecretName(name) ? Redactor.Replacement : Fill(value, services));
        }

        return request.Body is { } body ? text.Append("\n\n").Append(Fill(body, services)).ToString() : text.ToString();
    }

    // Values of variables are left out: they are where a suite's secrets are.
    private static string Command(RunStep run, IStepServices services)
    {
        var command = string.Join(' ', run.Command.Select(word => Fill(word, services)));
        var variables = run.Environment.Count > 0 ? $", with {string.Join(", ", run.Environment.Keys.Order(StringComparer.Ordinal))} set" : "";
        return $"{command} (in {run.Directory}{variables})";
    }

    private static string Claim(LogClaim claim, IStepServices services)
    {
        var what = claim.Contains is { } text ? $"'{Fill(text, services)}'" : claim.Matches is { } pattern ? $"/{pattern}/" : $"level {claim.Level.ToString().ToLowerInvariant()}";
        return $"{what} {claim.AtLeast} to {(claim.AtMost is { } most ? most.ToString(System.Globalization.CultureInfo.InvariantCulture) : "any number of")} times";
    }

    private static string Claim(Expectation expectation) => expectation.Label;

    /// <summary>A place without a value is shown as it is written; the step itself fails by it.</summary>
    private static string Fill(PlanTemplate template, IStepServices services) => services.Resolve(template).Value ?? template.Source;
}
