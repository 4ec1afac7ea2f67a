using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>The name of a sandbox. It is also its routing key, hence a DNS label.</summary>
/// <param name="Value">The name as text.</param>
public readonly record struct SandboxId(string Value)
{
    /// <summary>Reads a name.</summary>
    /// <param name="text">The text as the caller gave it.</param>
    /// <returns>The id, or the failure <c>invalid_name</c>.</returns>
    public static Result<SandboxId> Parse(string? text) =>
        RoutingKey.TryParse(text ?? string.Empty, out _, out var problem)
            ? new SandboxId(text!) // TryParse accepted it, so it is not null
            : NameFailures.InvalidSandboxName(text ?? string.Empty, problem);

    /// <summary>Makes a name from free text such as a branch, or returns false when nothing usable is in it.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="id">The name.</param>
    public static bool TryMakeFrom(string text, [NotNullWhen(true)] out SandboxId? id)
    {
        var letters = text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').ToArray();
        var label = string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        if (label.Length > 0 && !char.IsAsciiLetter(label[0]))
        {
            label = "s-" + label;
        }

        label = label.Length > 50 ? label[..50].TrimEnd('-') : label;
        id = RoutingKey.TryParse(label, out _, out _) ? new SandboxId(label) : null;
        return id is not null;
    }

    /// <summary>The key that requests carry to meet this sandbox's forks.</summary>
    [JsonIgnore]
    public RoutingKey Key => RoutingKey.Parse(Value);

    /// <inheritdoc />
    public override string ToString() => Value;
}
