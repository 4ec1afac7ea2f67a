using System.Text;

namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>A text of the configuration with its placeholders, parsed when it is read and resolved when a process starts.</summary>
/// <remarks>Immutable. Two are equal when their sources are.</remarks>
public sealed class Interpolation : IEquatable<Interpolation>
{
    internal Interpolation(string source, IReadOnlyList<InterpolationPart> parts, string path, int line, int column)
    {
        Source = source;
        Parts = parts;
        Path = path;
        Line = line;
        Column = column;
    }

    /// <summary>The text as written, placeholders unresolved; safe to show unless the file itself holds secrets.</summary>
    public string Source { get; }

    /// <summary>Literal text and placeholders in order.</summary>
    public IReadOnlyList<InterpolationPart> Parts { get; }

    /// <summary>Its place in the document, such as <c>services.orders.env.PAYMENTS_URL</c>.</summary>
    public string Path { get; }

    /// <summary>The line in the file, from 1; 0 when it does not come from a file.</summary>
    public int Line { get; }

    /// <summary>The column in the file, from 1; 0 when it does not come from a file.</summary>
    public int Column { get; }

    /// <summary>The services whose address the text needs.</summary>
    public IEnumerable<string> ReferencedServices => Parts
        .Where(part => part.Kind is PlaceholderKind.ServiceUrl or PlaceholderKind.ServiceHost or PlaceholderKind.ServicePort)
        .Select(part => part.Text)
        .Distinct(StringComparer.Ordinal);

    /// <summary>A text without placeholders, whatever its characters.</summary>
    public static Interpolation Literal(string text)
        => new(text.Replace("${", "$${", StringComparison.Ordinal), [new InterpolationPart { Kind = PlaceholderKind.Literal, Text = text }], "", 0, 0);

    /// <summary>Replaces the placeholders by what they stand for, and gathers every one that has no value.</summary>
    public InterpolationResult Resolve(IInterpolationScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var value = new StringBuilder();
        var sensitive = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<ConfigurationProblem>();
        foreach (var part in Parts)
        {
            var text = ValueOf(part, scope);
            if (text is null)
            {
                problems.Add(Missing(part));
                continue;
            }

            if (text.Length > 0 && IsSensitive(part, scope))
            {
                sensitive.Add(text);
            }

            value.Append(text);
        }

        return new InterpolationResult { Value = value.ToString(), Sensitive = sensitive, Problems = problems };
    }

    /// <inheritdoc/>
    public bool Equals(Interpolation? other) => other is not null && other.Source == Source;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Interpolation);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Source);

    /// <summary>The text as written.</summary>
    public override string ToString() => Source;

    private static bool IsSensitive(InterpolationPart part, IInterpolationScope scope)
        => part.Kind == PlaceholderKind.Secret || (part.Kind == PlaceholderKind.Environment && scope.IsSensitive(part.Text));

    private static string? ValueOf(InterpolationPart part, IInterpolationScope scope) => part.Kind switch
    {
        PlaceholderKind.Literal => part.Text,
        PlaceholderKind.Port => scope.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PlaceholderKind.ServiceUrl => scope.FindService(part.Text)?.Url,
        PlaceholderKind.ServiceHost => scope.FindService(part.Text)?.Host,
        PlaceholderKind.ServicePort => scope.FindService(part.Text)?.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PlaceholderKind.Environment => EnvironmentValue(part, scope),
        PlaceholderKind.Secret => scope.FindSecret(part.Text),
        PlaceholderKind.SandboxName => scope.SandboxName,
        PlaceholderKind.SandboxKey => scope.SandboxKey,
        PlaceholderKind.Image => scope.Image,
        _ => throw new InvalidOperationException($"Placeholder kind {part.Kind} has no value."),
    };

    // Like a shell's ":-", the default also replaces a variable that is set but empty.
    private static string? EnvironmentValue(InterpolationPart part, IInterpolationScope scope)
    {
        var value = scope.FindEnvironment(part.Text);
        return string.IsNullOrEmpty(value) ? part.Default ?? value : value;
    }

    private ConfigurationProblem Missing(InterpolationPart part)
    {
        var place = Path.Length > 0 ? $", which {Path} needs," : "";
        var (code, message, fix) = part.Kind switch
        {
            PlaceholderKind.Environment => (
                ConfigurationProblemCodes.EnvironmentMissing,
                $"The environment variable \"{part.Text}\"{place} is not set.",
                $"set {part.Text} where the agent's client starts, or write ${{env:{part.Text}:-default}}"),
            PlaceholderKind.Secret => (
                ConfigurationProblemCodes.SecretMissing,
                $"The secret \"{part.Text}\"{place} does not exist.",
                $"provide the secret {part.Text}"),
            PlaceholderKind.ServiceUrl or PlaceholderKind.ServiceHost or PlaceholderKind.ServicePort => (
                ConfigurationProblemCodes.UnknownService,
                $"The address of service \"{part.Text}\"{place} is not known.",
                $"add a service {part.Text} to {SandboxConfiguration.FileName}"),
            _ => (
                ConfigurationProblemCodes.PlaceholderUnavailable,
                $"The placeholder of kind {part.Kind}{place} has no value here.",
                "remove the placeholder"),
        };
        return new ConfigurationProblem { Code = code, Message = message, Fix = fix, Line = Line, Column = Column, Path = Path };
    }
}
