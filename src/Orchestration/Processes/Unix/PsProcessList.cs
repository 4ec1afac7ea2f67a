using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Reads processes from <c>ps</c>, for macOS, which has no <c>/proc</c>.</summary>
/// <remarks>Not tested. Process groups stand in for sessions: a child of ours leads both.</remarks>
internal sealed partial class PsProcessList : IProcessList
{
    public IReadOnlyList<ProcEntry> Snapshot() => Read("-axEww");

    public ProcEntry? Find(int pid) => Read("-p", pid.ToString(CultureInfo.InvariantCulture)).FirstOrDefault();

    private static List<ProcEntry> Read(params string[] selection)
    {
        var info = new ProcessStartInfo("/bin/ps") { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["LC_ALL"] = "C";
        foreach (var argument in (string[])[.. selection, "-o", "pid=,ppid=,pgid=,state=,lstart=,command="])
        {
            info.ArgumentList.Add(argument);
        }

        using var ps = Process.Start(info) ?? throw new InvalidOperationException("ps did not start.");
        var lines = ps.StandardOutput.ReadToEnd().Split('\n');
        ps.WaitForExit();
        return [.. lines.Select(l => Line().Match(l)).Where(m => m.Success).Select(Parse)];
    }

    private static ProcEntry Parse(Match line)
    {
        var started = DateTime.Parse(line.Groups["start"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces);
        var command = line.Groups["command"].Value;

        // The environment follows the arguments, so an argument that looks like a mark comes before the real one.
        var mark = Mark().Matches(command).LastOrDefault()?.Groups[1].Value;
        return new ProcEntry
        {
            Identity = new ProcessIdentity(Number("pid"), started.Ticks, ""),
            ParentPid = Number("parent"),
            SessionId = Number("group"),
            IsZombie = line.Groups["state"].Value.StartsWith('Z'),
            Command = command.Split(' ')[0],
            Mark = ProcessMark.TryParse(mark, out var parsed) ? parsed : null,
        };

        int Number(string group) => int.Parse(line.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\s*(?<pid>\d+)\s+(?<parent>\d+)\s+(?<group>\d+)\s+(?<state>\S+)\s+(?<start>\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(?<command>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@" AGENT_SANDBOX_MARK=(\S+)")]
    private static partial Regex Mark();
}
