using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Names of a fork's objects.</summary>
internal static class ForkNames
{
    /// <summary>Pods get a hyphen, a hash of ten, a hyphen and five more; their host name must still fit 63.</summary>
    private const int MaxLength = 46;
    private const int HashLength = 8;

    /// <summary>The name of a revision's Deployment: readable, and with a hash that no object of the baseline has.</summary>
    /// <remarks>The uid is in the hash, so that a sandbox that is created again under its old name meets nothing of the earlier one.</remarks>
    public static string Of(string sandbox, string sandboxUid, string service, int revision)
    {
        var suffix = $"-r{revision}-{ObjectHash.OfText($"{sandboxUid}/{sandbox}/{service}/{revision}")[..HashLength]}";
        var room = MaxLength - suffix.Length - 1;
        var half = room / 2;
        var (left, right) = (service.Length, sandbox.Length) switch
        {
            var (a, b) when a + b <= room => (a, b),
            var (a, _) when a <= half => (a, room - a),
            var (_, b) when b <= half => (room - b, b),
            _ => (half, half),
        };
        return $"{Cut(service, left)}-{Cut(sandbox, right)}{suffix}";
    }

    /// <summary>The name of a claim that stands in for a claim template.</summary>
    public static string OfClaim(string deployment, string template)
    {
        var name = $"{template}-{deployment}";
        return name.Length <= 63 ? name : $"{Cut(template, 63 - deployment.Length - 10)}-{ObjectHash.OfText(template)[..HashLength]}-{deployment}".TrimStart('-');
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..Math.Max(length, 1)].TrimEnd('-', '.');
}
