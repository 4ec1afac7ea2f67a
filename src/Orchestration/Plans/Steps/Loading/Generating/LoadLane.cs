namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>The places for requests of one side. A side that stalls fills its own lane and never delays the other.</summary>
/// <param name="places">How many requests may be under way.</param>
internal sealed class LoadLane(int places)
{
    private readonly Lock _lock = new();
    private readonly Queue<int> _waiting = new();
    private int _free = places;

    /// <summary>How many arrivals had to wait for a place.</summary>
    public int Delayed { get; private set; }

    /// <summary>Takes a place for an arrival; false when it has to wait, and comes with <see cref="TryNext"/>.</summary>
    /// <param name="arrival">The arrival.</param>
    public bool TryEnter(int arrival)
    {
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return true;
            }

            Delayed++;
            _waiting.Enqueue(arrival);
            return false;
        }
    }

    /// <summary>Hands a place on to the arrival that waits longest, or gives it back.</summary>
    /// <param name="arrival">Who has the place now.</param>
    public bool TryNext(out int arrival)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out arrival))
            {
                return true;
            }

            _free++;
            return false;
        }
    }
}
