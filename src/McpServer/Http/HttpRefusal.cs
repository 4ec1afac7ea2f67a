using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;

namespace AgentSandbox.McpServer.Http;

/// <summary>A request that is answered by the endpoint itself: an HTTP status and a JSON-RPC error.</summary>
internal sealed record HttpRefusal(int Status, int Code, string Message)
{
    /// <summary>The code of transport errors for which the protocol has none of its own.</summary>
    private const int ServerError = -32000;

    private const int SessionNotFound = -32001;

    public JsonObject? Data { get; init; }

    public static HttpRefusal Transport(int status, string message) => new(status, ServerError, message);

    public static HttpRefusal UnknownSession() => new(
        StatusCodes.Status404NotFound, SessionNotFound, "Session not found: it was ended, was idle for too long, or the server restarted. Initialize a new one.");

    public static HttpRefusal Protocol(int status, McpErrorCode code, string message) => new(status, (int)code, message);

    public static HttpRefusal HeaderMismatch(string message) =>
        Protocol(StatusCodes.Status400BadRequest, McpErrorCode.HeaderMismatch, message);

    public Task WriteAsync(HttpContext context, JsonNode? id = null)
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Data is not null)
        {
            error["data"] = Data.DeepClone();
        }

        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["error"] = error };
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
