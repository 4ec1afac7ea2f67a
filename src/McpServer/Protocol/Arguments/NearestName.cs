namespace AgentSandbox.McpServer.Protocol.Arguments;

/// <summary>Finds the known name that somebody most likely meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest known name, or null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var wanted = Plain(name);
        var best = known
            .Select(k => (Name: k, Distance: Distance(wanted, Plain(k))))
            .OrderBy(k => k.Distance)
            .ThenBy(k => k.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, wanted.Length / 3) ? best.Name : null;
    }

    /// <summary>waitSeconds, wait-seconds and wait_seconds are the same mistake.</summary>
    private static string Plain(string name) =>
        new(name.Take(64).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
