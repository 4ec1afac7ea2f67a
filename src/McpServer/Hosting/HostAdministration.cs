using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>What the command line asks of a running host beside MCP. All but the sign of life needs the token.</summary>
internal sealed class HostAdministration(string token, Func<HostStatus> status, Action stop, IHostWork work)
{
    public void Map(WebApplication application)
    {
        application.MapMethods(HostPaths.Health, ["GET"], (RequestDelegate)(context => context.Response.WriteAsync("ok\n")));
        MapOwn(application, HostPaths.Status, "GET", _ => Task.FromResult<Result<HostStatus>>(status()), HostJson.Default.HostStatus);
        application.MapMethods(HostPaths.Stop, ["POST"], (RequestDelegate)StopAsync);
        MapOwn(application, HostPaths.BaselineUpdate, "POST", work.UpdateBaselineAsync, HostJson.Default.BaselineInfo);
        MapOwn(application, HostPaths.BaselineStop, "POST", work.StopBaselineAsync, HostJson.Default.BaselineInfo);
        MapOwn(application, HostPaths.Sweep, "POST", work.SweepAsync, HostJson.Default.StringArray);
    }

    private Task StopAsync(HttpContext context)
    {
        if (IsOurs(context.Request))
        {
            // Not before the answer is out: the end of the host closes the connection.
            context.Response.OnCompleted(() =>
            {
                stop();
                return Task.CompletedTask;
            });
        }

        return AnswerAsync(context, _ => Task.FromResult<Result<HostStatus>>(status()), HostJson.Default.HostStatus);
    }

    private void MapOwn<T>(
        WebApplication application, string path, string method, Func<CancellationToken, Task<Result<T>>> answer, JsonTypeInfo<T> type)
    {
        application.MapMethods(path, [method], (RequestDelegate)(context => AnswerAsync(context, answer, type)));
    }

    private async Task AnswerAsync<T>(HttpContext context, Func<CancellationToken, Task<Result<T>>> answer, JsonTypeInfo<T> type)
    {
        if (!IsOurs(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var result = await answer(context.RequestAborted);
        context.Response.ContentType = "application/json";
        if (result.IsSuccess)
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, result.Value, type, context.RequestAborted);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await JsonSerializer.SerializeAsync(context.Response.Body, result.Failure, HostJson.Default.SandboxFailure, context.RequestAborted);
    }

    // A page of a rebound DNS name has another host name; a script of any page has an origin.
    private bool IsOurs(HttpRequest request) =>
        request.Host.Host is "127.0.0.1" or "localhost"
        && request.Headers.Origin.Count == 0
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));
}
