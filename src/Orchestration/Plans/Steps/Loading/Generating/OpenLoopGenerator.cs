using System.Diagnostics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>Sends requests when they are due, whatever became of those before.</summary>
/// <remarks>
/// A generator that waits for an answer before it sends the next request sends least while the service stalls, and so
/// leaves out just the requests that would have shown it (coordinated omission). Here one thread does nothing but start
/// requests at the moments that were fixed before, and latency counts from the moment that a request was due: what a
/// late generator, a full lane or a stalled service adds is in it. Nothing is dropped: an arrival that finds no place
/// waits for one, and if none comes it is an error with the delay that it had.
/// </remarks>
/// <param name="client">How a request is sent.</param>
/// <param name="options">Limits.</param>
internal sealed class OpenLoopGenerator(ILoadClient client, GeneratorOptions options)
{
    /// <summary>Sends a whole schedule and waits for its answers.</summary>
    /// <param name="schedule">When requests are due.</param>
    /// <param name="progress">Told every now and then, and once all are sent, how many arrivals were taken.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    public async Task<LoadSamples> RunAsync(ArrivalSchedule schedule, Action<int> progress, CancellationToken cancellationToken)
    {
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = new Run(client, options, schedule, drain.Token);
        var pacing = run.StartPacing(cancellationToken);
        while (await Task.WhenAny(pacing, Task.Delay(options.ProgressInterval, CancellationToken.None)) != pacing)
        {
            progress(run.Taken);
        }

        await pacing;
        progress(run.Taken);
        drain.CancelAfter(options.Drain);
        await run.Answered;
        cancellationToken.ThrowIfCancellationRequested();
        return run.Finish();
    }

    private sealed class Run(ILoadClient client, GeneratorOptions options, ArrivalSchedule schedule, CancellationToken drain)
    {
        private readonly LoadSamples _samples = new(schedule);
        private readonly LoadLane[] _lanes = [.. Enum.GetValues<LoadSide>().Select(_ => new LoadLane(options.MaxInFlight))];
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _start;
        private int _taken;

        // One for the pacing thread, one for each chain of requests.
        private int _open = 1;

        public Task Answered => _answered.Task;

        public int Taken => Volatile.Read(ref _taken);

        public Task StartPacing(CancellationToken cancellationToken)
        {
            var paced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() =>
            {
                try
                {
                    Pace(cancellationToken);
                    paced.SetResult();
                }
                catch (Exception e)
                {
                    paced.SetException(e);
                }
            })
            { IsBackground = true, Name = "load arrivals", Priority = ThreadPriority.AboveNormal };
            thread.Start();
            return paced.Task;
        }

        public LoadSamples Finish()
        {
            _samples.Delayed = _lanes.Sum(lane => lane.Delayed);
            return _samples;
        }

        private void Pace(CancellationToken cancellationToken)
        {
            _start = Stopwatch.GetTimestamp();
            for (var arrival = 0; arrival < schedule.Count; arrival++)
            {
                if (!PreciseWait.Until(_start + schedule.Due(arrival), cancellationToken))
                {
                    break;
                }

                _samples.Take(arrival, Offset());
                Volatile.Write(ref _taken, arrival + 1);
                if (Lane(arrival).TryEnter(arrival))
                {
                    Interlocked.Increment(ref _open);
                    _ = SendChainAsync(arrival);
                }
            }

            Close();
        }

        /// <summary>Sends an arrival, and then those that wait for its place.</summary>
        private async Task SendChainAsync(int arrival)
        {
            var lane = Lane(arrival);
            do
            {
                var answer = drain.IsCancellationRequested
                    ? new LoadAnswer(LoadAnswerKind.NotSent)
                    : await client.SendAsync(schedule.Side(arrival), drain);
                _samples.End(arrival, Offset(), answer);
            }
            while (lane.TryNext(out arrival));

            Close();
        }

        private void Close()
        {
            if (Interlocked.Decrement(ref _open) == 0)
            {
                _answered.SetResult();
            }
        }

        private LoadLane Lane(int arrival) => _lanes[(int)schedule.Side(arrival)];

        private long Offset() => Stopwatch.GetTimestamp() - _start;
    }
}
