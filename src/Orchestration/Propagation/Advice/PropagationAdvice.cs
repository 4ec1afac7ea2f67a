using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation.Advice;

/// <summary>What to change in a service that loses the key, by what it is written in and what still arrives.</summary>
internal static class PropagationAdvice
{
    private const string Fork = "Then deploy_fork it in the sandbox and check again.";

    /// <summary>One or two sentences.</summary>
    /// <param name="service">The service that loses it.</param>
    /// <param name="stack">What it is written in; null when that is not known.</param>
    /// <param name="arrived">What it still passes on.</param>
    public static string For(string service, ServiceStack? stack, HopCarriers arrived)
    {
        if (stack is null)
        {
            return $"{service}: copy the incoming 'baggage' header to every request that it sends, or use OpenTelemetry with OTEL_PROPAGATORS=tracecontext,baggage. {Fork}";
        }

        var what = $"{service} ({Name(stack)}, by {stack.Evidence})";
        return $"{what}: {Change(stack, arrived.HasFlag(HopCarriers.Traceparent))} {Fork}";
    }

    private static string Name(ServiceStack stack)
    {
        var language = stack.Language switch { ServiceLanguage.DotNet => ".NET", ServiceLanguage.Node => "Node", var other => other.ToString() };
        return stack.Framework is null ? language : $"{language}, {stack.Framework}";
    }

    private static string Change(ServiceStack stack, bool traceArrives) => stack switch
    {
        { Language: ServiceLanguage.DotNet, Suspects: [var suspect, ..] } => $"look at {suspect}: it can keep HttpClient from passing on anything; take it out.",
        { Language: ServiceLanguage.DotNet, IsOldDotNet: true } => "before .NET 10, HttpClient sends baggage under another name (Correlation-Context): target net10.0, or pass it on with services.AddHeaderPropagation(o => o.Headers.Add(\"baggage\")) and AddHttpClient(…).AddHeaderPropagation().",
        { Language: ServiceLanguage.DotNet } when traceArrives => "its trace goes on without baggage: use DistributedContextPropagator.CreateW3CPropagator(), or with OpenTelemetry OTEL_PROPAGATORS=tracecontext,baggage; do not set traceparent by hand.",
        { Language: ServiceLanguage.DotNet } => "HttpClient passes baggage on by itself unless DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION=0 is set (look at env), logging is off altogether (no Activity is started), or the call is made outside of the request (queue, timer).",
        { HasOpenTelemetry: true } => "it has OpenTelemetry: set OTEL_PROPAGATORS=tracecontext,baggage, and load the instrumentation of its HTTP client before the client.",
        { Language: ServiceLanguage.Node } => "Node passes on nothing by itself: npm install @opentelemetry/auto-instrumentations-node, start with node --require @opentelemetry/auto-instrumentations-node/register and OTEL_PROPAGATORS=tracecontext,baggage; or copy req.headers.baggage to the headers of each fetch (AsyncLocalStorage carries it there).",
        { Language: ServiceLanguage.Python } => "Python passes on nothing by itself: pip install opentelemetry-distro opentelemetry-exporter-otlp, opentelemetry-bootstrap -a install, start with opentelemetry-instrument and OTEL_PROPAGATORS=tracecontext,baggage; or copy request.headers['baggage'] to each outgoing request.",
        { Language: ServiceLanguage.Go } => "Go passes on nothing by itself: otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})), wrap handler and client with otelhttp, and give each outgoing request the context of the incoming one.",
        { Language: ServiceLanguage.Java, Framework: "spring-boot" } => "Spring Boot: micrometer-tracing-bridge-otel with management.tracing.baggage.remote-fields=sandbox,sandbox-request, and clients built from RestClient.Builder or WebClient.Builder; or the OpenTelemetry Java agent with OTEL_PROPAGATORS=tracecontext,baggage.",
        { Language: ServiceLanguage.Java } => "start it with -javaagent:opentelemetry-javaagent.jar and OTEL_PROPAGATORS=tracecontext,baggage; or copy the incoming baggage header to each outgoing request.",
        { Language: ServiceLanguage.Ruby } => "gem opentelemetry-instrumentation-all with OTEL_PROPAGATORS=tracecontext,baggage; or copy the incoming baggage header to each outgoing request.",
        _ => "copy the incoming baggage header to each outgoing request, or use OpenTelemetry with OTEL_PROPAGATORS=tracecontext,baggage.",
    };
}
