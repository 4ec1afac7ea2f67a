using System.Globalization;
using AgentSandbox.McpServer.Hosting.State;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>The log of a host: a file that cannot grow without bound, and the terminal when a person looks on.</summary>
internal static class HostLog
{
    private const long MaxBytes = 5 * 1024 * 1024;
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const string ConsoleTemplate = "{Timestamp:HH:mm:ss} [{Level:u3}] {Message:lj}{NewLine}{Exception}";

    public static Logger Open(HostFiles files, HostMode mode)
    {
        Rotate(files.Log);
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("ModelContextProtocol", LogEventLevel.Warning)
            .WriteTo.File(
                files.Log, outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture,
                fileSizeLimitBytes: MaxBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: 3);
        if (mode == HostMode.Foreground)
        {
            configuration.WriteTo.Console(
                outputTemplate: ConsoleTemplate, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        }

        return configuration.CreateLogger();
    }

    public static void AddTo(ILoggingBuilder logging, Logger log) => logging.ClearProviders().AddSerilog(log);

    // The sink would create the file with the permissions of the umask.
    private static void Rotate(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > MaxBytes)
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        if (!File.Exists(path))
        {
            PrivateFile.Write(path, "");
        }
    }
}
