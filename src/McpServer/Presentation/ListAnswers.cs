using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>Shows pages of services and of sandboxes; what does not fit is left to the next page.</summary>
internal sealed class ListAnswers(Sanitizer sanitizer)
{
    /// <summary>How many items a page of a list has at the most.</summary>
    public const int PageSize = 100;

    private const string Cursor = "next_cursor";
    private const int MaxText = 160;

    /// <param name="list">All that match.</param>
    /// <param name="after">The name after which the page begins.</param>
    /// <param name="notes">What else to say.</param>
    /// <param name="share">How much to show.</param>
    public Answer Of(ServiceList list, string? after, IReadOnlyList<string> notes, Share share)
    {
        var rest = list.Services.Where(service => after is null || string.CompareOrdinal(service.Name, after) > 0).ToList();
        var page = rest.Take(share.Of(Math.Min(rest.Count, PageSize), least: 1)).ToList();
        string[] allNotes = [.. list.Notes, .. BaselineNotes(list.Baseline), .. notes];
        var text = new AnswerText().Line($"{page.Count} of {list.Services.Count} services; baseline: {Baseline(list.Baseline)}.");
        foreach (var service in page)
        {
            text.Line(Line(service, ForkedBy(list, service)));
        }

        return new Answer
        {
            Text = text.Lines("note: ", allNotes).Line("Next", NextStep(list.Services.Count, page.Count < rest.Count)).ToString(),
            Structure = OutputJson.Object(new ServicesOutput
            {
                Services = OutputJson.Array(page.Select(service => Structure(service, ForkedBy(list, service)))),
                Total = list.Services.Count,
                Baseline = Baseline(list.Baseline),
                Notes = OutputJson.Some(allNotes),
            }),
            Cursors = Next(page.Count < rest.Count ? page[^1].Name : null),
        };
    }

    /// <param name="list">A page, of which the end may be left out.</param>
    /// <param name="tree">The tree whose sandboxes were asked for.</param>
    /// <param name="notes">What else to say.</param>
    /// <param name="share">How much to show.</param>
    public Answer Of(SandboxList list, string? tree, IReadOnlyList<string> notes, Share share)
    {
        var page = list.Sandboxes.Take(share.Of(list.Sandboxes.Count, least: 1)).ToList();
        var isCut = page.Count < list.Sandboxes.Count;
        var summaries = page.Select(Summary).ToList();
        var text = new AnswerText().Line($"{page.Count} of {list.Total} sandboxes{(list.Total == 0 ? $"; {ToolNames.CreateSandbox} makes one" : "")}.");
        foreach (var sandbox in summaries)
        {
            text.Line($"- {sandbox.Sandbox} {sandbox.Phase}; forks: {(sandbox.Forks is null ? "none" : string.Join(", ", sandbox.Forks))}; owner {sandbox.Owner}; ends {sandbox.ExpiresAt}{(sandbox.Description is null ? "" : "; " + sandbox.Description)}");
        }

        return new Answer
        {
            Text = text
                .Line("tree", tree)
                .Lines("note: ", notes)
                .Line("Next", isCut || list.Next is not null ? $"More follow: call {ToolNames.ListSandboxes} with cursor, or with query." : null)
                .ToString(),
            Structure = OutputJson.Object(new SandboxesOutput
            {
                Sandboxes = OutputJson.Array(summaries),
                Total = list.Total,
                Tree = tree,
                Notes = OutputJson.Some(notes),
            }),
            Cursors = Next(isCut ? summaries[^1].Sandbox : list.Next),
        };
    }

    private static string NextStep(int total, bool isCut) => isCut
        ? $"More follow: call {ToolNames.ListServices} with cursor, or with query."
        : total == 0 ? "No service matches; leave query out." : $"Call {ToolNames.CreateSandbox}, then {ToolNames.DeployFork} with the services that you change.";

    private static string Baseline(BaselineInfo baseline) => (baseline.Trunk, baseline.Commit) switch
    {
        (null, _) => $"working directory {baseline.Directory}",
        ({ } trunk, null) => trunk,
        ({ } trunk, { } commit) => $"{trunk} at {Short(commit)}",
    };

    private static IEnumerable<string> BaselineNotes(BaselineInfo baseline)
    {
        if (baseline is { IsBehind: true, Trunk: not null, TrunkCommit: not null })
        {
            yield return $"{baseline.Trunk} has moved to {Short(baseline.TrunkCommit)}; a person can run: agent-sandbox baseline update.";
        }

        if (baseline.Note is { } note)
        {
            yield return note;
        }
    }

    private static string Short(string commit) => commit[..Math.Min(10, commit.Length)];

    private static IReadOnlyList<string> ForkedBy(ServiceList list, BaselineService service) => list.Forks.GetValueOrDefault(service.Name, []);

    private string Line(BaselineService service, IReadOnlyList<string> forkedBy)
    {
        string?[] parts =
        [
            $"- {service.Name}: {SandboxWords.Name(service.State)}{(service.Activity is null ? "" : $" ({service.Activity})")}",
            service.RouterAddress.ToString(),
            $"{SandboxWords.Name(service.Kind)}, {SandboxWords.Name(service.Protocol)}",
            service.Source is null ? null : $"source {service.Source}",
            service.Calls.Count == 0 ? null : $"calls {string.Join(", ", service.Calls)}",
            forkedBy.Count == 0 ? null : $"forked by {string.Join(", ", forkedBy)}",
            service.IsNew ? "only in a branch, not in the baseline" : null,
            FailureOf(service),
        ];
        return string.Join("; ", parts.Where(part => part is not null));
    }

    private ServiceOutput Structure(BaselineService service, IReadOnlyList<string> forkedBy) => new()
    {
        Service = service.Name,
        Kind = service.Kind,
        Protocol = service.Protocol,
        State = service.State,
        Url = service.RouterAddress.ToString(),
        Source = service.Source,
        Calls = Some(service.Calls),
        ForkedBy = Some(forkedBy),
        Activity = service.Activity,
        IsNew = service.IsNew ? true : null,
        Failure = FailureOf(service),
    };

    private string? FailureOf(BaselineService service) =>
        service.Failure is { } failure ? sanitizer.Line($"{failure.Code}: {failure.Message} {failure.Hint}", MaxText * 2) : null;

    private SandboxSummaryOutput Summary(SandboxView view) => new()
    {
        Sandbox = view.Record.Spec.Id.Value,
        Phase = SandboxWords.Name(view.Record.Phase),
        Forks = Some([.. view.Record.Spec.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal)
            .Select(fork => $"{fork.Service}@{fork.Revision} {SandboxWords.Name(SandboxWords.PhaseOf(fork, view.Record.Forks.GetValueOrDefault(fork.Service)))}")]),
        Owner = view.Record.Spec.Owner.ToString(),
        ExpiresAt = SandboxWords.Time(view.ExpiresAt),
        Description = view.Record.Spec.Description is { } text ? sanitizer.Line(text, MaxText) : null,
    };

    private static IReadOnlyList<string>? Some(IReadOnlyList<string> values) => values.Count == 0 ? null : values;

    private static Dictionary<string, string> Next(string? after) => after is null ? [] : new() { [Cursor] = after };
}
