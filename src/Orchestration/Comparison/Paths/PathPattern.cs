namespace AgentSandbox.Orchestration.Comparison.Paths;

/// <summary>A pattern of <c>ignore</c> and <c>allow</c>: JSONPath with wildcards, <c>headers.NAME</c>, <c>status</c> or <c>body</c>. It covers what it names and everything below.</summary>
internal sealed class PathPattern
{
    private readonly string _root;
    private readonly IReadOnlyList<PatternStep> _steps;

    internal PathPattern(string root, IReadOnlyList<PatternStep> steps)
    {
        _root = root;
        _steps = steps;
    }

    /// <summary>True when the path is what the pattern names, or below it.</summary>
    /// <remarks>Walks all ways at once, so that many <c>..</c> in a pattern cost no more than its length times the path's.</remarks>
    public bool Covers(DocumentPath path)
    {
        var steps = path.Steps();
        if (!RootMatches(steps[0].Name!)) // A root always has a name.
        {
            return false;
        }

        var active = new bool[_steps.Count + 1];
        active[0] = true;
        foreach (var step in steps.Skip(1))
        {
            Spread(active);
            if (active[_steps.Count])
            {
                return true;
            }

            active = Advance(active, step);
        }

        Spread(active);
        return active[_steps.Count];
    }

    private bool RootMatches(string root) =>
        string.Equals(_root, root, StringComparison.OrdinalIgnoreCase) || (_root == DocumentPath.Lines && root == DocumentPath.Body);

    private void Spread(bool[] active)
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            active[i + 1] |= active[i] && _steps[i].Kind == PatternStepKind.Descend;
        }
    }

    private bool[] Advance(bool[] active, DocumentPath step)
    {
        var next = new bool[active.Length];
        for (var i = 0; i < _steps.Count; i++)
        {
            next[i] |= active[i] && _steps[i].Kind == PatternStepKind.Descend;
            next[i + 1] |= active[i] && _steps[i].Matches(step, _root == DocumentPath.Headers);
        }

        return next;
    }
}
