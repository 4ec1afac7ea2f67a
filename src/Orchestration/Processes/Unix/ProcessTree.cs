namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Decides which processes belong to a tree.</summary>
/// <remarks>
/// A descendant can leave its parent (double fork), its session (setsid) or its environment (env -i), hardly all at
/// once. So a process belongs if it has the mark, if its parent belongs, or if its session was made by one that
/// belongs. The caller and its ancestors never belong, whatever their environment says.
/// </remarks>
internal static class ProcessTree
{
    /// <summary>The running members; <paramref name="known"/> are members from an earlier look, whose links may be cut by now.</summary>
    public static IReadOnlyList<ProcEntry> Members(
        IReadOnlyList<ProcEntry> all, TreeSelector selector, IReadOnlySet<ProcessIdentity> known, int callerPid)
    {
        var byPid = all.ToDictionary(e => e.Pid);
        var excluded = AncestorsOf(callerPid, byPid);
        var ownSession = byPid.GetValueOrDefault(callerPid)?.SessionId ?? 0;
        var members = new Dictionary<int, ProcEntry>();
        var sessions = new HashSet<int>();
        if (selector.Root is { } root && MayOwnSession(root, byPid))
        {
            _ = sessions.Add(root.Pid);
        }

        bool grown;
        do
        {
            grown = false;
            foreach (var entry in all)
            {
                if (!members.ContainsKey(entry.Pid) && !excluded.Contains(entry.Pid) && Belongs(entry))
                {
                    members.Add(entry.Pid, entry);
                    grown = true;
                    if (entry.SessionId != ownSession && OwnsSession(entry))
                    {
                        _ = sessions.Add(entry.SessionId);
                    }
                }
            }
        }
        while (grown);

        return [.. members.Values.Where(e => !e.IsZombie)];

        bool Belongs(ProcEntry entry) =>
            entry.Identity == selector.Root
            || known.Contains(entry.Identity)
            || (selector.Mark is { } mark && entry.Mark is { } own && mark.Covers(own))
            || members.ContainsKey(entry.ParentPid)
            || (sessions.Contains(entry.SessionId) && entry.SessionId != ownSession);

        // With the leader alive and no member, the session is somebody's terminal in which a member happens to run.
        bool OwnsSession(ProcEntry entry) =>
            entry.SessionId == entry.Pid || !byPid.TryGetValue(entry.SessionId, out var leader) || members.ContainsKey(leader.Pid);
    }

    // The id of a dead root may belong to a newer process by now, and then so does the session of that number.
    private static bool MayOwnSession(ProcessIdentity root, Dictionary<int, ProcEntry> byPid) =>
        root.Pid > 0 && (!byPid.TryGetValue(root.Pid, out var entry) || entry.Identity == root);

    private static HashSet<int> AncestorsOf(int pid, Dictionary<int, ProcEntry> byPid)
    {
        var ancestors = new HashSet<int> { 0, 1 };
        for (var next = pid; ancestors.Add(next) && byPid.TryGetValue(next, out var entry);)
        {
            next = entry.ParentPid;
        }

        return ancestors;
    }
}
