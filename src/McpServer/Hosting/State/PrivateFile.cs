using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>Small files that only their owner may read, and that are either there whole or not at all.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string text)
    {
        var fresh = $"{path}.{Environment.ProcessId}.new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new StreamWriter(fresh, options))
        {
            file.Write(text);
        }

        File.Move(fresh, path, overwrite: true);
    }

    public static void WriteJson<T>(string path, T value, JsonTypeInfo<T> type) => Write(path, JsonSerializer.Serialize(value, type));

    /// <summary>The value, or null when the file is missing or damaged: both mean that nobody may rely on it.</summary>
    public static T? ReadJson<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), type) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The last lines of a text file that may be large and still be written.</summary>
    public static IReadOnlyList<string> Tail(string path, int lines)
    {
        const int MaxBytes = 16 * 1024;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(file.Length, MaxBytes), SeekOrigin.End);
            using var reader = new StreamReader(file);
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
