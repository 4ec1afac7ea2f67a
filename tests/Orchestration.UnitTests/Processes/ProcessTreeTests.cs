using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Unix;

namespace AgentSandbox.Orchestration.UnitTests.Processes;

public sealed class ProcessTreeTests
{
    private const int Caller = 50;

    private static readonly ProcessMark s_mark = ProcessMark.Of("h1", "run");

    [Fact]
    public void Child_OfAMember_Belongs() => Members(Root(100), Entry(100), Entry(101, parent: 100, session: 101), Entry(102, parent: 101)).Should().Equal(100, 101, 102);

    [Fact]
    public void Session_OfADeadRoot_Belongs() => Members(Root(100), Entry(101, parent: 1, session: 100)).Should().Equal(101);

    [Fact]
    public void Session_OfARecycledRoot_DoesNot() =>
        Members(Root(100), Entry(100, start: 9), Entry(101, parent: 100, session: 100)).Should().BeEmpty();

    [Fact]
    public void Session_MadeByAMember_Belongs() =>
        Members(Marked(), Entry(100, session: 100, mark: true), Entry(101, parent: 1, session: 100)).Should().Equal(100, 101);

    [Fact]
    public void Session_OfATerminalWithOneMarkedProcess_DoesNot() =>
        Members(Marked(), Entry(90, session: 90), Entry(100, parent: 90, session: 90, mark: true), Entry(101, parent: 90, session: 90))
            .Should().Equal(100);

    [Fact]
    public void Session_OfTheCaller_NeverCounts() =>
        Members(Marked(), Entry(100, parent: 1, session: Caller, mark: true), Entry(101, parent: 1, session: Caller)).Should().Equal(100);

    [Fact]
    public void Caller_InsideTheTree_IsSparedWithItsAncestors() =>
        Members(Root(40), Entry(40), Entry(41, parent: 40)).Should().BeEmpty();

    [Fact]
    public void Zombie_NotReturned() => Members(Root(100), Entry(100) with { IsZombie = true }, Entry(101, parent: 100)).Should().Equal(101);

    [Fact]
    public void Known_WithLinksCut_Belongs()
    {
        var lost = Entry(101, parent: 1, session: 101);

        ProcessTree.Members([lost, Entry(102, parent: 101)], Root(100), new HashSet<ProcessIdentity> { lost.Identity }, Caller)
            .Select(e => e.Pid).Should().Equal(101, 102);
    }

    private static TreeSelector Root(int pid) => new(Entry(pid).Identity, null);

    private static TreeSelector Marked() => new(null, s_mark);

    private static IEnumerable<int> Members(TreeSelector selector, params ProcEntry[] entries)
    {
        var caller = Entry(Caller, parent: 40, session: Caller);
        return ProcessTree.Members([caller, .. entries], selector, new HashSet<ProcessIdentity>(), Caller).Select(e => e.Pid).Order();
    }

    private static ProcEntry Entry(int pid, int parent = 1, int session = 7, bool mark = false, long start = 1) => new()
    {
        Identity = new ProcessIdentity(pid, start, "boot"),
        ParentPid = parent,
        SessionId = session,
        Mark = mark ? s_mark.Append("pr-1") : null,
    };
}
