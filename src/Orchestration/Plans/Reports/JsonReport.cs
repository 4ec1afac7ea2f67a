using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Reports.Data;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>Writes everything that is known about a run, for programs. The shape is <c>docs/run.schema.json</c>.</summary>
public static class JsonReport
{
    /// <summary>Rises when a reader of the shape has to change.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Writes a run, ended or not.</summary>
    /// <param name="run">The run.</param>
    public static string Write(RunRecord run)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            Run(writer, run);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    internal static string NameOf(EvidenceKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static void Run(Utf8JsonWriter writer, RunRecord run)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        Text(writer, "run", run.Id);
        Text(writer, "plan", run.Plan);
        Text(writer, "purpose", run.Purpose);
        Text(writer, "sandbox", run.Sandbox);
        Text(writer, "key", run.Key);
        Text(writer, "owner", run.Owner);
        Time(writer, "startedAt", run.StartedAt);
        Time(writer, "endedAt", run.EndedAt);
        if (run.EndedAt is { } ended)
        {
            Milliseconds(writer, "durationMs", ended - run.StartedAt);
        }
        else
        {
            writer.WriteNull("durationMs");
        }

        Verdict(writer, run);
        writer.WriteStartObject("parameters");
        foreach (var (name, value) in run.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Text(writer, EvidenceData.Whole(name), value);
        }

        writer.WriteEndObject();
        Text(writer, "baselineCommit", run.BaselineCommit);
        Text(writer, "baselineDigest", run.BaselineDigest);
        List(writer, "forks", run.Forks, Fork);
        List(writer, "steps", run.Steps, Step);
        writer.WriteEndObject();
    }

    private static void Verdict(Utf8JsonWriter writer, RunRecord run)
    {
        Text(writer, "verdict", ReportText.NameOf(run.Verdict));
        Text(writer, "reason", ReportText.Reason(run));
        List(writer, "telling", run.Verdict?.Telling ?? [], (_, telling) =>
        {
            Text(writer, "step", telling.Step);
            Text(writer, "text", telling.Text);
        });
    }

    private static void Fork(Utf8JsonWriter writer, PinnedFork fork)
    {
        Text(writer, "service", fork.Service);
        writer.WriteNumber("revision", fork.Revision);
        Text(writer, "treeHash", fork.TreeHash);
        Text(writer, "commit", fork.Commit);
        writer.WriteBoolean("stale", fork.Stale);
    }

    private static void Step(Utf8JsonWriter writer, StepResult step)
    {
        Text(writer, "id", step.Id);
        Text(writer, "kind", step.Kind);
        Text(writer, "title", step.Title);
        Text(writer, "state", ReportText.NameOf(step.State));
        Text(writer, "summary", step.Summary);
        writer.WriteBoolean("cleanup", step.IsCleanup);
        writer.WriteBoolean("flaky", step.IsFlaky);
        writer.WriteBoolean("metFork", step.MetFork);
        writer.WriteNumber("tries", step.Tries);
        Time(writer, "startedAt", step.StartedAt);
        Milliseconds(writer, "durationMs", step.Duration);
        Text(writer, "inputs", step.Inputs);
        List(writer, "failures", step.Failures, (_, failure) =>
        {
            Text(writer, "path", failure.Path);
            Text(writer, "expected", failure.Expected);
            Text(writer, "found", failure.Found);
        });
        List(writer, "evidence", step.Evidence, Evidence);
    }

    private static void Evidence(Utf8JsonWriter writer, Evidence evidence)
    {
        Text(writer, "kind", NameOf(evidence.Kind));
        Text(writer, "title", evidence.Title);
        writer.WriteNumber("weight", evidence.Weight);
        writer.WriteStartArray("lines");
        foreach (var line in evidence.Lines)
        {
            writer.WriteStringValue(EvidenceData.Whole(line));
        }

        writer.WriteEndArray();
        if (evidence.Data is { ValueKind: not JsonValueKind.Undefined } data)
        {
            writer.WritePropertyName("data");
            EvidenceData.Copy(writer, data);
        }
    }

    private static void List<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> members)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            members(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value) => writer.WriteString(name, value is null ? null : EvidenceData.Whole(value));

    private static void Milliseconds(Utf8JsonWriter writer, string name, TimeSpan time) => writer.WriteNumber(name, Math.Round(time.TotalMilliseconds, 1));

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.WriteString(name, time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
}
