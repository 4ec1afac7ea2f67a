using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>Copies what a command left into the run's own directory, bounded in number and size.</summary>
internal sealed class ArtifactCollector(string target, Func<string, string> redact)
{
    private const int MaxFiles = 50;
    private const long MaxFileBytes = 20 * 1024 * 1024;
    private const long MaxTotalBytes = 100 * 1024 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Copies the files and returns one piece of evidence for each, and one for those that were left.</summary>
    public IReadOnlyList<Evidence> Collect(IReadOnlyList<FoundFile> files)
    {
        var evidence = new List<Evidence>();
        var left = new List<string>();
        var total = 0L;
        foreach (var file in files)
        {
            var problem = (file, evidence.Count) switch
            {
                (_, >= MaxFiles) => $"{MaxFiles} files are kept already",
                ({ Bytes: > MaxFileBytes }, _) => $"its {file.Bytes} bytes are more than {MaxFileBytes}",
                _ when total + file.Bytes > MaxTotalBytes => $"all together would be more than {MaxTotalBytes} bytes",
                _ => Copy(file),
            };
            if (problem is null)
            {
                total += file.Bytes;
                evidence.Add(Artifact(file));
            }
            else
            {
                left.Add(redact($"{file.RelativePath}: {problem}"));
            }
        }

        return left.Count == 0 ? evidence
            : [.. evidence, new Evidence { Kind = EvidenceKind.Text, Title = $"{left.Count} files were not kept", Weight = 20, Lines = [.. left.Take(20)] }];
    }

    private string? Copy(FoundFile file)
    {
        try
        {
            var path = Path.Join(target, file.RelativePath);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path) ?? target);

            // A pipe has no size, and opening it would wait for ever; so what is empty is not opened.
            File.WriteAllBytes(path, file.Bytes == 0 ? [] : WithoutSecrets(File.ReadAllBytes(file.FullPath)));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return e.Message;
        }
    }

    // Only texts can be searched; a secret inside an archive or an image stays there.
    private byte[] WithoutSecrets(byte[] content)
    {
        if (content.Contains((byte)0))
        {
            return content;
        }

        try
        {
            var text = s_strict.GetString(content);
            var redacted = redact(text);
            return redacted == text ? content : Encoding.UTF8.GetBytes(redacted);
        }
        catch (DecoderFallbackException)
        {
            return content;
        }
    }

    private Evidence Artifact(FoundFile file) => new()
    {
        Kind = EvidenceKind.Artifact,
        Title = redact(string.Create(CultureInfo.InvariantCulture, $"{file.RelativePath}, {file.Bytes} bytes")),
        Data = JsonSerializer.SerializeToElement(new JsonObject { ["name"] = redact($"{Path.GetFileName(target)}/{file.RelativePath}"), ["bytes"] = file.Bytes }),
    };
}
