using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>Reads fields of a custom resource and gathers what is wrong with them: a schema is checked by the server, but objects can be older than it.</summary>
internal sealed class ResourceProblems(string subject)
{
    private const int Maximum = 20;

    private readonly List<string> _problems = [];

    public void Add(string problem)
    {
        if (_problems.Count < Maximum)
        {
            _problems.Add(problem);
        }
    }

    public string? Text(JsonNode? parent, string field) => Read(parent, field, JsonValueKind.String, "a text", () => parent.TextAt(field));

    public int? Number(JsonNode? parent, string field, int min, int max)
    {
        var number = Read(parent, field, JsonValueKind.Number, "a whole number", () => parent.NumberAt(field));
        if (number < min || number > max)
        {
            Add($"'{field}' is {number}, and must be from {min} to {max}");
            return null;
        }

        return number;
    }

    public bool Flag(JsonNode? parent, string field)
    {
        if (parent.At(field) is { } value && value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            Add($"'{field}' is not true or false");
        }

        return parent.FlagAt(field);
    }

    public IReadOnlyList<string>? Words(JsonNode? parent, string field)
    {
        if (parent.At(field) is not { } value)
        {
            return null;
        }

        var words = value.ListAt();
        if (value is not JsonArray array || words.Count != array.Count)
        {
            Add($"'{field}' is not a list of texts");
            return null;
        }

        return words;
    }

    public JsonObject? Mapping(JsonNode? parent, string field)
    {
        if (parent.At(field) is { } value and not JsonObject)
        {
            Add($"'{field}' is {value.GetValueKind().ToString().ToLowerInvariant()}, and must be a mapping");
        }

        return parent.ObjectAt(field);
    }

    /// <summary>The one failure that says all of it; null when nothing is wrong.</summary>
    public SandboxFailure? ToFailure() => _problems.Count == 0 ? null : new SandboxFailure
    {
        Code = FailureCodes.ResourceInvalid,
        Category = FailureCategory.User,
        Message = $"{subject} holds what cannot be meant: {string.Join("; ", _problems)}.",
        Hint = "Correct it with 'kubectl edit rsb'; 'kubectl explain rsb.spec.forks' tells what each field means.",
    };

    private T? Read<T>(JsonNode? parent, string field, JsonValueKind kind, string expected, Func<T?> read)
    {
        var value = parent.At(field);
        if (value is not null && (value.GetValueKind() != kind || read() is null))
        {
            Add($"'{field}' is not {expected}");
        }

        return read();
    }
}
