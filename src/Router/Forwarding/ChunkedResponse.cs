using System.Globalization;
using System.Text;
using AgentSandbox.Router.Recording;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Frames an HTTP/1.1 response in chunks itself, so that trailers can follow it.</summary>
internal static class ChunkedResponse
{
    private const int BufferSize = 16 * 1024;

    private static readonly byte[] s_lineEnd = "\r\n"u8.ToArray();

    public static async Task CopyAsync(HttpResponseMessage source, HttpContext context, IdleTimer timer, BodyTap? tap)
    {
        await using var body = await source.Content.ReadAsStreamAsync(timer.Token);
        var output = context.Response.Body;
        context.Response.Headers.TransferEncoding = "chunked";
        await context.Response.StartAsync(timer.Token);
        await output.FlushAsync(timer.Token);
        var buffer = new byte[BufferSize];
        for (var read = await body.ReadAsync(buffer, timer.Token); read > 0; read = await body.ReadAsync(buffer, timer.Token))
        {
            timer.Restart();
            tap?.Write(buffer.AsSpan(0, read));
            var size = Encoding.ASCII.GetBytes(read.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await output.WriteAsync(size, timer.Token);
            await output.WriteAsync(buffer.AsMemory(0, read), timer.Token);
            await output.WriteAsync(s_lineEnd, timer.Token);
            await output.FlushAsync(timer.Token);
        }

        await output.WriteAsync(LastChunk(source), timer.Token);
        await context.Response.CompleteAsync();
    }

    private static byte[] LastChunk(HttpResponseMessage source)
    {
        var trailers = new HeaderDictionary();
        ResponseHead.CopyTrailers(source, trailers);
        var text = new StringBuilder("0\r\n");
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
            {
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }
}
