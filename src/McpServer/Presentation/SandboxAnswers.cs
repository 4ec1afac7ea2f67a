using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>Shows one sandbox.</summary>
internal sealed class SandboxAnswers(FailureAnswers failures, Sanitizer sanitizer, TimeProvider time)
{
    private const int MaxDescription = 200;
    private const int LeastForks = 5;

    /// <summary>A sandbox as it is. Failed forks are part of the answer, not a failure of the call.</summary>
    public Answer Of(SandboxView view, IReadOnlyList<string> notes, Share share) =>
        Of(view, view.Record.Spec.Owner.ShownTree, [.. view.Notes, .. notes], error: null, share);

    /// <summary>What became of a deploy; an error when the newest wanted revision of one of its services failed.</summary>
    /// <param name="result">How it stands.</param>
    /// <param name="tree">The tree that was deployed.</param>
    /// <param name="notes">What else to say.</param>
    /// <param name="share">How much to show.</param>
    public Answer OfDeploy(DeployForkResult result, string tree, IReadOnlyList<string> notes, Share share)
    {
        var record = result.View.Record;
        var error = record.Spec.Deletion is null
            ? result.Deployed.Select(fork => NewestFailure(record, fork.Service)).FirstOrDefault(failure => failure is not null)
            : SandboxFailures.Deleting(record);
        return Of(result.View, tree, [.. result.View.Notes, .. result.Deployed.SelectMany(fork => Superseded(record, fork)), .. notes], error, share);
    }

    private Answer Of(SandboxView view, string? tree, IReadOnlyList<string> notes, SandboxFailure? error, Share share)
    {
        var nextStep = error?.Hint ?? SandboxWords.NextStep(view);
        return new Answer
        {
            IsError = error is not null,
            Text = Text(view, tree, notes, error, nextStep, share),
            Structure = OutputJson.Object(Structure(view, tree, notes, error, nextStep, share)),
        };
    }

    private static SandboxFailure? NewestFailure(SandboxRecord record, string service) =>
        record.Spec.Forks.TryGetValue(service, out var spec) && record.Forks.GetValueOrDefault(service) is { Phase: ForkPhase.Failed or ForkPhase.Crashed } status
            ? SandboxWords.FailureOf(spec, status)
            : null;

    private static IEnumerable<string> Superseded(SandboxRecord record, ForkSpec deployed)
    {
        if (!record.Spec.Forks.TryGetValue(deployed.Service, out var newest))
        {
            yield return $"The fork of {deployed.Service} was deleted meanwhile.";
        }
        else if (newest.Revision > deployed.Revision)
        {
            var state = SandboxWords.Name(SandboxWords.PhaseOf(newest, record.Forks.GetValueOrDefault(deployed.Service)));
            yield return $"{FailureCodes.Superseded}: revision {deployed.Revision} of {deployed.Service} was replaced by revision {newest.Revision}, which is {state}; this answer is about revision {newest.Revision}.";
        }
    }

    private string Text(SandboxView view, string? tree, IReadOnlyList<string> notes, SandboxFailure? error, string nextStep, Share share)
    {
        var record = view.Record;
        var text = new AnswerText();
        if (error is not null)
        {
            failures.Write(text, error, share);
        }

        text.Line($"Sandbox {record.Spec.Id} {SandboxWords.Sentence(record)}.");
        foreach (var fork in Shown(record, share))
        {
            var status = record.Forks.GetValueOrDefault(fork.Service);
            text.Line("- " + SandboxWords.Fork(fork, status));
            if (SandboxWords.FailureOf(fork, status) is { } failure && failure != error)
            {
                failures.Write(text, failure, share);
            }
        }

        var (owner, key) = (record.Spec.Owner, record.Spec.Id.Value);
        return text
            .Lines("- ", Removed(record).Select(service => $"{service} is being removed"))
            .Line("note", Hidden(record, share))
            .Line($"key: {key}; send it by hand as header {string.Join(" or ", KeyHeaders(key))}")
            .Line($"lease: ends {SandboxWords.Time(view.ExpiresAt)} ({SecondsLeft(view)} s left); deploys and routed requests renew it")
            .Line($"owner: {owner}")
            .Line("description", Description(record))
            .Line("tree", tree)
            .Line("stale: true, files changed after the deploy of", string.Join(", ", view.StaleServices))
            .Lines("note: ", notes)
            .Line("Next", nextStep)
            .ToString();
    }

    private SandboxOutput Structure(SandboxView view, string? tree, IReadOnlyList<string> notes, SandboxFailure? error, string nextStep, Share share)
    {
        var record = view.Record;
        var (spec, key) = (record.Spec, record.Spec.Id.Value);
        string[] allNotes = Hidden(record, share) is { } hidden ? [.. notes, hidden] : [.. notes];
        return new SandboxOutput
        {
            Sandbox = key,
            Phase = SandboxWords.Name(record.Phase),
            Key = key,
            KeyHeaders = OutputJson.Strings(KeyHeaders(key)),
            Forks = Forks(view, error, share),
            Stale = view.StaleServices.Count > 0,
            StaleServices = OutputJson.Some(view.StaleServices),
            ExpiresAt = SandboxWords.Time(view.ExpiresAt),
            SecondsLeft = SecondsLeft(view),
            Owner = spec.Owner.ToString(),
            Tree = tree,
            Description = Description(record),
            Notes = OutputJson.Some(allNotes),
            NextStep = nextStep,
            Error = error is null ? null : failures.ToObject(error, share),
        };
    }

    private JsonArray Forks(SandboxView view, SandboxFailure? error, Share share)
    {
        var record = view.Record;
        var wanted = Shown(record, share).Select(fork =>
        {
            var status = record.Forks.GetValueOrDefault(fork.Service);
            var failure = SandboxWords.FailureOf(fork, status);
            return new ForkOutput
            {
                Service = fork.Service,
                Revision = fork.Revision,
                Phase = SandboxWords.PhaseOf(fork, status),
                Activity = status?.Revision == fork.Revision ? status.Activity : null,
                ServingRevision = SandboxWords.ServingRevision(status),
                Source = SandboxWords.Source(fork.Source),
                Stale = view.StaleServices.Contains(fork.Service) ? true : null,

                BaselineChanged = status?.ChangedBaseline is null ? null : true,
                // The lines of a failure that the answer is about stand in its error already.
                Failure = failure is null ? null : failures.ToObject(failure == error ? failure with { Evidence = [] } : failure, share),
            };
        });
        var removed = Removed(record).Select(service => record.Forks[service]).Select(status => new ForkOutput
        {
            Service = status.Service,
            Revision = status.Revision,
            Phase = status.Phase,
            BeingRemoved = true,
        });
        return OutputJson.Array(wanted.Concat(removed));
    }

    private static IEnumerable<ForkSpec> Shown(SandboxRecord record, Share share) =>
        record.Spec.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal).Take(share.Of(record.Spec.Forks.Count, LeastForks));

    private static IEnumerable<string> Removed(SandboxRecord record) =>
        record.Forks.Keys.Where(service => !record.Spec.Forks.ContainsKey(service)).Order(StringComparer.Ordinal);

    private static string? Hidden(SandboxRecord record, Share share)
    {
        var (shown, all) = (share.Of(record.Spec.Forks.Count, LeastForks), record.Spec.Forks.Count);
        return shown == all ? null : $"{all - shown} of {all} forks are left out; call {ToolNames.GetSandbox} with max_bytes: {AnswerBudget.Largest}.";
    }

    private static string[] KeyHeaders(string key) => [$"baggage: sandbox={key}", $"x-sandbox-key: {key}"];

    private string? Description(SandboxRecord record) =>
        record.Spec.Description is { } description ? sanitizer.Line(description, MaxDescription) : null;

    private int SecondsLeft(SandboxView view) => (int)Math.Max(0, (view.ExpiresAt - time.GetUtcNow()).TotalSeconds);
}
