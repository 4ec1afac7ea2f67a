using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;
using AgentSandbox.Router;

namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary><c>agent-sandbox enroll</c>: puts the routers in front of Services, after showing what that changes.</summary>
internal sealed class EnrollCommand
{
    private readonly CommandContext _context;
    private readonly ClusterOptions _cluster = new();
    private readonly Argument<string[]> _services = new("service") { Description = "The Services.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _all = new("--all") { Description = "All Services of the namespace that can be enrolled." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would change, and change nothing." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask." };
    private readonly Option<string[]> _accept = new("--accept") { Description = "A finding that is fine; may be repeated.", HelpName = "FINDING", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _protocols = new("--protocol") { Description = "What a port speaks: http, h2c or tcp; may be repeated.", HelpName = "PORT=PROTOCOL", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _image = new("--image") { Description = "The image of the routers. Default: the operator's.", HelpName = "IMAGE" };
    private readonly Option<string?> _pullPolicy = new("--pull-policy") { Description = "Its pull policy. Default: the operator's.", HelpName = "POLICY" };
    private readonly Option<string?> _operator = new("--operator-namespace") { Description = "Where an operator for all namespaces runs; needed by those who may not look for it.", HelpName = "NAME" };

    private EnrollCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var enroll = new EnrollCommand(context);
        enroll._accept.AcceptOnlyFromAmong([.. FindingCodes.Acceptable]);
        enroll._pullPolicy.AcceptOnlyFromAmong("Always", "IfNotPresent", "Never");
        enroll._protocols.Validators.Add(CheckProtocols);
        var command = new Command("enroll", "Put the routers in front of Services of the baseline. Shows what changes, and asks.")
        {
            enroll._services, enroll._all, enroll._dryRun, enroll._yes, enroll._accept, enroll._protocols, enroll._image, enroll._pullPolicy, enroll._operator,
        };
        enroll._cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(enroll._all) == (result.GetValue(enroll._services) is { Length: > 0 }))
            {
                result.AddError("Name the Services, or say --all.");
            }
        });
        command.SetAction((parsed, cancellationToken) => enroll._cluster.RunAsync(context, parsed, (api, name) => enroll.RunAsync(parsed, api, name, cancellationToken)));
        return command;
    }

    private EnrolmentRequest Request(ParseResult parsed, string @namespace) => new()
    {
        Namespace = @namespace,
        Services = parsed.GetValue(_services) ?? [],
        Accepted = (parsed.GetValue(_accept) ?? []).ToHashSet(),
        Protocols = (parsed.GetValue(_protocols) ?? []).Select(ParseProtocol).OfType<(int Port, ServiceProtocol Protocol)>().GroupBy(pair => pair.Port).ToDictionary(group => group.Key, group => group.Last().Protocol),
        OperatorNamespace = parsed.GetValue(_operator),
        Image = parsed.GetValue(_image),
        PullPolicy = parsed.GetValue(_pullPolicy),
    };

    private async Task<int> RunAsync(ParseResult parsed, IKubernetesApi api, string @namespace, CancellationToken cancellationToken)
    {
        var planned = await new PlanEnrolment(api, _context.Time).ExecuteAsync(Request(parsed, @namespace), cancellationToken);
        if (!planned.IsSuccess)
        {
            return _context.Print(parsed, planned.Failure);
        }

        var (proposal, json) = (planned.Value, parsed.GetValue(_context.Json));
        foreach (var line in json ? [] : EnrolmentText.Lines(proposal))
        {
            _context.Terminal.Output.WriteLine(line);
        }

        var problem = SeveralFailures.Join(proposal.Problems);
        if (parsed.GetValue(_dryRun) && json)
        {
            _context.Print(parsed, EnrolmentText.Report(proposal, null), ClusterJson.Default.EnrolmentReport, _ => "");
            return problem is null ? ExitCodes.Success : ExitCodes.Of(problem.Code);
        }

        if (problem is not null || parsed.GetValue(_dryRun))
        {
            return problem is null ? ExitCodes.Success : _context.Print(parsed, problem);
        }

        return await ConfirmAsync(parsed, proposal, cancellationToken) is { } refused ? refused : await EnrolAsync(parsed, api, proposal, cancellationToken);
    }

    /// <summary>Null when it may go on; else the exit code.</summary>
    private async Task<int?> ConfirmAsync(ParseResult parsed, EnrolmentProposal proposal, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_yes) || proposal.Plans.All(plan => plan.Patch is null))
        {
            return null;
        }

        if (!_context.Terminal.ErrorIsTerminal)
        {
            _context.Terminal.Error.WriteLine("Nobody can be asked here: say --yes to enrol, or --dry-run to see only what would change.");
            return ExitCodes.Usage;
        }

        _context.Terminal.Error.Write("Enrol? [y/N] ");
        var answer = await _context.Terminal.Input.ReadLineAsync(cancellationToken);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes" ? null : ExitCodes.Failed;
    }

    private async Task<int> EnrolAsync(ParseResult parsed, IKubernetesApi api, EnrolmentProposal proposal, CancellationToken cancellationToken)
    {
        var outcomes = await new EnrolServices(api, _context.Time, _cluster.PatienceOf(parsed)).ExecuteAsync(proposal, new ClusterProgress(_context.Terminal), cancellationToken);
        return outcomes.IsSuccess
            ? EnrolmentOutcome.Print(_context, parsed, EnrolmentText.Report(proposal, outcomes.Value), outcomes.Value)
            : _context.Print(parsed, outcomes.Failure);
    }

    private static void CheckProtocols(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => ParseProtocol(token.Value) is null))
        {
            result.AddError($"'{token.Value}' is no protocol of a port; write it as 8080=http, 8080=h2c or 8080=tcp.");
        }
    }

    private static (int Port, ServiceProtocol Protocol)? ParseProtocol(string text) =>
        text.Split('=') is [var port, var name]
        && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
        && name.All(char.IsAsciiLetterOrDigit) && !char.IsAsciiDigit(name.FirstOrDefault('0')) && Enum.TryParse<ServiceProtocol>(name, ignoreCase: true, out var protocol)
            ? (number, protocol)
            : null;
}
