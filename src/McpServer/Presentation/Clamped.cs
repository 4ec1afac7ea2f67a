namespace AgentSandbox.McpServer.Presentation;

/// <summary>Brings an argument into its range and says so, instead of refusing a call for it.</summary>
internal static class Clamped
{
    public static int Value(string argument, int? asked, int standard, int least, int most, List<string> notes)
    {
        if (asked is not { } value)
        {
            return standard;
        }

        var clamped = Math.Clamp(value, least, most);
        if (clamped != value)
        {
            notes.Add($"{argument} was clamped from {value} to {clamped}; it goes from {least} to {most}.");
        }

        return clamped;
    }
}
