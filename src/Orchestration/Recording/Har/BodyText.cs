namespace AgentSandbox.Orchestration.Recording.Har;

/// <summary>A body as a recording shows it.</summary>
/// <param name="Text">Its redacted text; null where it is left out.</param>
/// <param name="IsTruncated">Not all of it is there.</param>
/// <param name="Comment">What is missing, and why.</param>
internal sealed record BodyText(string? Text, bool IsTruncated, string? Comment)
{
    public static BodyText Empty { get; } = new("", false, null);

    public static BodyText LeftOut(string why) => new(null, true, $"left out: {why}");
}
