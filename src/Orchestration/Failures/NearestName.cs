namespace AgentSandbox.Orchestration.Failures;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>Of names up to this length, two changed letters would make any other one.</summary>
    private const int ShortName = 3;
    private const int MaxLength = 256;

    /// <summary>Returns the nearest of <paramref name="candidates"/>, or null when none is near.</summary>
    /// <param name="typed">The name as given.</param>
    /// <param name="candidates">The names that exist.</param>
    public static string? Find(string typed, IEnumerable<string> candidates)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var limit = typed.Length <= ShortName ? 1 : Math.Max(2, typed.Length / 3);
        return candidates
            .Select(candidate => (candidate, distance: Distance(typed.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= limit || pair.candidate.Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    private static int Distance(string left, string right)
    {
        if (left.Length > MaxLength || right.Length > MaxLength)
        {
            return int.MaxValue;
        }

        int[] beforePrevious = [];
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1); // two letters changed places: one slip
                }
            }

            (beforePrevious, previous) = (previous, current);
        }

        return previous[right.Length];
    }
}
