using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Runs;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;
using ModelContextProtocol;

namespace AgentSandbox.McpServer.Tools.Waiting;

/// <summary>
/// Tells a waiting client what happens: a sentence at each change, and a sign of life every few seconds, so that a
/// client that resets its time-out on progress keeps waiting. Ends with the call.
/// </summary>
internal sealed class WaitProgress : IProgress<SandboxRecord>, IProgress<RunView>, IAsyncDisposable
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(5);

    private readonly IProgress<ProgressNotificationValue> _client;
    private readonly Sanitizer _sanitizer;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private string _sentence;
    private int _count;
    private bool _ended;

    /// <param name="client">Where notifications go.</param>
    /// <param name="sanitizer">Progress leaves the host as answers do.</param>
    /// <param name="time">The clock of the signs of life.</param>
    /// <param name="sentence">What is done before the first change.</param>
    public WaitProgress(IProgress<ProgressNotificationValue> client, Sanitizer sanitizer, TimeProvider time, string sentence)
    {
        _client = client;
        _sanitizer = sanitizer;
        _time = time;
        _sentence = sentence;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Beat(), null, s_heartbeat, s_heartbeat);
    }

    public void Report(SandboxRecord value) => Say(SandboxWords.Progress(value));

    public void Report(RunView value) => Say(RunWords.Progress(value));

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _ended = true;
        }

        await _timer.DisposeAsync();
    }

    private void Say(string sentence)
    {
        lock (_gate)
        {
            if (sentence != _sentence)
            {
                _sentence = sentence;
                Send_NeedsLock(sentence);
            }
        }
    }

    private void Beat()
    {
        lock (_gate)
        {
            Send_NeedsLock($"{_sentence} ({_time.GetElapsedTime(_started).TotalSeconds:0} s)");
        }
    }

    private void Send_NeedsLock(string sentence)
    {
        if (!_ended)
        {
            _client.Report(new ProgressNotificationValue { Progress = ++_count, Message = _sanitizer.Line(sentence, 400) });
        }
    }
}
