using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>Tools that need input and end their call with a request for it; the client calls again with the answer.</summary>
internal static class InputRequiredTools
{
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);

    public static IEnumerable<McpServerTool> All =>
    [
        new FixtureTool("test_input_required_result_elicitation", AskForName),
        new FixtureTool("test_input_required_result_sampling", (context, _) => Task.FromResult(
            InputRequests.Sampled(context.Params, "capital_question") is { } answer ? FixtureTool.Text(answer)
            : throw Ask(("capital_question", InputRequests.Sample("What is the capital of France?", 100))))),
        new FixtureTool("test_input_required_result_list_roots", (context, _) => Task.FromResult(
            InputRequests.Listed(context.Params, "client_roots") is { } roots ? FixtureTool.Text($"Roots: {roots}")
            : throw Ask(("client_roots", InputRequests.Roots())))),
        new FixtureTool("test_input_required_result_request_state", (context, _) => Task.FromResult(Confirm(context, "state-ok"))),
        new FixtureTool("test_input_required_result_tampered_state", (context, _) => Task.FromResult(Confirm(context, "untampered"))),
        new FixtureTool("test_input_required_result_multiple_inputs", (context, _) => Task.FromResult(AskForAll(context))),
        new FixtureTool("test_input_required_result_multi_round", (context, _) => Task.FromResult(AskTwice(context))),
        new FixtureTool("test_input_required_result_capabilities", (context, _) => Task.FromResult(AskWhatIsDeclared(context))),
    ];

    public static Task<CallToolResult> AskForName(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        return Task.FromResult(InputRequests.Elicited(context.Params, "user_name", "name") is { } name
            ? FixtureTool.Text($"Hello, {name}!")
            : throw Ask(("user_name", InputRequests.Elicit("What is your name?", "name"))));
    }

    private static CallToolResult Confirm(RequestContext<CallToolRequestParams> context, string done)
    {
        if (context.Params?.RequestState is not { } state)
        {
            throw Ask(Sign("confirm"), ("confirm", InputRequests.Elicit("Please confirm", "ok", "boolean")));
        }

        Verify(state, "confirm");
        return FixtureTool.Text(done);
    }

    private static CallToolResult AskForAll(RequestContext<CallToolRequestParams> context)
    {
        var name = InputRequests.Elicited(context.Params, "user_name", "name");
        var greeting = InputRequests.Sampled(context.Params, "greeting");
        var roots = InputRequests.Listed(context.Params, "client_roots");
        if (name is null || greeting is null || roots is null || context.Params?.RequestState is not { } state)
        {
            throw Ask(
                Sign("all"),
                ("user_name", InputRequests.Elicit("What is your name?", "name")),
                ("greeting", InputRequests.Sample("Generate a greeting", 50)),
                ("client_roots", InputRequests.Roots()));
        }

        Verify(state, "all");
        return FixtureTool.Text($"{greeting} {name} ({roots})");
    }

    private static CallToolResult AskTwice(RequestContext<CallToolRequestParams> context)
    {
        if (context.Params?.RequestState is not { } state)
        {
            throw Ask(Sign("step1"), ("step1", InputRequests.Elicit("Step 1: What is your name?", "name")));
        }

        if (InputRequests.Elicited(context.Params, "step2", "color") is not { } color)
        {
            Verify(state, "step1");
            var name = InputRequests.Elicited(context.Params, "step1", "name") ?? "";
            throw Ask(Sign($"step2:{name}"), ("step2", InputRequests.Elicit("Step 2: What is your favorite color?", "color")));
        }

        return FixtureTool.Text($"{Verify(state, "step2:")["step2:".Length..]} likes {color}.");
    }

    private static CallToolResult AskWhatIsDeclared(RequestContext<CallToolRequestParams> context)
    {
        var requests = new List<(string, InputRequest)>();
        if (context.Server.ClientCapabilities?.Elicitation is not null)
        {
            requests.Add(("user_name", InputRequests.Elicit("What is your name?", "name")));
        }

        if (context.Server.ClientCapabilities?.Sampling is not null)
        {
            requests.Add(("greeting", InputRequests.Sample("Generate a greeting", 50)));
        }

        return requests.Count == 0 || context.Params?.InputResponses is { Count: > 0 } ? FixtureTool.Text("done") : throw Ask([.. requests]);
    }

    private static InputRequiredException Ask(params (string Key, InputRequest Request)[] requests) => Ask(null, requests);

    private static InputRequiredException Ask(string? state, params (string Key, InputRequest Request)[] requests) =>
        new(requests.ToDictionary(r => r.Key, r => r.Request), state);

    /// <summary>The client keeps the state, so it is signed.</summary>
    private static string Sign(string state) =>
        $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(state))}.{Convert.ToBase64String(HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(state)))}";

    private static string Verify(string signed, string expected)
    {
        try
        {
            var state = Encoding.UTF8.GetString(Convert.FromBase64String(signed.Split('.')[0]));
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(state)), Encoding.UTF8.GetBytes(signed))
                && state.StartsWith(expected, StringComparison.Ordinal))
            {
                return state;
            }
        }
        catch (FormatException)
        {
            // Not even base64: changed, like every other mismatch.
        }

        throw new McpProtocolException("The request state was changed.", McpErrorCode.InvalidParams);
    }
}
