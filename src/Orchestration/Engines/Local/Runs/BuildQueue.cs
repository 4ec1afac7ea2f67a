namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>Lets a bounded number of builds run; the others wait in the order in which they came and are told their place.</summary>
internal sealed class BuildQueue(int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private int _free = Math.Max(1, places);

    /// <summary>Waits for a place; disposing the result gives it back.</summary>
    /// <param name="placeChanged">Told the place in the queue, from 1, whenever it changes.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    public async Task<IDisposable> EnterAsync(Action<int> placeChanged, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return new Place(this);
            }

            node = _waiting.AddLast(new Waiter(placeChanged));
        }

        TellPlaces();
        await using var registration = cancellationToken.Register(() => Leave(node, cancellationToken));
        await node.Value.Entered.Task;
        return new Place(this);
    }

    private void Leave(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null)
            {
                return;
            }

            _waiting.Remove(node);
        }

        node.Value.Entered.TrySetCanceled(cancellationToken);
        TellPlaces();
    }

    private void GiveBack()
    {
        Waiter? next;
        lock (_gate)
        {
            next = _waiting.First?.Value;
            if (next is null)
            {
                _free++;
                return;
            }

            _waiting.RemoveFirst();
        }

        next.Entered.TrySetResult();
        TellPlaces();
    }

    private void TellPlaces()
    {
        List<Waiter> waiters;
        lock (_gate)
        {
            waiters = [.. _waiting];
        }

        for (var i = 0; i < waiters.Count; i++)
        {
            waiters[i].PlaceChanged(i + 1);
        }
    }

    private sealed record Waiter(Action<int> PlaceChanged)
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(BuildQueue queue) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                queue.GiveBack();
            }
        }
    }
}
