using System.Text;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Bench.ComparePatches;

/// <summary>Runs the product's own compare step, pauses and confirmation included, and reads what it found.</summary>
internal sealed class Comparison(Call call, Uri baseline, Uri patched) : IDisposable
{
    private readonly CompareStepRunner _runner = new();
    private readonly ServiceClient _client = new(TimeProvider.System);

    /// <summary>Gives both sides what the call asks for.</summary>
    public async Task PrepareAsync()
    {
        using var client = new HttpClient();
        foreach (var side in call.Before is null ? [] : new[] { baseline, patched })
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(side, call.Before!.Path)); // Tested above.
            message.Content = new StringContent(call.Before.Body ?? "", Encoding.UTF8, "application/json");
            message.Headers.Add("Idempotency-Key", "bench");
            (await client.SendAsync(message)).EnsureSuccessStatusCode();
        }
    }

    /// <summary>The worst class that counts, null when the step decided nothing; and the difference that has it, or the step's summary.</summary>
    public async Task<(Label? Found, string Why)> RunAsync()
    {
        var step = new CompareStep
        {
            Id = "compare",
            Mutates = call.Method != "GET",
            Request = new RequestTemplate { Service = new(call.Service, []), Method = call.Method, Path = new(call.Path, []), Body = call.Body is { } body ? new(body, []) : null },
            Rules = new ComparisonRules { Ignore = call.Ignore, Headers = call.Headers },
        };
        var outcome = await _runner.RunAsync(step, new BothSides(_client, baseline, patched), CancellationToken.None);
        if (outcome.State == StepState.Inconclusive || outcome.Output is not { } output)
        {
            return (null, outcome.Summary);
        }

        return output.GetProperty("differences").EnumerateArray()
            .Select(difference => (Found: Enum.TryParse<Label>(difference.GetProperty("class").GetString(), ignoreCase: true, out var label) ? label : Label.None, Why: difference.ToString()))
            .Append((Found: Label.None, Why: "no differences"))
            .MaxBy(pair => pair.Found);
    }

    public void Dispose() => _client.Dispose();
}
