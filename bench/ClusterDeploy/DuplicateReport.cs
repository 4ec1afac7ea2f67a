using System.Globalization;
using System.Text;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>The section on duplicated namespaces.</summary>
internal static class DuplicateReport
{
    public const string Curve = "cluster-duplicate.svg";

    public static string Write(IReadOnlyList<SizeCosts> sizes, Cost standing)
    {
        var text = new StringBuilder();
        text.AppendLine("| services | way | time | pods | memory | API objects |");
        text.AppendLine("| --: | --- | --: | --: | --: | --: |");
        foreach (var size in sizes)
        {
            text.AppendLine(Row($"{size.Services}", "namespace", size.Namespace));
            text.AppendLine(Row("", "sandbox", size.Sandbox));
            text.AppendLine(CultureInfo.InvariantCulture, $"| | **ratio** | **{Ratio(size, cost => cost.Seconds):0.0}** | **{Ratio(size, cost => cost.Pods):0.0}** | **{Ratio(size, cost => cost.Bytes):0.0}** | **{Ratio(size, cost => cost.Objects):0.0}** |");
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"What stands in the namespace for all sandboxes together, operator and routers, is {standing.Pods} pods with {standing.Bytes / 1048576:0} MiB: with pods as small as these, more than one copy costs; it does not grow with sandboxes or services.");
        text.AppendLine();
        text.AppendLine($"![Cost of one changed service against the number of services]({Curve})");
        return text.ToString();
    }

    private static string Row(string services, string way, IReadOnlyList<Cost> costs) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {services} | {way} | {SizeCosts.Median(costs, cost => cost.Seconds):0.0} s | {SizeCosts.Median(costs, cost => cost.Pods):0} | {SizeCosts.Median(costs, cost => cost.Bytes) / 1048576:0.0} MiB | {SizeCosts.Median(costs, cost => cost.Objects):0} |");

    private static double Ratio(SizeCosts size, Func<Cost, double> of) => SizeCosts.Median(size.Namespace, of) / SizeCosts.Median(size.Sandbox, of);
}
