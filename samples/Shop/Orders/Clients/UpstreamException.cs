using Microsoft.AspNetCore.Mvc;

namespace Shop.Orders.Clients;

/// <summary>A service that this one needs refused or failed.</summary>
public sealed class UpstreamException(string service, ProblemDetails problem) : Exception(problem.Detail ?? problem.Title)
{
    public string Service { get; } = service;

    public ProblemDetails Problem { get; } = problem;
}
