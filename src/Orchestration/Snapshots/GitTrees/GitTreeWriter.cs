using System.Buffers.Binary;
using System.Text;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Git.Commands;

namespace AgentSandbox.Orchestration.Snapshots.GitTrees;

/// <summary>Writes the files of a working tree as a tree of git, through an index of our own.</summary>
internal sealed class GitTreeWriter(GitCommand command, GitRepository tree, string index)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private static readonly string[] s_settings =
    [
        "core.safecrlf=false",
        "core.fsyncMethod=batch",
        "index.sparse=false",
        "add.ignoreErrors=false",
        "advice.addEmbeddedRepo=false",
    ];

    /// <summary>The index that is written.</summary>
    public string Index => index;

    /// <summary>Writes the tree.</summary>
    /// <remarks>
    /// 1. Start from an index that knows most files. 2. Take edits and deletions of tracked files. 3. Add untracked
    /// files. 4. Write the tree and keep the index for the next time. 5. Add the included ignored files and write again.
    /// </remarks>
    public async Task<GitTree> WriteAsync(IndexCache cache, IReadOnlyList<string> include, CancellationToken cancellationToken)
    {
        await cache.SeedAsync(cancellationToken);
        await RunAsync(["add", "--update"], cancellationToken);
        var untracked = await ListAsync(["ls-files", "-z", "--others", "--exclude-standard"], cancellationToken);
        await AddAsync(untracked.Files, cancellationToken);
        var hash = await WriteTreeAsync(cancellationToken);
        cache.Keep();
        if (include.Count > 0)
        {
            var included = await ListAsync(
                ["ls-files", "-z", "--others", "--", .. include.SelectMany(pattern => Pathspecs(pattern))], cancellationToken);
            await AddAsync(included.Files, cancellationToken);
            hash = await WriteTreeAsync(cancellationToken);
        }

        return new GitTree(hash, CountEntries(), untracked.Repositories);
    }

    /// <summary>The files of an index that would be ignored if they were not in it, as git prints them.</summary>
    public async Task<ReadOnlyMemory<byte>> ListIgnoredAsync(string ofIndex, CancellationToken cancellationToken)
    {
        var invocation = Invocation(["ls-files", "-z", "--cached", "--ignored", "--exclude-standard"], ofIndex);
        return (await command.RunAsync(invocation, cancellationToken)).Output;
    }

    /// <summary>Makes git look at files whose changes the user told it not to see.</summary>
    /// <remarks>What runs must be what is in the tree. Files that a sparse checkout left out stay as committed.</remarks>
    public async Task ClearIgnoredChangesAsync(CancellationToken cancellationToken)
    {
        var listed = await RunAsync(["ls-files", "-z", "-v"], cancellationToken);
        foreach (var option in new[] { "--no-assume-unchanged", "--no-skip-worktree" })
        {
            var marked = Split(listed.Output).Where(line => option == "--no-skip-worktree"
                ? line.Span[0] is (byte)'S' or (byte)'s' && Exists(line[2..])
                : char.IsAsciiLetterLower((char)line.Span[0]));
            await UpdateAsync([option], Join(marked.Select(line => line[2..])), cancellationToken);
        }
    }

    private static string[] Pathspecs(string pattern)
    {
        var cut = pattern.TrimEnd('/');
        return [$":(top,glob){cut}", $":(top,glob){cut}/**"];
    }

    // Names are bytes to git; what is no valid text must come back to it unchanged.
    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> output)
    {
        var names = new List<ReadOnlyMemory<byte>>();
        while (output.Span.IndexOf((byte)0) is >= 0 and var end)
        {
            if (end > 0)
            {
                names.Add(output[..end]);
            }

            output = output[(end + 1)..];
        }

        return names;
    }

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> names)
    {
        using var joined = new MemoryStream();
        foreach (var name in names)
        {
            joined.Write(name.Span);
            joined.WriteByte(0);
        }

        return joined.ToArray();
    }

    private bool Exists(ReadOnlyMemory<byte> name)
    {
        var file = new FileInfo(Path.Join(tree.TopLevel, Encoding.UTF8.GetString(name.Span)));
        return file.Exists || file.LinkTarget is not null;
    }

    // Repositories inside the tree are listed with a slash at the end; git would only record their commit.
    private async Task<(byte[] Files, IReadOnlyList<string> Repositories)> ListAsync(
        IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var listed = Split((await RunAsync(arguments, cancellationToken)).Output);
        var repositories = listed.Where(name => name.Span[^1] == (byte)'/').Select(name => Encoding.UTF8.GetString(name.Span[..^1]));
        return (Join(listed.Where(name => name.Span[^1] != (byte)'/')), [.. repositories]);
    }

    // A file that vanished since it was listed is not there, which "remove" allows.
    private Task AddAsync(byte[] names, CancellationToken cancellationToken) =>
        UpdateAsync(["--add", "--remove", "--replace"], names, cancellationToken);

    private async Task UpdateAsync(IReadOnlyList<string> options, byte[] names, CancellationToken cancellationToken)
    {
        if (names.Length > 0)
        {
            var invocation = Invocation(["update-index", .. options, "-z", "--stdin"], index) with { Input = names };
            await command.RunAsync(invocation, cancellationToken);
        }
    }

    private async Task<string> WriteTreeAsync(CancellationToken cancellationToken) =>
        (await RunAsync(["write-tree"], cancellationToken)).Line;

    private Task<GitOutput> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        command.RunAsync(Invocation(arguments, index), cancellationToken);

    private GitInvocation Invocation(IReadOnlyList<string> arguments, string ofIndex)
    {
        var environment = GitObjectStores.Writable(tree.CommonDirectory);
        environment["GIT_INDEX_FILE"] = ofIndex;
        return new GitInvocation
        {
            Directory = tree.TopLevel,
            Arguments = arguments,
            Environment = environment,
            Settings = s_settings,
            PathsArePatterns = arguments.Any(argument => argument.StartsWith(":(top,glob)", StringComparison.Ordinal)),
            Timeout = Timeout,
        };
    }

    // The header of an index is "DIRC", the version and the number of entries; no index means no files.
    private int CountEntries()
    {
        if (!File.Exists(index))
        {
            return 0;
        }

        using var file = File.OpenRead(index);
        var header = new byte[12];
        file.ReadExactly(header);
        return BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8));
    }
}
