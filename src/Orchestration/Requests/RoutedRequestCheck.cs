using System.Text;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>What may be sent: only a path on a service, no header that would change the routing or the framing.</summary>
internal static class RoutedRequestCheck
{
    public const int MaxBodyBytes = 1024 * 1024;
    private const int MaxPathLength = 8192;
    private const int MaxHeaders = 64;
    private const int MaxHeaderLength = 8192;

    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromMinutes(10);
    private static readonly HashSet<string> s_methods = new(StringComparer.Ordinal) { "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE" };
    private static readonly HashSet<string> s_safeMethods = new(StringComparer.Ordinal) { "GET", "HEAD", "OPTIONS" };
    private static readonly HashSet<string> s_refusedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length", "expect",
        "proxy-authorization", "proxy-authenticate", "proxy-connection", "traceparent", "tracestate", "baggage",
    };

    public static bool IsSafe(string method) => s_safeMethods.Contains(method);

    /// <summary>Returns every problem at once, or null.</summary>
    public static SandboxFailure? Check(RoutedRequest request)
    {
        var problems = new List<(string Code, string Text)>();
        if (!s_methods.Contains(request.Method))
        {
            problems.Add((FailureCodes.InvalidArguments, $"The method '{NameFailures.Quote(request.Method)}' is not one of {string.Join(", ", s_methods)}."));
        }

        if (PathProblem(request.Path) is { } path)
        {
            problems.Add((FailureCodes.InvalidPath, $"The path '{NameFailures.Quote(request.Path)}' {path}."));
        }

        if (request.MaxBodyBytes is < 0 or > MaxBodyBytes)
        {
            problems.Add((FailureCodes.InvalidArguments, $"Of the body, 0 to {MaxBodyBytes} bytes can be returned, not {request.MaxBodyBytes}."));
        }

        if (request.Timeout <= TimeSpan.Zero || request.Timeout > s_longestTimeout)
        {
            problems.Add((FailureCodes.InvalidArguments, $"The limit of {request.Timeout} is not between 0 and {s_longestTimeout.TotalSeconds:0} s."));
        }

        problems.AddRange(HeaderProblems(request.Headers).Select(text => (FailureCodes.InvalidHeader, text)));
        if (request.Body is { } body && (body.Length > MaxBodyBytes || Encoding.UTF8.GetByteCount(body) > MaxBodyBytes))
        {
            problems.Add((FailureCodes.BodyTooLarge, $"The body is larger than {MaxBodyBytes} bytes."));
        }

        if (request is { CompareWithBaseline: true, Mutates: false } && !IsSafe(request.Method))
        {
            problems.Add((FailureCodes.WouldMutate, $"Comparing a {request.Method} would also send it to the shared baseline."));
        }

        return problems.Count == 0 ? null : new SandboxFailure
        {
            Code = problems[0].Code,
            Category = FailureCategory.User,
            Message = string.Join(" ", problems.Select(problem => problem.Text)),
            Hint = HintFor(problems[0].Code),
        };
    }

    private static string HintFor(string code) => code switch
    {
        FailureCodes.InvalidPath => "Give the service by name and the path from its root, such as '/api/items?page=2'.",
        FailureCodes.InvalidHeader => "Leave the header out; key, trace and framing are set for you.",
        FailureCodes.BodyTooLarge => "Send a smaller body; large uploads are better sent by a test of your own.",
        FailureCodes.WouldMutate => "Leave compare_with_baseline out, or pass mutates: true when the baseline may be changed.",
        _ => "Correct the arguments and call again.",
    };

    private static string? PathProblem(string path)
    {
        var decoded = path.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace("%5c", "\\", StringComparison.OrdinalIgnoreCase);
        var beforeQuery = decoded.Split('?')[0];
        return path switch
        {
            _ when path.Contains("://", StringComparison.Ordinal) && !path.StartsWith('/') => "is a URL, not a path",
            _ when !path.StartsWith('/') => "does not begin with '/'",
            _ when path.StartsWith("//", StringComparison.Ordinal) => "begins with '//', which names another host",
            _ when path.Length > MaxPathLength => $"is longer than {MaxPathLength} characters",
            _ when path.Any(c => c <= ' ' || c >= (char)127) => "has a space, control or non-ASCII character; percent-encode it",
            _ when path.Contains('#', StringComparison.Ordinal) => "has a fragment",
            _ when beforeQuery.Contains("%00", StringComparison.Ordinal) => "has a NUL, which no server takes",
            _ when beforeQuery.Contains('\\', StringComparison.Ordinal) => "has a backslash",
            _ when beforeQuery.Split('/').Any(segment => segment is ".." or ".") => "has a '.' or '..' segment",
            _ => null,
        };
    }

    private static IEnumerable<string> HeaderProblems(IReadOnlyDictionary<string, string> headers)
    {
        if (headers.Count > MaxHeaders)
        {
            yield return $"There are {headers.Count} headers; at most {MaxHeaders} are sent.";
        }

        foreach (var (name, value) in headers)
        {
            if (name.Length is 0 or > 128 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
            {
                yield return $"'{NameFailures.Quote(name)}' is not a header name.";
            }
            else if (s_refusedHeaders.Contains(name) || name.StartsWith("x-sandbox", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"The header '{name}' may not be set.";
            }
            else if (value is null || value.Length > MaxHeaderLength || value.Any(c => c is < ' ' and not '\t' or >= (char)127))
            {
                yield return $"The value of header '{name}' is missing, too long or has control or non-ASCII characters.";
            }
        }
    }
}
