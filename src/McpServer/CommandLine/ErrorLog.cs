using System.Globalization;
using AgentSandbox.McpServer.CommandLine.Terminal;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary>Logs of a short-lived command go to standard error, which MCP clients show to those who look for a reason.</summary>
internal static class ErrorLog
{
    private const string Template = "{Timestamp:HH:mm:ss} [{Level:u3}] {Message:lj}{NewLine}{Exception}";

    public static ILoggerFactory Create(ITerminal terminal, LogLevel least = LogLevel.Information)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Is(least == LogLevel.Warning ? LogEventLevel.Warning : LogEventLevel.Information)
            .MinimumLevel.Override("ModelContextProtocol", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.Sink(new WriterSink(terminal.Error, new Serilog.Formatting.Display.MessageTemplateTextFormatter(Template, CultureInfo.InvariantCulture)))
            .CreateLogger();
        return LoggerFactory.Create(logging => logging.AddSerilog(log, dispose: true));
    }

    private sealed class WriterSink(TextWriter writer, Serilog.Formatting.ITextFormatter formatter) : Serilog.Core.ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            using var line = new StringWriter(CultureInfo.InvariantCulture);
            formatter.Format(logEvent, line);
            writer.Write(line.ToString());
        }
    }
}
