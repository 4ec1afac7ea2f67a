using System.Globalization;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>Ports that the host keeps across restarts, in the journal.</summary>
internal static class HostPorts
{
    private const string Prefix = "ports/host/";

    public static int? Find(Journal journal, string name) =>
        journal.Find(Prefix + name) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    public static void Put(Journal journal, string name, int port) => journal.Put(Prefix + name, port.ToString(CultureInfo.InvariantCulture));
}
