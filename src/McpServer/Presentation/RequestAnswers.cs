using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>Shows who answered a routed request, and then what was answered.</summary>
internal sealed class RequestAnswers(Sanitizer sanitizer, FailureAnswers failures)
{
    private const int MaxHeaders = 24;
    private const int LeastHeaders = 5;
    private const int MaxHeaderValue = 160;
    private const int MaxHopRequest = 100;
    private const int MaxDifference = 300;
    private const int LeastDifferences = 3;
    private const int LeastHops = 5;

    // The last is for human eyes at the router: a service can forge it, and the hops say it with proof.
    private static readonly HashSet<string> s_noise = ["date", "server", "connection", "keep-alive", "transfer-encoding", "x-sandbox-route"];

    public Answer Of(RoutedRequest request, RoutedRequestResult result, int maxBodyBytes, IReadOnlyList<string> notes, Share share)
    {
        var failure = FailureOf(request, result);
        var shown = new Shown(
            Body(result.Response, maxBodyBytes, share),
            Hops(result.Proof, share),
            [.. Headers(result.Response, share)],
            [.. Differences(result, share)],
            [.. result.Notes, .. notes, .. Cuts(result.Proof, share)],
            failure?.Hint ?? NextStep(result));
        return new Answer
        {
            IsError = failure is not null,
            Text = Text(request, result, shown),
            Structure = OutputJson.Object(Structure(request, result, shown, failure)),
        };
    }

    private static string Verdict(RequestProof proof) => proof.Verdict switch
    {
        ProofVerdict.Routed => "routed",
        ProofVerdict.NotRouted => FailureCodes.NotRouted,
        ProofVerdict.NotReached => FailureCodes.NotReached,
        _ => FailureCodes.Unproven,
    };

    private static SandboxFailure? FailureOf(RoutedRequest request, RoutedRequestResult result)
    {
        if (result.Proof.Verdict == ProofVerdict.Routed)
        {
            return null;
        }

        return new SandboxFailure
        {
            Code = Verdict(result.Proof),
            Category = FailureCategory.User,
            Message = result.Proof.Reason,
            Hint = result.Proof switch
            {
                { Verdict: ProofVerdict.Unproven } => "Send the same request once more.",
                { Lost: { } lost } => $"Make {lost.Service} pass on the baggage header of the request that it got, as the note says; {ToolNames.CheckPropagation} with service: {request.Service} shows each carrier.",
                { Verdict: ProofVerdict.NotRouted } => $"Call {ToolNames.GetSandbox} and {ToolNames.ReadLogs} for the fork that could not answer.",
                _ when result.Proof.ForksNotMet.Count == 0 => $"Call {ToolNames.DeployFork} with sandbox: {request.Sandbox} first.",
                _ => $"Send a request that needs {string.Join(" or ", result.Proof.ForksNotMet)}, or send it to that service directly.",
            },
            Retryable = result.Proof.Verdict == ProofVerdict.Unproven,
        };
    }

    private static string NextStep(RoutedRequestResult result)
    {
        return result.StaleServices.Count > 0 ? $"Call {ToolNames.DeployFork}: the files of {string.Join(", ", result.StaleServices)} changed after the deploy."
            : result.Proof is { Lost: not null, ForksNotMet: [_, ..] missed } ? $"The answer says nothing about {string.Join(", ", missed)}, since the key was lost on the way: follow the prompt debug-routing."
            : result.Response.Status >= 500 ? $"Call {ToolNames.ReadLogs} of the services on the path."
            : $"Compare status and body with what must be true; {ToolNames.ReadLogs} shows what happened inside.";
    }

    private string Text(RoutedRequest request, RoutedRequestResult result, Shown shown)
    {
        var (response, proof) = (result.Response, result.Proof);
        var text = new AnswerText()
            .Line($"{Verdict(proof)}: {proof.Reason}")
            .Line($"{request.Method} {request.Path} of {request.Service} in sandbox {request.Sandbox}: status {response.Status}, {Ms(response.Duration)} ms, {response.BodyBytes} bytes.")
            .Line("forks met", string.Join(", ", ForksMet(proof)))
            .Line("forks not met", string.Join(", ", proof.ForksNotMet))
            .Line("stale: true, files changed after the deploy of", string.Join(", ", result.StaleServices))
            .Line("hops, from the routers' own records:");
        for (var i = 0; i < shown.Hops.Count; i++)
        {
            text.Line($"{i + 1}. {HopLine(shown.Hops[i])}");
        }

        if (proof.Lost is { } lost)
        {
            text.Line($"lost: in {lost.Service}, before {lost.MetInstead} ({SandboxWords.Name(lost.Certainty)})");
        }

        if (result.Baseline is { } baseline)
        {
            text.Line($"baseline: status {baseline.Status}, {(shown.Differences.Count == 0 ? "no difference" : "differences (baseline → sandbox):")}");
            text.Untrusted("differences", shown.Differences);
        }

        var headers = shown.Headers.Select(header => $"{header.Key}: {header.Value}");
        return text
            .Untrusted($"response of {request.Service}", [.. headers, "", .. shown.Body.Text.Split('\n')])
            .Line("body", shown.Body.Note)
            .Lines("note: ", shown.Notes)
            .Line("Next", shown.NextStep)
            .ToString();
    }

    private RequestOutput Structure(RoutedRequest request, RoutedRequestResult result, Shown shown, SandboxFailure? failure)
    {
        var (response, proof) = (result.Response, result.Proof);
        return new RequestOutput
        {
            Verdict = Verdict(proof),
            Reason = proof.Reason,
            Sandbox = request.Sandbox.Value,
            Status = response.Status,
            ForksMet = OutputJson.Strings(ForksMet(proof)),
            ForksNotMet = OutputJson.Some(proof.ForksNotMet),
            Hops = OutputJson.Array(shown.Hops),
            Lost = proof.Lost is { } lost ? new JsonObject { ["service"] = lost.Service, ["before"] = lost.MetInstead, ["certainty"] = SandboxWords.Name(lost.Certainty) } : null,
            Stale = result.StaleServices.Count > 0,
            StaleServices = OutputJson.Some(result.StaleServices),
            Headers = new JsonObject(shown.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
            Body = shown.Body.Text,
            BodyTruncated = shown.Body.IsCut ? true : null,
            BodyBytes = response.BodyBytes,
            BaselineStatus = result.Baseline?.Status,
            Differences = result.Baseline is null ? null : OutputJson.Strings(shown.Differences),
            Untrusted = OutputJson.Strings(["headers", "body", "differences"]),
            Notes = OutputJson.Some([.. shown.Notes, .. BodyNotes(shown.Body)]),
            NextStep = shown.NextStep,
            Error = failure is null ? null : failures.ToObject(failure, new Share(1)),
        };
    }

    // Redacted before it is cut, so that a cut through a secret does not hide it from the redactor.
    private ShownBody Body(ObservedResponse response, int maxBytes, Share share)
    {
        var all = sanitizer.Text(response.Body);
        var bytes = Encoding.UTF8.GetByteCount(all);
        var text = SafeText.CutBytes(all, share.Of(Math.Min(bytes, maxBytes)));
        var isCut = text.Length < all.Length || response.IsTruncated;
        var note = (isCut, response) switch
        {
            (true, _) => $"only the first {Encoding.UTF8.GetByteCount(text)} bytes are shown; pass a larger max_body_bytes, at most {AnswerBudget.Largest}, for more",
            (_, { Body.Length: 0, BodyBytes: > 0 }) => $"{response.BodyBytes} bytes that are not text",
            _ => null,
        };
        return new ShownBody(text, isCut, note);
    }

    private static IEnumerable<string> BodyNotes(ShownBody body) => body.Note is { } note ? [$"body: {note}"] : [];

    private List<HopOutput> Hops(RequestProof proof, Share share) =>
        [.. proof.Hops.Take(share.Of(proof.Hops.Count, LeastHops)).Select(hop => new HopOutput
        {
            Service = hop.Service,
            Request = sanitizer.Line($"{hop.Method} {hop.Path}", MaxHopRequest),
            AnsweredBy = SandboxWords.Name(hop.AnsweredBy),
            Revision = hop.Revision,
            Sandbox = hop.Sandbox,
            Status = hop.Status,
            Ms = hop.Duration is { } duration ? Math.Round(duration.TotalMilliseconds, 1) : null,
            HasKey = hop.Key is not null,
            ErrorCode = hop.ErrorCode,
            External = hop.External ? true : null,
        })];

    private static IEnumerable<string> Cuts(RequestProof proof, Share share)
    {
        var shown = share.Of(proof.Hops.Count, LeastHops);
        if (shown < proof.Hops.Count)
        {
            yield return $"The first {shown} of {proof.Hops.Count} hops are shown; pass a larger max_body_bytes for more.";
        }
    }

    private static string HopLine(HopOutput hop)
    {
        var who = hop.AnsweredBy switch
        {
            "fork" => $"fork, revision {hop.Revision}",
            "router" => $"the router itself ({hop.ErrorCode})",
            var other => other,
        };
        var key = hop.HasKey ? "" : ", came without the key";
        return $"{hop.Service}: {hop.Request} answered by {who}, status {hop.Status?.ToString(CultureInfo.InvariantCulture) ?? "none"}, {hop.Ms} ms{key}{(hop.External == true ? ", external: routing ends here" : "")}";
    }

    private static IEnumerable<string> ForksMet(RequestProof proof) => proof.ForksMet.Select(fork => $"{fork.Service} revision {fork.Revision}");

    private IEnumerable<KeyValuePair<string, string>> Headers(ObservedResponse response, Share share) => response.Headers
        .Where(header => !s_noise.Contains(header.Key))
        .OrderBy(header => header.Key, StringComparer.Ordinal)
        .Take(share.Of(MaxHeaders, LeastHeaders))
        .Select(header => KeyValuePair.Create(header.Key, sanitizer.Value(header.Key, header.Value, MaxHeaderValue)));

    private IEnumerable<string> Differences(RoutedRequestResult result, Share share)
    {
        var lines = sanitizer.Lines(result.Differences ?? []);
        var shown = share.Of(lines.Count, LeastDifferences);
        var more = shown < lines.Count ? [$"… and {lines.Count - shown} more"] : Array.Empty<string>();
        return lines.Take(shown).Select(line => SafeText.Line(line, MaxDifference)).Concat(more);
    }

    private static string Ms(TimeSpan duration) => duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private sealed record ShownBody(string Text, bool IsCut, string? Note);

    private sealed record Shown(
        ShownBody Body, List<HopOutput> Hops, List<KeyValuePair<string, string>> Headers, List<string> Differences, List<string> Notes, string NextStep);
}
