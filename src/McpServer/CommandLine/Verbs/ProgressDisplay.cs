using AgentSandbox.McpServer.CommandLine.Terminal;
using ModelContextProtocol;
using Spectre.Console;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>Shows on standard error what a call is waiting for: one moving line on a terminal, a line per change elsewhere.</summary>
internal static class ProgressDisplay
{
    public static async Task<T> ShowAsync<T>(ITerminal terminal, string title, Func<IProgress<ProgressNotificationValue>, Task<T>> work)
    {
        if (!terminal.ErrorIsTerminal)
        {
            return await work(new Lines(line => terminal.Error.WriteLine($"… {line}")));
        }

        return await TerminalConsole.ForError(terminal).Status().StartAsync(
            Markup.Escape(title), context => work(new Lines(line => context.Status(Markup.Escape(line)))));
    }

    /// <summary>Passes each text on once, in order; the framework's own progress would post them to a pool.</summary>
    private sealed class Lines(Action<string> show) : IProgress<ProgressNotificationValue>
    {
        private readonly Lock _gate = new();
        private string? _last;

        public void Report(ProgressNotificationValue value)
        {
            lock (_gate)
            {
                if (value.Message is { Length: > 0 } message && message != _last)
                {
                    _last = message;
                    show(message);
                }
            }
        }
    }
}
