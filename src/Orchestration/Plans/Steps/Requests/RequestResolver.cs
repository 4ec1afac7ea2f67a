using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>Fills the places of a request.</summary>
internal static class RequestResolver
{
    /// <summary>Returns the request, or every place that has no value.</summary>
    /// <param name="request">The request as the plan writes it.</param>
    /// <param name="services">Fills the places.</param>
    public static Result<StepRequest> Resolve(RequestTemplate request, IStepServices services)
    {
        var failures = new List<SandboxFailure>();
        var resolved = new StepRequest
        {
            Service = Fill(request.Service),
            Method = request.Method,
            Path = Fill(request.Path),
            Headers = request.Headers.ToDictionary(header => header.Key, header => Fill(header.Value), StringComparer.OrdinalIgnoreCase),
            Body = request.Body is { } body ? Fill(body) : null,
        };
        return failures.Count switch
        {
            0 => resolved,
            1 => failures[0],
            _ => failures[0] with { Message = string.Join(" ", failures.Select(failure => failure.Message).Distinct()) },
        };

        string Fill(PlanTemplate template)
        {
            var value = services.Resolve(template);
            if (!value.IsSuccess)
            {
                failures.Add(value.Failure);
            }

            return value.Value ?? "";
        }
    }
}
