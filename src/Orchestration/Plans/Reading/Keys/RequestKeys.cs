using AgentSandbox.Orchestration.Configuration.Keys;

namespace AgentSandbox.Orchestration.Plans.Reading.Keys;

/// <summary>The keys that say what is sent; shared by all kinds of steps that send something.</summary>
internal static class RequestKeys
{
    public static IReadOnlyList<KeyDefinition> All { get; } =
    [
        new("service", PlanScalars.Service, "The service that is asked first.") { IsRequired = true, OtherNames = ["host", "target"] },
        new("path", PlanScalars.RequestPath, "The path with its query.") { IsRequired = true, OtherNames = ["url", "uri", "endpoint"] },
        new("method", PlanScalars.Method, "The method.") { Default = "GET", OtherNames = ["verb"] },
        new("headers", new MapShape(PlanScalars.HeaderName, PlanScalars.Text) { MaxEntries = 64 }, "Extra headers; key, trace and framing are set for you."),
        new("body", AnyShape.Instance, "The body: a text, or a mapping or list that is sent as JSON.") { OtherNames = ["json", "data", "payload"] },
    ];

    /// <summary>For steps that must not change state by themselves.</summary>
    public static KeyDefinition Mutates(string description) => new("mutates", Scalars.Boolean, description) { Default = "false" };
}
