using System.CommandLine;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary>Prints what became of Services.</summary>
internal static class EnrolmentOutcome
{
    /// <summary>Returns the exit code: what failed decides it.</summary>
    public static int Print(CommandContext context, ParseResult parsed, EnrolmentReport report, IReadOnlyList<ServiceOutcome> outcomes)
    {
        var failure = SeveralFailures.Join([.. outcomes.Select(outcome => outcome.Failure).OfType<SandboxFailure>()]);
        context.Print(parsed, report, ClusterJson.Default.EnrolmentReport, Text);
        return failure is null ? ExitCodes.Success
            : parsed.GetValue(context.Json) ? ExitCodes.Of(failure.Code)
            : context.Print(parsed, failure);
    }

    private static string Text(EnrolmentReport report)
    {
        var groups = report.Services.Where(service => service.Outcome != "skipped").GroupBy(service => service.Outcome).Select(group => $"{Words(group.Key)}: {string.Join(", ", group.Select(service => service.Service))}").ToList();
        if (report.Services.Any(service => service.Outcome == "enrolled"))
        {
            groups.Add("Connections that clients hold open already go past the routers until they close; requests on them are not routed.");
        }

        return groups.Count == 0 ? "There was nothing to do." : string.Join('\n', groups);
    }

    private static string Words(string outcome) => outcome switch
    {
        "enrolled" => "Enrolled",
        "givenback" => "Given back",
        "unchanged" => "Nothing to change",
        _ => "Failed",
    };
}
