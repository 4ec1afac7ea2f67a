namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>The page of numbers, of which each bench writes its own sections and leaves the others.</summary>
internal static class NumbersPage
{
    /// <summary>Replaces what is between the marks of a section, or adds it at the end.</summary>
    /// <param name="path">The page; made when it is missing.</param>
    /// <param name="section">Names the section, in its marks.</param>
    /// <param name="text">Its heading and text.</param>
    public static async Task WriteAsync(string path, string section, string text)
    {
        var page = File.Exists(path) ? await File.ReadAllTextAsync(path) : "# A cluster in numbers\n\nWhat sandboxes cost in a cluster, with the commands that measure it.\n";
        var (begin, end) = ($"<!-- {section} -->", $"<!-- end of {section} -->");
        var first = page.IndexOf(begin, StringComparison.Ordinal);
        var last = page.IndexOf(end, StringComparison.Ordinal);
        var whole = $"{begin}\n{text.Trim()}\n{end}";
        var changed = first >= 0 && last > first ? page[..first] + whole + page[(last + end.Length)..] : $"{page.TrimEnd()}\n\n{whole}\n";
        await File.WriteAllTextAsync(path, changed);
    }
}
