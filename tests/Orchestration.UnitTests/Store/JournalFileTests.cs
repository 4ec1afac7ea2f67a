using AgentSandbox.Orchestration.Store;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Store;

public sealed class JournalFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string FilePath => _directory.Join("journal");

    [Fact]
    public void Reopened_HasWhatWasAppendedAndReplaced()
    {
        using (var file = new JournalFile(FilePath))
        {
            file.Append("one "u8);
            file.Replace("two "u8);
            file.Append("three"u8);
        }

        using var reopened = new JournalFile(FilePath);

        reopened.ReadAll().Should().Equal("two three"u8.ToArray());
        Directory.GetFiles(_directory.Path).Should().Equal(FilePath);
    }

    [Fact]
    public void Leftover_OfAnInterruptedReplacement_IsNoObstacle()
    {
        File.WriteAllText(FilePath + ".new", "half of it");
        using var file = new JournalFile(FilePath);

        file.Replace("whole"u8);

        file.ReadAll().Should().Equal("whole"u8.ToArray());
    }

    [Fact]
    public void FailedReplacement_KeepsContentAndCanBeAppended()
    {
        using var file = new JournalFile(FilePath);
        file.Append("one "u8);
        Directory.CreateDirectory(FilePath + ".new");

        var replace = () => file.Replace("two"u8);

        replace.Should().Throw<Exception>().Which.Should().Match(e => e is IOException || e is UnauthorizedAccessException);
        file.Append("two"u8);
        File.ReadAllText(FilePath).Should().Be("one two");
    }

    [Fact]
    public void Disposed_ThrowsInsteadOfLosingAWrite()
    {
        var file = new JournalFile(FilePath);
        file.Dispose();

        var append = () => file.Append("one"u8);

        append.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void NewFile_IsReadableByItsOwnerAlone()
    {
        using var file = new JournalFile(FilePath);
        file.Replace("x"u8);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(FilePath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void KeepDamaged_LeavesACopyBeside()
    {
        using var file = new JournalFile(FilePath);
        file.Append("broken"u8);

        file.KeepDamaged();

        File.ReadAllText(FilePath + ".damaged").Should().Be("broken");
    }

    public void Dispose() => _directory.Dispose();
}
