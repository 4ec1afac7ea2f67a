namespace AgentSandbox.McpServer.Presentation;

/// <summary>How large an answer may be. Text and structure keep it each, since clients show one of them.</summary>
internal static class AnswerBudget
{
    public const int Default = 4096;
    public const int Largest = 32768;
    private const int Smallest = 1024;

    /// <summary>What was asked for, within the limits; a changed wish is noted.</summary>
    public static int Clamp(int? asked, List<string> notes) => Clamped.Value("max_bytes", asked, Default, Smallest, Largest, notes);
}
