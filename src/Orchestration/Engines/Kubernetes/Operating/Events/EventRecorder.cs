using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;

/// <summary>Writes events one after the other, beside the work: nobody waits for one, and one that the cluster does not take is lost.</summary>
internal sealed partial class EventRecorder(IKubernetesApi api, string @namespace, string instance, TimeProvider time, ILogger logger)
{
    private const int MaxWaiting = 2048;
    private const int MaxMessage = 1000; // the API server takes 1024

    private readonly Channel<ObjectEvent> _waiting = Channel.CreateBounded<ObjectEvent>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly EventMemory _memory = new(time);

    public void Record(ObjectEvent happened) => _waiting.Writer.TryWrite(happened);

    /// <summary>Writes until the token fires.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var happened in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            var message = FailureResource.Cut(happened.Message.Trim(), MaxMessage);
            var written = await WriteAsync(happened, message, cancellationToken);
            if (!written.IsSuccess)
            {
                LogLost(happened.Reason, happened.About.Describe(), written.Failure.Message);
            }
        }
    }

    private async Task<Result<JsonObject>> WriteAsync(ObjectEvent happened, string message, CancellationToken cancellationToken)
    {
        var uid = happened.About.Uid();
        if (_memory.Find(uid, happened.Reason, message) is { } there)
        {
            var counted = await api.PatchAsync(ResourceKinds.Events, @namespace, there.Name, Again(there.Count + 1), cancellationToken);
            if (counted.IsSuccess || counted.Failure.Code != FailureCodes.ObjectNotFound)
            {
                _memory.Note(uid, happened.Reason, message, there with { Count = there.Count + 1, At = time.GetTimestamp() });
                return counted;
            }

            _memory.Forget(uid, happened.Reason, message); // events end by themselves
        }

        if (!_memory.Take(uid))
        {
            return new JsonObject(); // the object has had more than anybody reads
        }

        var item = New(happened, message);
        var created = await api.CreateAsync(ResourceKinds.Events, item, cancellationToken);
        if (created.IsSuccess)
        {
            _memory.Note(uid, happened.Reason, message, new EventMemory.Written(item.Name(), 1, time.GetTimestamp()));
        }

        return created;
    }

    private ObjectPatch Again(int count) => new(PatchKind.Merge, new JsonObject { ["count"] = count, ["lastTimestamp"] = Now() });

    private JsonObject New(ObjectEvent happened, string message)
    {
        var about = happened.About;
        var now = Now();
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = $"{about.Name()}.{Guid.NewGuid().ToString("N")[..16]}", ["namespace"] = @namespace },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = about.TextAt("apiVersion"),
                ["kind"] = about.Kind(),
                ["name"] = about.Name(),
                ["namespace"] = @namespace,
                ["uid"] = about.Uid(),
                ["resourceVersion"] = about.TextAt("metadata", "resourceVersion"),
            },
            ["type"] = happened.Kind.ToString(),
            ["reason"] = happened.Reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = "agent-sandbox" },
            ["reportingComponent"] = $"{KnownNames.Group}/operator",
            ["reportingInstance"] = instance,
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
        };
    }

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [LoggerMessage(EventId = 6131, Level = LogLevel.Debug, Message = "The event {Reason} of {Object} could not be written: {Why}")]
    private partial void LogLost(string reason, string @object, string why);
}
