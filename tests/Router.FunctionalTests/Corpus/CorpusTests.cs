namespace AgentSandbox.Router.FunctionalTests.Corpus;

public sealed class CorpusTests(CorpusRouter router) : IClassFixture<CorpusRouter>
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var item in CorpusFiles.All)
            {
                data.Add(item.File, item.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task RawRequest_ComesOutAsTheCorpusSays(string file, string name)
    {
        var item = CorpusFiles.Find(file, name);

        var outcome = await router.TellAsync(item);

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            CorpusFiles.Rewrite(item, outcome);
        }
        else
        {
            outcome.Should().Equal(item.Outcome);
        }
    }

    [Fact]
    public void Corpus_HasNoTwoCasesOfOneName() => CorpusFiles.All.Select(item => (item.File, item.Name)).Should().OnlyHaveUniqueItems();
}
