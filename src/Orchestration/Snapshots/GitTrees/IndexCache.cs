using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Snapshots.GitTrees;

/// <summary>Where the index of a snapshot starts from: the one of the last snapshot, or a copy of the user's.</summary>
/// <remarks>
/// The index of the last snapshot also knows untracked and edited files, so that an unchanged tree needs no file to
/// be read. It stands for one state of the user's index (its name says which), and is dropped when files in it are
/// ignored now that the user does not track: the hash must depend on the tree alone, not on what was asked before.
/// </remarks>
internal sealed class IndexCache(SnapshotStore store, GitRepository tree, GitTreeWriter writer)
{
    private const int ChecksumLength = 32;

    private string _cached = "";

    public static void Forget(SnapshotStore store, GitRepository tree)
    {
        try
        {
            Directory.Delete(DirectoryOf(store, tree), recursive: true);
        }
        catch (IOException)
        {
            // Nothing was kept, or another process is just keeping a newer one.
        }
    }

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var users = Path.Join(tree.GitDirectory, "index");
        _cached = Path.Join(DirectoryOf(store, tree), Signature(users));
        if (TryCopyCached() && await IgnoresAsUserAsync(cancellationToken))
        {
            return;
        }

        File.Delete(writer.Index);
        if (File.Exists(users))
        {
            Copy(users, writer.Index);
            await writer.ClearIgnoredChangesAsync(cancellationToken);
        }
    }

    /// <summary>Keeps the index for the next time. It only saves time, so another process in the way is no failure.</summary>
    public void Keep()
    {
        try
        {
            Replace();
        }
        catch (IOException)
        {
            // The next snapshot starts from the user's index, or from what the other process kept.
        }
    }

    private void Replace()
    {
        var directory = DirectoryOf(store, tree);
        PrivateDirectory.Ensure(directory);
        var temporary = _cached + "." + Guid.NewGuid().ToString("n");
        Copy(writer.Index, temporary);
        File.Move(temporary, _cached, overwrite: true);
        foreach (var old in Directory.EnumerateFiles(directory).Where(file => file != _cached))
        {
            File.Delete(old);
        }
    }

    private bool TryCopyCached()
    {
        try
        {
            Copy(_cached, writer.Index);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string DirectoryOf(SnapshotStore store, GitRepository tree) =>
        Path.Join(store.Root, "indexes", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tree.TopLevel)))[..16]);

    // Git's index ends in a checksum of its content; the time helps where that is switched off.
    private static string Signature(string index)
    {
        if (!File.Exists(index))
        {
            return "none";
        }

        using var file = new FileStream(index, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var end = new byte[Math.Min(ChecksumLength, file.Length)];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        var written = File.GetLastWriteTimeUtc(index).Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(end)}-{file.Length}-{written}");
    }

    // Git compares the times of files with the time of the index to notice edits within one tick of the clock; a copy
    // with a newer time would hide them. Times are cut to 100 ns, which errs towards reading a file again.
    private static void Copy(string from, string to)
    {
        var written = File.GetLastWriteTimeUtc(from);
        File.Copy(from, to, overwrite: true);
        File.SetLastWriteTimeUtc(to, written);
    }

    private async Task<bool> IgnoresAsUserAsync(CancellationToken cancellationToken)
    {
        var ours = await writer.ListIgnoredAsync(writer.Index, cancellationToken);
        var users = await writer.ListIgnoredAsync(Path.Join(tree.GitDirectory, "index"), cancellationToken);
        return ours.Span.SequenceEqual(users.Span);
    }
}
