using System.Globalization;
using System.Text;

namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Reads processes from Linux's <c>/proc</c>.</summary>
internal sealed class ProcProcessList : IProcessList
{
    private const int MaxEnvironment = 4 * 1024 * 1024;
    private const long KernelThread = 0x00200000;

    // Positions after the name in /proc/pid/stat; the manual page counts from 1 and includes id and name, so 3 more.
    private const int State = 0;
    private const int Parent = 1;
    private const int Session = 3;
    private const int Flags = 6;
    private const int StartTime = 19;
    private const int EnvironmentStart = 47;
    private const int EnvironmentEnd = 48;

    private static readonly byte[] s_variable = Encoding.ASCII.GetBytes(ProcessMark.VariableName + "=");

    private readonly string _bootId = ReadText("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";

    public IReadOnlyList<ProcEntry> Snapshot()
    {
        var entries = new List<ProcEntry>();
        var buffer = new byte[64 * 1024];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Find(pid) is { } entry)
            {
                entries.Add(entry.IsZombie ? entry : WithMark(entry, ref buffer));
            }
        }

        return entries;
    }

    public ProcEntry? Find(int pid)
    {
        if (ReadStat(pid, out var command) is not { } fields)
        {
            return null;
        }

        return new ProcEntry
        {
            Identity = new ProcessIdentity(pid, Number(fields[StartTime]), _bootId),
            IsZombie = IsDead(fields),
            ParentPid = (int)Number(fields[Parent]),
            SessionId = (int)Number(fields[Session]),
            Command = command,
        };
    }

    private static ProcEntry WithMark(ProcEntry entry, ref byte[] buffer)
    {
        var length = ReadFile(string.Create(CultureInfo.InvariantCulture, $"/proc/{entry.Pid}/environ"), ref buffer);
        return length == 0
            ? entry with { IsExecuting = IsExecuting(entry.Pid) }
            : entry with { Mark = ParseMark(buffer.AsSpan(0, Math.Max(length, 0))) };
    }

    // A really empty environment has an address, kernel threads have none, and a process in the middle of exec has none yet.
    private static bool IsExecuting(int pid) =>
        ReadStat(pid, out _) is { } fields
        && !IsDead(fields)
        && (Number(fields[Flags]) & KernelThread) == 0
        && (fields[EnvironmentEnd] == "0" || fields[EnvironmentStart] != fields[EnvironmentEnd]);

    private static bool IsDead(string[] fields) => fields[State] is "Z" or "X";

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    /// <summary>The fields of stat after the name, which may itself hold spaces and parentheses.</summary>
    private static string[]? ReadStat(int pid, out string command)
    {
        var stat = ReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        var nameEnd = stat?.LastIndexOf(')') ?? -1;
        if (stat is null || nameEnd < 0)
        {
            command = "";
            return null;
        }

        command = stat[(stat.IndexOf('(') + 1)..nameEnd];
        return stat[(nameEnd + 2)..].TrimEnd('\n').Split(' ');
    }

    private static ProcessMark? ParseMark(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)0);
            var variable = end < 0 ? rest : rest[..end];
            if (variable.StartsWith(s_variable))
            {
                return ProcessMark.TryParse(Encoding.UTF8.GetString(variable[s_variable.Length..]), out var mark) ? mark : null;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return null;
    }

    /// <summary>Reads a file of /proc, which has no length; -1 where the process is gone or somebody else's.</summary>
    private static int ReadFile(string path, ref byte[] buffer)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var stream = new FileStream(file, FileAccess.Read, bufferSize: 0);
            var length = 0;
            int read;
            while ((read = stream.Read(buffer, length, buffer.Length - length)) > 0)
            {
                length += read;
                if (length == buffer.Length)
                {
                    if (length >= MaxEnvironment)
                    {
                        break;
                    }

                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }

            return length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static string? ReadText(string path)
    {
        var buffer = new byte[1024];
        var length = ReadFile(path, ref buffer);
        return length <= 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
