namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>A first <c>agent-sandbox.yaml</c>, marked with <c># CHECK:</c> where a person must look.</summary>
public sealed record ConfigurationDraft
{
    /// <summary>The file's text; it passes <see cref="ConfigurationReader"/>.</summary>
    public required string Yaml { get; init; }

    /// <summary>What the scan saw.</summary>
    public required IReadOnlyList<ConfigurationFinding> Findings { get; init; }

    /// <summary>Writes the draft into <paramref name="root"/>; an existing file is never overwritten.</summary>
    /// <returns>Null when the file was written, else why it was not.</returns>
    public async Task<ConfigurationProblem?> WriteAsync(string root, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        var path = Path.Combine(root, SandboxConfiguration.FileName);

        // A dangling link does not "exist" to File.Exists, and creating it would write to wherever it points.
        if (File.Exists(path) || new FileInfo(path).LinkTarget is not null || Directory.Exists(path))
        {
            return Exists(path);
        }

        // Written whole under another name first, so that neither a crash nor a cancellation leaves half a file.
        var temporary = Path.Combine(root, $".{SandboxConfiguration.FileName}.{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllTextAsync(temporary, Yaml, cancellationToken);
            File.Move(temporary, path, overwrite: false);
            return null;
        }
        catch (IOException) when (File.Exists(path))
        {
            return Exists(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ConfigurationProblem
            {
                Code = ConfigurationProblemCodes.FileUnwritable,
                Message = $"\"{path}\" cannot be written: {exception.Message}",
                Fix = "check that the folder exists and may be written to",
            };
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static ConfigurationProblem Exists(string path) => new()
    {
        Code = ConfigurationProblemCodes.FileExists,
        Message = $"\"{path}\" exists already and was left as it is.",
        Fix = "edit it, or move it away and run \"agent-sandbox init\" again",
    };
}
