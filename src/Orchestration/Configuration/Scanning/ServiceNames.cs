namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>Makes service names out of folder and package names.</summary>
internal static class ServiceNames
{
    private const int Longest = 50;

    public static string From(string text)
    {
        var characters = text.Select((character, index) => char.IsAsciiLetterOrDigit(character)
            ? (IsWordStart(text, index) ? "-" : "") + char.ToLowerInvariant(character)
            : "-");
        var name = string.Join('-', string.Concat(characters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        name = (name.Length > Longest ? name[..Longest] : name).Trim('-');
        return name.Length == 0 ? "app" : name;
    }

    /// <summary>The name of a folder's service; that of the root folder for <c>.</c>.</summary>
    public static string FromFolder(string folder, string root)
        => From(folder == "." ? Path.GetFileName(Path.TrimEndingDirectorySeparator(root)) : RepositoryTree.NameOf(folder));

    public static string Unique(string name, ICollection<string> taken)
    {
        var candidate = name;
        for (var number = 2; taken.Contains(candidate); number++)
        {
            candidate = $"{name}-{number}";
        }

        return candidate;
    }

    private static bool IsWordStart(string text, int index)
        => index > 0 && char.IsAsciiLetterUpper(text[index]) && char.IsAsciiLetterLower(text[index - 1]);
}
