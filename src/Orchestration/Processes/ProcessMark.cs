using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Orchestration.Processes;

/// <summary>Says, in a process's own environment, for what it runs: <c>host-instance/what/sandbox/service/revision</c>.</summary>
/// <remarks>Marks form a tree of whole segments: <c>a/b</c> covers <c>a/b/c</c>, never <c>a/bc</c>.</remarks>
public readonly record struct ProcessMark
{
    /// <summary>The environment variable that carries the mark.</summary>
    public const string VariableName = "AGENT_SANDBOX_MARK";

    private readonly string? _value;

    private ProcessMark(string value) => _value = value;

    /// <summary>The mark as it stands in the environment.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A mark needs at least one segment.");

    /// <summary>Joins segments to a mark.</summary>
    /// <exception cref="ArgumentException">A segment is empty, or has a slash, white space or a control character.</exception>
    public static ProcessMark Of(params ReadOnlySpan<string> segments)
    {
        var text = string.Join('/', segments);
        return TryParse(text, out var mark) && text.AsSpan().Count('/') == segments.Length - 1
            ? mark
            : throw new ArgumentException($"\"{text}\" is not a mark: segments are not empty and have no slash, white space or control character.", nameof(segments));
    }

    /// <summary>Reads a mark such as <c>h1/run/pr-1/orders/3</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ProcessMark mark)
    {
        mark = default;
        if (string.IsNullOrEmpty(text) || text.Split('/').Any(string.IsNullOrEmpty)
            || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return false;
        }

        mark = new ProcessMark(text);
        return true;
    }

    /// <summary>The mark one segment deeper.</summary>
    public ProcessMark Append(string segment) => Of([.. Value.Split('/'), segment]);

    /// <summary>Whether <paramref name="other"/> is this mark or lies below it.</summary>
    public bool Covers(ProcessMark other) =>
        other.Value.StartsWith(Value, StringComparison.Ordinal)
        && (other.Value.Length == Value.Length || other.Value[Value.Length] == '/');

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
