using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>
/// Tells whether a bearer token is one of a router: the API server is asked, with that very token, whether its holder may
/// list the namespace's pods, as routers may. So the operator needs no right to review tokens.
/// </summary>
internal sealed class RouterTokens(IKubernetesApi api, TimeProvider time)
{
    private const int MaxKnown = 1024;
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(string Hash, string Namespace), (bool Answer, long At)> _known = new();

    public async Task<bool> AuthenticateAsync(string token, string @namespace, CancellationToken cancellationToken)
    {
        var key = (HopsHash.Of(token), @namespace);
        if (_known.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < s_kept)
        {
            return known.Answer;
        }

        using var asRouter = api.WithToken(token);
        var answer = await asRouter.MayAsync(new AccessQuestion("list", ResourceKinds.Pods, @namespace), cancellationToken);
        if (!answer.IsSuccess)
        {
            // The API server is away or does not know the token; a router that was known before goes on.
            return known.Answer && answer.Failure.Retryable;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        _known[key] = (answer.Value, time.GetTimestamp());
        return answer.Value;
    }
}
