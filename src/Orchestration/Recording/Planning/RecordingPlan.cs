using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Recording.Planning;

/// <summary>Makes a plan of a recording: one step replays it, and one asks each of its pages again.</summary>
public static class RecordingPlan
{
    private const int MaxRequests = 20;
    private const int MaxPath = 2000;
    private const int MaxBytes = 64 * 1024 * 1024;

    // A JSON string is a YAML string; only what both need is escaped.
    private static readonly JsonSerializerOptions s_yaml = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the plan as YAML.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="tree">The working tree, in which it must be, because plans read nothing outside of it.</param>
    public static Result<string> Create(string file, string tree)
    {
        var root = RootOf(tree);
        var relative = Path.GetRelativePath(root, file).Replace('\\', '/');
        if (relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            return Failure($"The recording '{file}' is not in the working tree '{root}', and a plan reads nothing outside of its tree.", "Save it there first: agent-sandbox record stop NAME --output recordings/NAME.har.");
        }

        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                return Failure($"The recording '{file}' is larger than {MaxBytes} bytes.", "Record fewer requests.");
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return Text(relative, Gets(document.RootElement.GetProperty("log").GetProperty("entries")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failure($"The recording '{file}' cannot be read: {e.Message}", "Name a file that agent-sandbox record stop has written.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Failure($"'{file}' is not a recording of ours: {e.Message}", "Name a file that agent-sandbox record stop has written.");
        }
    }

    private static List<RecordedGet> Gets(JsonElement entries) =>
    [
        .. entries.EnumerateArray()
            .Where(entry => entry.GetProperty("request").GetProperty("method").GetString() == "GET" && entry.TryGetProperty("_service", out _))
            .Select(entry => new RecordedGet(
                entry.GetProperty("_service").GetString() ?? "",
                PathOf(entry.GetProperty("request").GetProperty("url").GetString() ?? ""),
                entry.GetProperty("response").GetProperty("status").GetInt32()))
            .Where(get => get.Status is >= 200 and < 500 && IsSendable(get.Path))
            .GroupBy(get => (get.Service, get.Path))
            .Select(group => group.Last())
            .Take(MaxRequests),
    ];

    // What was redacted cannot be asked for again, and "$" begins a place of a plan.
    private static bool IsSendable(string path) => path.Length is > 0 and <= MaxPath && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains("redacted", StringComparison.Ordinal) && !path.Contains('$', StringComparison.Ordinal) && !path.Any(c => c <= ' ' || c is '#' or '\\' || c >= (char)127)
        && !path.Split('?')[0].Split('/').Any(segment => segment is "." or "..");

    private static string PathOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? url.IndexOf('/', scheme + 3) : 0;
        return start < 0 ? "/" : url[start..];
    }

    private static string Text(string recording, List<RecordedGet> gets)
    {
        var text = new StringBuilder()
            .Append("# Made from a recording: take out what does not matter, and say in 'expect' what must be true.\n")
            .Append("# A fork must have answered on the way of each request; write 'servedBy: any' where none is meant to.\n")
            .Append("version: 1\n")
            .Append(CultureInfo.InvariantCulture, $"purpose: {Quote($"Replays {Shorten(recording)} and asks its pages again")}\n")
            .Append("steps:\n")
            .Append("  - id: replay\n")
            .Append("    replay:\n")
            .Append(CultureInfo.InvariantCulture, $"      recording: {Quote(recording)}\n");
        for (var i = 0; i < gets.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - id: get-{i + 1}\n")
                .Append("    request:\n")
                .Append(CultureInfo.InvariantCulture, $"      service: {Quote(gets[i].Service)}\n")
                .Append(CultureInfo.InvariantCulture, $"      path: {Quote(gets[i].Path)}\n")
                .Append("    expect:\n")
                .Append(CultureInfo.InvariantCulture, $"      status: {gets[i].Status}\n");
        }

        return text.ToString();
    }

    private static string Shorten(string path) => path.Length <= 120 ? path : "…" + path[^119..];

    private static string Quote(string text) => JsonSerializer.Serialize(text, s_yaml);

    private static string RootOf(string directory)
    {
        for (var current = new DirectoryInfo(directory); current is not null; current = current.Parent)
        {
            if (Path.Exists(Path.Join(current.FullName, ".git")) || File.Exists(Path.Join(current.FullName, "agent-sandbox.yaml")))
            {
                return current.FullName;
            }
        }

        return directory;
    }

    private static SandboxFailure Failure(string message, string hint) => new()
    {
        Code = FailureCodes.RecordingUnusable,
        Category = FailureCategory.User,
        Message = message,
        Hint = hint,
    };
}
