namespace AgentSandbox.TestService;

/// <summary>Answers as services give them that are broken, or hostile.</summary>
internal static class Misbehaviour
{
    private const int ChunkBytes = 64 * 1024;

    public static void MapMisbehaviour(this IEndpointRouteBuilder app)
    {
        app.MapGet("/stream/forever", ForeverAsync);
        app.MapGet("/stream/drip", DripAsync);
        app.MapGet("/bytes", BytesAsync);
        app.MapGet("/reset", ResetAsync);
        app.MapGet("/flaky", Flaky);
        app.MapGet("/hostile", () => Results.Content("""<script>document.title='ran'</script><img src=x onerror="document.title='ran'">""", "text/html"));
    }

    /// <summary>As fast as it is taken, without end.</summary>
    private static async Task ForeverAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        var chunk = Chunk();
        while (true)
        {
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        }
    }

    /// <summary>A byte now and then, without end.</summary>
    private static async Task DripAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        while (true)
        {
            await context.Response.WriteAsync(".", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(50, context.RequestAborted);
        }
    }

    private static async Task BytesAsync(HttpContext context, long count)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = count;
        var chunk = Chunk();
        for (var left = count; left > 0; left -= chunk.Length)
        {
            await context.Response.Body.WriteAsync(chunk.AsMemory(0, (int)Math.Min(left, chunk.Length)), context.RequestAborted);
        }
    }

    /// <summary>Breaks the connection, before the answer or after so many bytes of it.</summary>
    private static async Task ResetAsync(HttpContext context, int after = 0)
    {
        if (after > 0)
        {
            context.Response.ContentLength = after * 2;
            await context.Response.Body.WriteAsync(new byte[after]);
            await context.Response.Body.FlushAsync();
        }

        context.Abort();
    }

    /// <summary>Fails until the file is there, and leaves it.</summary>
    private static IResult Flaky(string file)
    {
        var isThere = File.Exists(file);
        File.WriteAllText(file, string.Empty);
        return isThere ? Results.Ok() : Results.StatusCode(503);
    }

    private static byte[] Chunk()
    {
        var chunk = new byte[ChunkBytes];
        Array.Fill(chunk, (byte)'x');
        return chunk;
    }
}
