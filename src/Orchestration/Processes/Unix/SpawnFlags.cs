namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>The numbers behind the names of the C headers, which differ between systems.</summary>
/// <remarks>glibc and musl agree. macOS is written from its headers and not tested.</remarks>
internal static class SpawnFlags
{
    public const int ReadOnly = 0;

    private const short SetSignalDefaults = 0x4;
    private const short SetSignalMask = 0x8;
    private const short LinuxSetSession = 0x80;
    private const short MacSetSession = 0x400;
    private const short MacCloseOnExecDefault = 0x4000;

    public static short Attributes => (short)(SetSignalDefaults | SetSignalMask
        | (OperatingSystem.IsMacOS() ? MacSetSession | MacCloseOnExecDefault : LinuxSetSession));

    /// <summary>O_WRONLY | O_CREAT | O_APPEND.</summary>
    public static int Append => OperatingSystem.IsMacOS() ? 0x1 | 0x200 | 0x8 : 0x1 | 0x40 | 0x400;

    public static int SigStop => OperatingSystem.IsMacOS() ? 17 : 19;
}
