using System.Text;
using System.Text.Unicode;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Reads the text of a file, bounded; what goes wrong is a problem and not an exception.</summary>
internal static class DocumentFile
{
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Returns the text, or null after reporting why there is none.</summary>
    public static async Task<string?> ReadAsync(string path, ProblemList problems, CancellationToken cancellationToken)
    {
        var kind = problems.Kind;
        if (Directory.Exists(path))
        {
            problems.Add(ConfigurationProblemCodes.FileUnreadable, $"\"{path}\" is a folder.", kind.FolderFix, 0, 0);
            return null;
        }

        if (!File.Exists(path))
        {
            problems.Add(ConfigurationProblemCodes.FileMissing, $"There is no \"{path}\".", kind.MissingFix, 0, 0);
            return null;
        }

        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[MaxBytes + 1];
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return Decode(buffer.AsSpan(0, count), problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(ConfigurationProblemCodes.FileUnreadable, $"\"{path}\" cannot be read: {exception.Message}", "check that the file exists and may be read", 0, 0);
            return null;
        }
    }

    public static void ReportTooLarge(ProblemList problems)
        => problems.Add(ConfigurationProblemCodes.TooLarge, $"The {problems.Kind.Subject} is larger than 1 MiB.", "make it smaller", 0, 0);

    private static string? Decode(ReadOnlySpan<byte> bytes, ProblemList problems)
    {
        if (bytes.Length > MaxBytes)
        {
            ReportTooLarge(problems);
            return null;
        }

        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        if (!Utf8.IsValid(text))
        {
            problems.Add(ConfigurationProblemCodes.FileUnreadable, $"The {problems.Kind.Subject} is not UTF-8 text.", "save the file as UTF-8", 0, 0);
            return null;
        }

        return Encoding.UTF8.GetString(text);
    }
}
