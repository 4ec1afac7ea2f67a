using System.Security.Cryptography;
using System.Text;
using AgentSandbox.Orchestration.Configuration.Differences;
using AgentSandbox.Orchestration.Snapshots;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>One text for the files and the settings of services that a baseline runs, so that two runs of a plan can be told apart by what they met.</summary>
internal static class BaselineDigest
{
    /// <summary>Returns the digest; null when the files of a working directory cannot be read.</summary>
    public static async Task<string?> OfAsync(LocalTrunk trunk, ISnapshotter snapshots, CancellationToken cancellationToken)
    {
        var files = trunk.Commit;
        if (files is null)
        {
            var include = trunk.Configuration.Services.Values.SelectMany(service => service.Include).Distinct(StringComparer.Ordinal).ToList();
            var hash = await snapshots.ComputeHashAsync(trunk.Directory, include, cancellationToken);
            if (!hash.Succeeded)
            {
                return null;
            }

            files = hash.Value;
        }

        // A commit does not name the settings: they may come from the working tree, and ${env:…} from outside.
        var text = new StringBuilder(files).Append('\n');
        foreach (var service in trunk.Configuration.Services.Values.OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            foreach (var (field, value) in FieldTable.Of(service))
            {
                text.Append(service.Name).Append('\0').Append(field).Append('\0').Append(value.Text).Append('\n');
            }
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
