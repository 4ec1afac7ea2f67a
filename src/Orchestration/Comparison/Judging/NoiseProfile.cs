using System.Text.Json;
using AgentSandbox.Orchestration.Comparison.Json;
using AgentSandbox.Orchestration.Comparison.Texts;

namespace AgentSandbox.Orchestration.Comparison.Judging;

/// <summary>What varies between answers of one and the same program. It says nothing about types, and never excuses what was always there.</summary>
internal sealed class NoiseProfile
{
    private readonly Dictionary<string, NoiseAspect> _aspects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lines = new(StringComparer.Ordinal);

    public IEnumerable<string> Paths => _aspects.Keys.Order(StringComparer.Ordinal);

    public static NoiseProfile Learn(IReadOnlyList<ComparedResponse> samples, Shape known, IReadOnlyList<string> headers, bool ignoreOrder)
    {
        var profile = new NoiseProfile();
        var differ = new ResponseDiffer(known, headers, ignoreOrder, profile.Add);
        for (var i = 0; i + 1 < samples.Count; i++)
        {
            differ.Compare(samples[i], samples[i + 1]);
            differ.Compare(samples[i + 1], samples[i]);
        }

        return profile;
    }

    /// <summary>True when what was found varies by itself.</summary>
    public bool Covers(Finding finding) => IsLine(finding)
        ? MasksOf(finding).All(_lines.Contains)
        : (_aspects.GetValueOrDefault(KeyOf(finding)) & AspectOf(finding.Kind)) != 0;

    private void Add(Finding finding)
    {
        if (IsLine(finding))
        {
            _lines.UnionWith(MasksOf(finding));
        }
        else
        {
            _aspects[KeyOf(finding)] = _aspects.GetValueOrDefault(KeyOf(finding)) | AspectOf(finding.Kind);
        }
    }

    private static bool IsLine(Finding finding) => finding.Kind is FindingKind.LineChanged or FindingKind.LineAdded or FindingKind.LineRemoved;

    private static IEnumerable<string> MasksOf(Finding finding) => new[] { finding.Left, finding.Right }.OfType<JsonElement>().Select(line => TextDiffer.Mask(line.GetString()!)); // Lines are texts.

    /// <summary>What elements come and go is a property of their list.</summary>
    private static string KeyOf(Finding finding) => AspectOf(finding.Kind) == NoiseAspect.Elements && finding.Kind != FindingKind.ListEmptied
        ? finding.Path.Parent!.General // An element always stands in a list.
        : finding.Path.General;

    private static NoiseAspect AspectOf(FindingKind kind) => kind switch
    {
        FindingKind.MemberAdded or FindingKind.MemberRemoved or FindingKind.HeaderAdded or FindingKind.HeaderRemoved
            or FindingKind.BodyAdded or FindingKind.BodyRemoved => NoiseAspect.Presence,
        FindingKind.ElementAdded or FindingKind.ElementRemoved or FindingKind.ListEmptied => NoiseAspect.Elements,
        FindingKind.OrderChanged => NoiseAspect.Order,
        _ => NoiseAspect.Value,
    };
}
