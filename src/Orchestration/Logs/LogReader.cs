namespace AgentSandbox.Orchestration.Logs;

/// <summary>Reads the newest lines of one or several logs.</summary>
public sealed class LogReader
{
    /// <summary>Selects the newest matching lines and returns them in time order.</summary>
    public LogPage Read(LogQuery query) => throw new NotImplementedException(query.ToString());

    /// <summary>The last lines of one log, for a failure; empty where there is none.</summary>
    public static IReadOnlyList<string> LastLines(string path, int lines, int maxBytes) => throw new NotImplementedException();
}
