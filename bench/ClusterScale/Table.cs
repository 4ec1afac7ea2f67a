namespace AgentSandbox.Bench.ClusterScale;

/// <summary>Rows of a Markdown table.</summary>
internal static class Table
{
    public static void Head(string title, params string[] cells)
    {
        Console.WriteLine($"\n### {title}");
        Row(cells);
        Row([.. cells.Select(_ => "---")]);
    }

    public static void Row(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
