using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>What the fixture asks of the user or of the client.</summary>
internal static class InputRequests
{
    public static InputRequest Elicit(string message, string property, string type = "string") => InputRequest.ForElicitation(new ElicitRequestParams
    {
        Message = message,
        RequestedSchema = JsonSerializer.Deserialize<ElicitRequestParams.RequestSchema>(
            $$$"""{"type":"object","properties":{"{{{property}}}":{"type":"{{{type}}}"}},"required":["{{{property}}}"]}""", McpJsonUtilities.DefaultOptions),
    });

    public static InputRequest Sample(string question, int maxTokens) => InputRequest.ForSampling(new CreateMessageRequestParams
    {
        Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = question }] }],
        MaxTokens = maxTokens,
    });

    public static InputRequest Roots() => InputRequest.ForRootsList(new ListRootsRequestParams());

    /// <summary>An accepted answer's property, or null when the answer is absent, declined or of another shape.</summary>
    public static string? Elicited(RequestParams? request, string key, string property)
    {
        return Response(request, key, InputResponse.ElicitResultJsonTypeInfo) is { Action: "accept", Content: { } content } && content.TryGetValue(property, out var value)
            ? value.ToString()
            : null;
    }

    public static string? Sampled(RequestParams? request, string key) =>
        Response(request, key, InputResponse.CreateMessageResultJsonTypeInfo)?.Content?.OfType<TextContentBlock>().FirstOrDefault()?.Text;

    public static string? Listed(RequestParams? request, string key) =>
        Response(request, key, InputResponse.ListRootsResultJsonTypeInfo)?.Roots is { } roots ? string.Join(", ", roots.Select(r => r.Uri)) : null;

    private static T? Response<T>(RequestParams? request, string key, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return request?.InputResponses?.TryGetValue(key, out var response) == true ? response.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
