using System.CommandLine;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary><c>agent-sandbox unenroll</c>: gives Services back as their owners wrote them.</summary>
internal static class UnenrollCommand
{
    public static Command Create(CommandContext context)
    {
        var cluster = new ClusterOptions();
        var services = new Argument<string[]>("service") { Description = "The Services.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All Services of the namespace that are enrolled, or half so." };
        var command = new Command("unenroll", "Point Services at their own pods again. Connections that are open go on through the routers.") { services, all };
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(services) is { Length: > 0 }))
            {
                result.AddError("Name the Services, or say --all.");
            }
        });
        command.SetAction((parsed, cancellationToken) => cluster.RunAsync(context, parsed, async (api, name) =>
        {
            var outcomes = await new UnenrolServices(api, context.Time, cluster.PatienceOf(parsed)).ExecuteAsync(name, parsed.GetValue(services) ?? [], new ClusterProgress(context.Terminal), cancellationToken);
            return outcomes.IsSuccess
                ? EnrolmentOutcome.Print(context, parsed, EnrolmentText.Report(name, outcomes.Value), outcomes.Value)
                : context.Print(parsed, outcomes.Failure);
        }));
        return command;
    }
}
