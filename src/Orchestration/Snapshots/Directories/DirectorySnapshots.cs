using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Snapshots.Directories;

/// <summary>Snapshots where there is no git: a hash of all files, and a copy of them on demand.</summary>
internal sealed class DirectorySnapshots(TimeProvider time)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const string Scheme = "sha256-";

    // A file that changed just now may change again without a visible change of its time.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, KnownFile> _known = new(StringComparer.Ordinal);

    public Snapshot Take(string root, IReadOnlyList<string> include, CancellationToken cancellationToken)
    {
        var files = PlainTree.List(root, new IncludePatterns(include), cancellationToken);
        var (hash, count) = Hash(files, _known, cancellationToken);
        return new Snapshot
        {
            TreeHash = hash,
            Kind = SnapshotKind.Directory,
            SourceDirectory = root,
            FileCount = count,
            Include = [.. include],
        };
    }

    /// <summary>Copies the files as they are now; the hash that is returned is that of the copies.</summary>
    public Snapshot Materialize(Snapshot snapshot, string target, CancellationToken cancellationToken)
    {
        var files = PlainTree.List(snapshot.SourceDirectory, new IncludePatterns(snapshot.Include), cancellationToken);
        Directory.CreateDirectory(target);
        var copies = new List<PlainFile>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Guard(file, () => Copy(file, Path.Join(target, file.Path))))
            {
                copies.Add(new PlainFile(file.Path, new FileInfo(Path.Join(target, file.Path))));
            }
        }

        var (hash, count) = Hash(copies, [], cancellationToken);
        return snapshot with { TreeHash = hash, FileCount = count };
    }

    private static bool Copy(PlainFile file, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!); // it is below the target directory
        if (file.LinkTarget is { } link)
        {
            File.CreateSymbolicLink(target, link);
        }
        else if (file.Info.Length > 0)
        {
            File.Copy(file.Info.FullName, target);
        }
        else
        {
            // Never opened: what looks empty may be a pipe, and opening that would wait for ever.
            File.Create(target).Dispose();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(target, file.Info.UnixFileMode);
            }
        }

        return true;
    }

    // A file that vanished since it was listed is not there; one that cannot be read is a failure that names it.
    private static bool Guard(PlainFile file, Func<bool> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GitException(GitProblem.FileAccess, file.Info.FullName, e.Message);
        }
    }

    private static char Mode(PlainFile file) =>
        !OperatingSystem.IsWindows() && (file.Info.UnixFileMode & Executable) != 0 ? 'x' : '-';

    private (string Hash, int Count) Hash(
        IReadOnlyList<PlainFile> files, ConcurrentDictionary<string, KnownFile> known, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0;
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var line = "";
            if (Guard(file, () => (line = Describe(file, known)).Length > 0))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(line));
                count++;
            }
        }

        return (Scheme + Convert.ToHexStringLower(hash.GetHashAndReset()), count);
    }

    private string Describe(PlainFile file, ConcurrentDictionary<string, KnownFile> known)
    {
        if (file.LinkTarget is { } link)
        {
            return $"{file.Path}\0l\0{link.Length}\0{link}\0";
        }

        var size = file.Info.Length;
        var content = size == 0 ? "" : ContentHash(file.Info, size, known);
        return string.Create(CultureInfo.InvariantCulture, $"{file.Path}\0{Mode(file)}\0{size}\0{content}\0");
    }

    private string ContentHash(FileInfo info, long size, ConcurrentDictionary<string, KnownFile> known)
    {
        var written = info.LastWriteTimeUtc;
        if (known.TryGetValue(info.FullName, out var last) && last.Size == size && last.Written == written)
        {
            return last.Hash;
        }

        using var stream = new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (time.GetUtcNow() - written > s_settled)
        {
            known[info.FullName] = new KnownFile(size, written, hash);
        }

        return hash;
    }

    private sealed record KnownFile(long Size, DateTime Written, string Hash);
}
