using System.Text;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UnitTests.Store;

public sealed class JournalTests
{
    private readonly MemoryJournalFile _file = new();

    [Fact]
    public void Reopened_HasTheLastValueOfEachKey()
    {
        using (var journal = Journal.Open(_file))
        {
            journal.Put("a", "1");
            journal.Put("b", "2");
            journal.Put("a", "3");
            journal.Put("b", null);
        }

        using var reopened = Journal.Open(_file);

        reopened.List("").Should().BeEquivalentTo([KeyValuePair.Create("a", "3")]);
        reopened.Damage.Should().BeEmpty();
    }

    [Fact]
    public void List_ReturnsKeysOfThePrefixInOrder()
    {
        using var journal = Journal.Open(_file);
        journal.Put([new("sandbox/b", "1"), new("sandbox/a", "2"), new("sandboxes/c", "3"), new("port", "4")]);

        journal.List("sandbox/").Select(pair => pair.Key).Should().Equal("sandbox/a", "sandbox/b");
    }

    [Fact]
    public void SameValue_WritesNothing()
    {
        using var journal = Journal.Open(_file);
        journal.Put("a", "1");
        var length = _file.Content.Length;

        journal.Put("a", "1");
        journal.Put("never", null);

        _file.Content.Length.Should().Be(length);
    }

    [Theory]
    [InlineData("two words", "1")]
    [InlineData("two\nlines", "1")]
    [InlineData("", "1")]
    [InlineData("a", "1\n2")]
    [InlineData("a", "1\r")]
    public void EntryThatIsNotOneLine_IsRefused(string key, string value)
    {
        using var journal = Journal.Open(_file);

        journal.Invoking(j => j.Put(key, value)).Should().Throw<ArgumentException>();
        _file.Content.Should().BeEmpty();
    }

    [Theory]
    [InlineData("日本語 ✓ and spaces")]
    [InlineData("{\"a\":\"\\u0000\"}")]
    [InlineData(" ")]
    public void Value_IsReadAsWritten(string value)
    {
        using (var journal = Journal.Open(_file))
        {
            journal.Put("a", value);
        }

        Journal.Open(_file).Find("a").Should().Be(value);
    }

    [Fact]
    public void BigValue_IsReadAsWritten()
    {
        var value = new string('x', 5_000_000);
        Journal.Open(_file).Put("a", value);

        Journal.Open(_file).Find("a").Should().Be(value);
    }

    [Fact]
    public void LastRecordCutAnywhere_KeepsAllBefore()
    {
        Fill("first", "second");
        var before = _file.Content.Length;
        Journal.Open(_file).Put("last", "value");
        var whole = _file.Content;

        for (var length = before + 1; length < whole.Length; length++)
        {
            using var journal = Journal.Open(new MemoryJournalFile(whole[..length]));

            journal.List("").Select(pair => pair.Key).Should().BeEquivalentTo(["first", "second"], $"the last record was cut at {length}");
            journal.Damage.Should().ContainSingle().Which.IsTorn.Should().BeTrue();
        }
    }

    [Fact]
    public void TornLastLine_IsGoneBeforeTheNextWrite()
    {
        Fill("first", "second");
        var torn = new MemoryJournalFile([.. _file.Content, .. "deadbeef thi"u8]);
        Journal.Open(torn).Put("third", "3");

        using var journal = Journal.Open(torn);

        journal.List("").Select(pair => pair.Key).Should().Equal("first", "second", "third");
        journal.Damage.Should().BeEmpty();
        torn.Damaged.Should().BeNull("a torn line was promised to nobody");
    }

    [Fact]
    public void DamagedLineInBetween_IsReportedSkippedAndKeptAside()
    {
        Fill("first", "second", "third");
        var bytes = _file.Content.ToArray();
        bytes[Array.IndexOf(bytes, (byte)'\n') + 12] ^= 1;
        var damaged = new MemoryJournalFile(bytes.ToArray());

        using var journal = Journal.Open(damaged);

        journal.List("").Select(pair => pair.Key).Should().Equal("first", "third");
        journal.Damage.Should().Equal([new JournalDamage(2, journal.Damage[0].Text, IsTorn: false)]);
        damaged.Damaged.Should().Equal(bytes);
        Journal.Open(damaged).Damage.Should().BeEmpty("the readable part was written anew");
    }

    [Fact]
    public void AnyByteChanged_NeverYieldsAValueThatWasNotWritten()
    {
        var keys = Enumerable.Range(0, 20).Select(i => $"key{i}").ToArray();
        Fill(keys);
        var random = new Random(4711);
        for (var round = 0; round < 500; round++)
        {
            var bytes = _file.Content.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));

            using var journal = Journal.Open(new MemoryJournalFile(bytes));

            journal.List("").Should().OnlyContain(pair => pair.Value == "value of " + pair.Key);
            journal.List("").Count.Should().BeGreaterThanOrEqualTo(keys.Length - 2, "one byte damages one line, or two when it is their separator");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n\n")]
    [InlineData("not a journal")]
    [InlineData("not a journal\nat all\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void ForeignContent_OpensEmptyAndCanBeUsed(string content)
    {
        var file = new MemoryJournalFile(Encoding.UTF8.GetBytes(content));
        using (var journal = Journal.Open(file))
        {
            journal.List("").Should().BeEmpty();
            journal.Put("a", "1");
        }

        Journal.Open(file).Find("a").Should().Be("1");
    }

    [Fact]
    public void InvalidUtf8_IsDamageOfItsLineAlone()
    {
        Fill("first");
        var file = new MemoryJournalFile([.. _file.Content, 0xff, 0xfe, 0xc3, 0x28, (byte)'\n', .. _file.Content]);

        using var journal = Journal.Open(file);

        journal.Find("first").Should().Be("value of first");
        journal.Damage.Should().ContainSingle().Which.Line.Should().Be(2);
    }

    [Fact]
    public void FailedWrite_ChangesNothing()
    {
        using var journal = Journal.Open(_file);
        journal.Put("a", "1");
        _file.FailsToAppend = true;

        journal.Invoking(j => j.Put([new("a", "2"), new("b", "3")])).Should().Throw<IOException>();

        journal.Find("a").Should().Be("1");
        journal.Find("b").Should().BeNull();
        _file.FailsToAppend = false;
        journal.Put("c", "4");
        Journal.Open(_file).List("").Select(pair => pair.Key).Should().Equal("a", "c");
    }

    [Fact]
    public void ManyChangesOfFewKeys_AreCompacted()
    {
        using var journal = Journal.Open(_file);
        for (var i = 0; i < 5000; i++)
        {
            journal.Put("a", $"{i}");
        }

        _file.Replacements.Should().BeInRange(1, 5);
        Encoding.UTF8.GetString(_file.Content).Count(c => c == '\n').Should().BeLessThan(1100);
        Journal.Open(_file).Find("a").Should().Be("4999");
    }

    [Fact]
    public void FailedCompaction_LosesNoAcknowledgedWrite()
    {
        using var journal = Journal.Open(_file);
        _file.FailsToReplace = true;
        for (var i = 0; i < 3000; i++)
        {
            journal.Put("a", $"{i}");
        }

        journal.Find("a").Should().Be("2999");
        Journal.Open(new MemoryJournalFile(_file.Content)).Find("a").Should().Be("2999");
    }

    [Fact]
    public void DamageThatCannotBeMended_IsNotWrittenBehind()
    {
        var file = new MemoryJournalFile("torn"u8.ToArray()) { FailsToReplace = true };

        FluentActions.Invoking(() => Journal.Open(file)).Should().Throw<IOException>();
    }

    private void Fill(params string[] keys)
    {
        using var journal = Journal.Open(_file);
        foreach (var key in keys)
        {
            journal.Put(key, "value of " + key);
        }
    }
}
