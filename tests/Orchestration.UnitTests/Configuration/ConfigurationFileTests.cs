using System.Text;
using AgentSandbox.Orchestration.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private const string Valid = "version: 1\nservices: { a: { url: 'http://x' } }\n";

    private readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task ValidFile_IsRead()
        => (await ReadAsync(Encoding.UTF8.GetBytes(Valid))).IsValid.Should().BeTrue();

    [Fact]
    public async Task ByteOrderMark_IsSkipped()
        => (await ReadAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Valid)])).IsValid.Should().BeTrue();

    [Fact]
    public async Task WindowsLineEnds_AreUnderstood()
        => (await ReadAsync(Encoding.UTF8.GetBytes(Valid.Replace("\n", "\r\n")))).IsValid.Should().BeTrue();

    [Fact]
    public async Task MissingFile_SaysHowToWriteOne()
    {
        var result = await ConfigurationReader.ReadFileAsync(Path.Combine(_tree.Root, "none.yaml"), null, CancellationToken.None);

        var problem = result.Problems.Should().ContainSingle().Subject;
        problem.Code.Should().Be(ConfigurationProblemCodes.FileMissing);
        problem.Fix.Should().Contain("agent-sandbox init");
    }

    [Fact]
    public async Task Folder_IsUnreadable()
        => (await ConfigurationReader.ReadFileAsync(_tree.Root, null, CancellationToken.None))
            .Problems.Should().ContainSingle().Which.Code.Should().Be(ConfigurationProblemCodes.FileUnreadable);

    [Fact]
    public async Task OtherEncoding_IsRefused()
        => (await ReadAsync([0xFF, 0xFE, 0x00, 0xD8]))
            .Problems.Should().ContainSingle().Which.Code.Should().Be(ConfigurationProblemCodes.FileUnreadable);

    [Fact]
    public async Task FileOfMoreThanOneMegabyte_IsRefused()
        => (await ReadAsync(Encoding.UTF8.GetBytes("# " + new string('x', 1024 * 1024))))
            .Problems.Should().ContainSingle().Which.Code.Should().Be(ConfigurationProblemCodes.TooLarge);

    private async Task<ConfigurationResult> ReadAsync(byte[] content)
    {
        var path = Path.Combine(_tree.Root, SandboxConfiguration.FileName);
        await File.WriteAllBytesAsync(path, content);
        return await ConfigurationReader.ReadFileAsync(path, null, CancellationToken.None);
    }
}
