namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Makes text of the file fit for a message.</summary>
internal static class Texts
{
    private const int Longest = 60;

    public static string Shorten(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
