namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>Which elements of two lists belong together.</summary>
/// <param name="Pairs">Places in the left and in the right list, in the order of the right one.</param>
/// <param name="OnlyLeft">Places of elements that the right list has not.</param>
/// <param name="OnlyRight">Places of elements that the left list has not.</param>
internal sealed record ListMatch(IReadOnlyList<(int Left, int Right)> Pairs, IReadOnlyList<int> OnlyLeft, IReadOnlyList<int> OnlyRight)
{
    public bool IsReordered => Pairs.Zip(Pairs.Skip(1)).Any(next => next.Second.Left < next.First.Left);
}
