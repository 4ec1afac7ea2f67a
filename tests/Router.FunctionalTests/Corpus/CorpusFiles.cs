using AgentSandbox.Router.FunctionalTests.Support;

namespace AgentSandbox.Router.FunctionalTests.Corpus;

/// <summary>The corpus as it lies beside this file.</summary>
internal static class CorpusFiles
{
    private static readonly Lazy<IReadOnlyList<CorpusCase>> s_all = new(() => [.. Directory.GetFiles(Folder, "http1-*.txt").Order(StringComparer.Ordinal).SelectMany(Read)]);

    public static IReadOnlyList<CorpusCase> All => s_all.Value;

    public static CorpusCase Find(string file, string name) => All.Single(item => item.File == file && item.Name == name);

    /// <summary>Writes what came of a case in place of what was expected, for a look at the difference.</summary>
    public static void Rewrite(CorpusCase item, IReadOnlyList<string> outcome)
    {
        var path = Path.Combine(Folder, item.File);
        var lines = File.ReadAllLines(path).ToList();
        var begin = lines.IndexOf($"== {item.Name}") + 1;
        begin = lines.FindIndex(begin, line => !line.StartsWith('>'));
        begin = begin < 0 ? lines.Count : begin;
        var end = lines.FindIndex(begin, line => line.Length == 0 || line.StartsWith("==", StringComparison.Ordinal));
        lines.RemoveRange(begin, (end < 0 ? lines.Count : end) - begin);
        lines.InsertRange(begin, outcome);
        File.WriteAllLines(path, lines);
    }

    private static string Folder => Path.Combine(NodePeers.Repository, "tests", "Router.FunctionalTests", "Corpus");

    private static IEnumerable<CorpusCase> Read(string path)
    {
        var file = Path.GetFileName(path);
        string? name = null;
        var sent = "";
        var outcome = new List<string>();
        foreach (var line in File.ReadAllLines(path).Append("== "))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                if (name is not null)
                {
                    yield return new CorpusCase(file, name, sent, [.. outcome]);
                }

                (name, sent) = (line[3..], "");
                outcome.Clear();
            }
            else if (line.StartsWith('>'))
            {
                sent += line.Length > 1 ? line[2..] : "";
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                outcome.Add(line);
            }
        }
    }
}
