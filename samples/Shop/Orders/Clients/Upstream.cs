using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Orders.Clients;

/// <summary>Registers and calls the services that this one needs. Each service keeps its own copy, so that each builds alone.</summary>
public static class Upstream
{
    /// <summary>Adds a typed client whose base address comes from an environment variable.</summary>
    public static void AddUpstream<TClient>(this WebApplicationBuilder builder, string variable)
        where TClient : class
    {
        var value = builder.Configuration[variable];
        if (!Uri.TryCreate(value?.TrimEnd('/') + "/", UriKind.Absolute, out var address))
        {
            throw new InvalidOperationException(
                $"{variable} is '{value}'. Set it to the address of the service, for example http://127.0.0.1:5001.");
        }

        builder.Services.AddHttpClient<TClient>(client => client.BaseAddress = address);
    }

    /// <summary>Reads a successful answer; everything else becomes an <see cref="UpstreamException"/> that names the service.</summary>
    public static async Task<T> ReadAsync<T>(this Task<HttpResponseMessage> call, string service, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await call;
            if (response.IsSuccessStatusCode)
            {
                var value = await response.Content.ReadFromJsonAsync<T>(cancellationToken);
                return value ?? throw new JsonException("The body is null.");
            }

            throw new UpstreamException(service, await ReadProblemAsync(service, response, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new UpstreamException(service, Problem(StatusCodes.Status502BadGateway, $"The {service} service gave no usable answer: {e.Message}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(service, Problem(StatusCodes.Status504GatewayTimeout, $"The {service} service did not answer in time."));
        }
    }

    private static async Task<ProblemDetails> ReadProblemAsync(string service, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await response.Content.ReadFromJsonAsync<ProblemDetails>(cancellationToken)
            : null;
        problem ??= Problem(status, $"The {service} service answered {status}.");

        // What the caller did wrong stays the caller's; what broke further down is a bad gateway here.
        problem.Status = status is (>= 400 and < 500) or 503 ? status : StatusCodes.Status502BadGateway;
        return problem;
    }

    private static ProblemDetails Problem(int status, string detail) =>
        new() { Status = status, Title = "A service that this one needs failed.", Detail = detail };
}
