using System.Text;
using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration;

/// <summary>Reads <c>agent-sandbox.yaml</c>.</summary>
/// <remarks>Stateless and thread-safe. Reports every problem at once and never throws for what the file says.</remarks>
public static class ConfigurationReader
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file; a missing or unreadable one is a problem, not an exception.</param>
    /// <param name="environment">Looks up <c>${env:NAME}</c> in <c>url</c> and <c>tcp</c>, which are needed at once; null knows no variable.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ConfigurationResult> ReadFileAsync(
        string path, Func<string, string?>? environment, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            return Failed(ConfigurationProblemCodes.FileUnreadable, $"\"{path}\" is a folder.", $"name the file {SandboxConfiguration.FileName}");
        }

        if (!File.Exists(path))
        {
            return Failed(ConfigurationProblemCodes.FileMissing, $"There is no \"{path}\".", "run \"agent-sandbox init\" to write a first one");
        }

        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[MaxBytes + 1];
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return Read(buffer.AsSpan(0, count), environment);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(ConfigurationProblemCodes.FileUnreadable, $"\"{path}\" cannot be read: {exception.Message}", "check that the file exists and may be read");
        }
    }

    /// <summary>Reads a configuration from text, for instance from a git object.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="environment">Looks up <c>${env:NAME}</c> in <c>url</c> and <c>tcp</c>, which are needed at once; null knows no variable.</param>
    public static ConfigurationResult Read(string yaml, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        if (yaml.Length > MaxBytes)
        {
            return TooLarge();
        }

        var problems = new ProblemList();
        var root = YamlTreeReader.Read(yaml, problems);
        if (root is null)
        {
            return new ConfigurationResult { Problems = problems.InOrder() };
        }

        new ShapeCheck(problems).Check(root, KeyTable.Root, "");
        var configuration = new ConfigurationBinder(problems, environment).Bind(root);
        return problems.Count == 0
            ? new ConfigurationResult { Configuration = configuration }
            : new ConfigurationResult { Problems = problems.InOrder() };
    }

    private static ConfigurationResult Read(ReadOnlySpan<byte> bytes, Func<string, string?>? environment)
    {
        if (bytes.Length > MaxBytes)
        {
            return TooLarge();
        }

        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        return System.Text.Unicode.Utf8.IsValid(text)
            ? Read(Encoding.UTF8.GetString(text), environment)
            : Failed(ConfigurationProblemCodes.FileUnreadable, "The configuration is not UTF-8 text.", "save the file as UTF-8");
    }

    private static ConfigurationResult TooLarge()
        => Failed(ConfigurationProblemCodes.TooLarge, "The configuration is larger than 1 MiB.", "make it smaller");

    private static ConfigurationResult Failed(string code, string message, string fix)
        => new() { Problems = [new ConfigurationProblem { Code = code, Message = message, Fix = fix }] };
}
