namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>HTML that is safe to put into a page, since only this makes it and encodes everything that it is given.</summary>
internal readonly record struct Markup
{
    private readonly string? _text;

    private Markup(string text) => _text = text;

    /// <summary>No markup.</summary>
    public static Markup None => default;

    /// <summary>Literal parts are markup; every value between them is encoded, unless it is markup itself.</summary>
    public static Markup Of(ref MarkupBuilder builder) => new(builder.ToText());

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts));

    public override string ToString() => _text ?? "";
}
