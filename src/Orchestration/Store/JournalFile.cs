namespace AgentSandbox.Orchestration.Store;

/// <summary>A journal on the disk, readable by its owner alone.</summary>
internal sealed class JournalFile : IJournalFile
{
    private readonly string _path;
    private FileStream _file;
    private long _length;

    public JournalFile(string path)
    {
        _path = path;
        _file = Open(path, FileMode.OpenOrCreate);
        _length = _file.Length;
    }

    public byte[] ReadAll()
    {
        var bytes = new byte[_length];
        _file.Seek(0, SeekOrigin.Begin);
        _file.ReadExactly(bytes);
        return bytes;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, _length);
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
            _length += bytes.Length;
        }
        catch (IOException)
        {
            CutOff();
            throw;
        }
    }

    public void Replace(ReadOnlySpan<byte> bytes)
    {
        var fresh = _path + ".new";
        File.Delete(fresh);
        using (var file = Open(fresh, FileMode.CreateNew))
        {
            RandomAccess.Write(file.SafeFileHandle, bytes, 0);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }

        // Windows replaces no open file; whatever comes of the move, the journal must be open again afterwards.
        _file.Dispose();
        try
        {
            File.Move(fresh, _path, overwrite: true);
        }
        finally
        {
            _file = Open(_path, FileMode.OpenOrCreate);
            _length = _file.Length;
        }
    }

    public void KeepDamaged() => File.Copy(_path, _path + ".damaged", overwrite: true);

    public void Dispose() => _file.Dispose();

    /// <summary>A half-written line would damage the next one. Should this fail too, the next line overwrites it.</summary>
    private void CutOff()
    {
        try
        {
            _file.SetLength(_length);
        }
        catch (IOException)
        {
            // The first failure is the one to report.
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        // Unbuffered: bytes of a failed write must not come along with the next one.
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
