using System.Text.Json;
using AgentSandbox.Orchestration.Comparison.Json;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Comparison.Judging;

/// <summary>Decides what a finding means to a reader. The table of its rules stands in <c>docs/reference/comparison.md</c>.</summary>
/// <param name="known">What the baseline's readers could rely on.</param>
/// <param name="sandbox">The same of the sandbox's answer.</param>
/// <param name="noise">What varies by itself.</param>
internal sealed class Classifier(Shape known, Shape sandbox, NoiseProfile noise)
{
    // Lists that are this long in every sample do not become empty by chance.
    private const int SurelyNotEmpty = 3;

    public Judgement Judge(Finding finding) => finding.Kind switch
    {
        FindingKind.StatusChanged => Status(finding),
        FindingKind.MediaTypeChanged => ContentType(finding),
        FindingKind.MediaParametersChanged => Judgement.Changed("parameters of the content type"),
        FindingKind.HeaderRemoved => noise.Covers(finding) ? Judgement.Noise("header comes and goes") : Judgement.Breaking("header removed"),
        FindingKind.HeaderAdded => noise.Covers(finding) ? Judgement.Noise("header comes and goes") : Judgement.Additive("new header"),
        FindingKind.BodyRemoved => noise.Covers(finding) ? Judgement.Noise("body comes and goes") : Judgement.Breaking("body removed"),
        FindingKind.BodyAdded => noise.Covers(finding) ? Judgement.Noise("body comes and goes") : Judgement.Additive("new body"),
        FindingKind.BodyKindChanged => IsRedacted(finding) ? Judgement.Noise("recorded without its secrets") : Judgement.Breaking("another kind of body"),
        FindingKind.MemberRemoved => MemberRemoved(finding),
        FindingKind.MemberAdded => noise.Covers(finding) ? Judgement.Noise("field comes and goes") : Judgement.Additive("new field"),
        FindingKind.TypeChanged => TypeChanged(finding),
        FindingKind.FormatLost => Judgement.Breaking("format lost"),
        FindingKind.ElementRemoved => ElementRemoved(finding),
        FindingKind.ElementAdded => noise.Covers(finding) ? Judgement.Noise("elements vary") : Judgement.Additive("new element"),
        FindingKind.ListEmptied => ListEmptied(finding),
        FindingKind.OrderChanged => noise.Covers(finding) ? Judgement.Noise("order varies") : Judgement.Changed("order"),
        FindingKind.ValueChanged => ValueChanged(finding),
        _ => noise.Covers(finding) ? Judgement.Noise("varies by itself") : Judgement.Changed("value"),
    };

    private static Judgement Status(Finding finding) => (finding.Left?.GetInt32(), finding.Right?.GetInt32()) switch
    {
        (405 or 501, >= 200 and < 300) => Judgement.Additive("method is answered now"),
        var (before, after) when before / 100 == after / 100 => Judgement.Breaking("another status of the same class"),
        _ => Judgement.Breaking("status"),
    };

    private static Judgement ContentType(Finding finding)
    {
        var (before, after) = (MediaType.Of(finding.Left?.GetString()), MediaType.Of(finding.Right?.GetString()));
        return finding.Left is null ? Judgement.Additive("new content type")
            : before.IsNarrowedBy(after) ? Judgement.Changed("more specific content type")
            : Judgement.Breaking("content type");
    }

    private Judgement MemberRemoved(Finding finding)
    {
        if (finding.Path.IsMapEntry)
        {
            return noise.Covers(finding) ? Judgement.Noise("entries vary") : Judgement.Changed("entry removed");
        }

        if (known.IsAlwaysThere(finding.Path))
        {
            return Judgement.Breaking("field removed");
        }

        return noise.Covers(finding) ? Judgement.Noise("field comes and goes")
            : sandbox.Find(finding.Path) is null ? Judgement.Breaking("field removed")
            : Judgement.Changed("optional field absent");
    }

    private Judgement TypeChanged(Finding finding)
    {
        var type = finding.Right is { } right ? JsonValues.TypeOf(right) : JsonTypes.None;
        if (known.Find(finding.Path) is { } entry && !entry.Accepts(type))
        {
            return IsRedacted(finding) ? Judgement.Noise("recorded without its secrets")
                : type == JsonTypes.Null ? Judgement.Breaking("null where a value was")
                : type == JsonTypes.Number && (entry.Types & JsonTypes.Integer) != 0 ? Judgement.Breaking("fraction where integers were")
                : Judgement.Breaking("type changed");
        }

        return noise.Covers(finding) ? Judgement.Noise("type varies") : Judgement.Changed("another type that was seen here");
    }

    private Judgement ValueChanged(Finding finding)
    {
        if (IsRespelled(finding))
        {
            return Judgement.Breaking("constant spelled differently");
        }

        if (noise.Covers(finding) || IsRedacted(finding))
        {
            return Judgement.Noise("varies by itself");
        }

        return finding is { Left.ValueKind: JsonValueKind.String, Right.ValueKind: JsonValueKind.String }
            && known.Find(finding.Path) is { } entry
            && entry.IsChoice(TextForms.NamesChoice(finding.Path.Name))
            && !entry.Texts.Contains(TextOf(finding.Right))
            ? Judgement.Breaking("constant that nobody knows")
            : Judgement.Changed("value");
    }

    /// <summary>A constant in another spelling, or prose where constants were. Which of the constants it is may vary; how they are written does not.</summary>
    private bool IsRespelled(Finding finding)
    {
        if (finding is not { Left.ValueKind: JsonValueKind.String, Right.ValueKind: JsonValueKind.String }
            || !TextForms.NamesChoice(finding.Path.Name)
            || known.Find(finding.Path) is not { AreConstants: true } entry)
        {
            return false;
        }

        var after = TextOf(finding.Right);
        return !entry.Texts.Contains(after) && (!TextForms.IsConstant(after) || entry.Texts.Any(text => TextForms.IsRespelled(text, after)));
    }

    private Judgement ElementRemoved(Finding finding)
    {
        if (noise.Covers(finding))
        {
            return Judgement.Noise("elements vary");
        }

        // A constant that no list of this place has any more is one that readers may be waiting for.
        return finding.Left is { ValueKind: JsonValueKind.String } constant
            && known.Find(finding.Path) is { AreConstants: true }
            && sandbox.Find(finding.Path)?.Texts.Contains(constant.GetString()!) != true // The kind was tested.
            ? Judgement.Breaking("constant removed from the list")
            : Judgement.Changed("element removed");
    }

    private Judgement ListEmptied(Finding finding)
    {
        var fewest = known.Find(finding.Path)?.FewestElements ?? 0;
        return noise.Covers(finding) && fewest < SurelyNotEmpty ? Judgement.Noise("elements vary")
            : fewest == 0 ? Judgement.Changed("list is empty, as others were")
            : Judgement.Breaking("list became empty");
    }

    /// <summary>A recording holds no secrets; that the live answer has them is no difference.</summary>
    private static bool IsRedacted(Finding finding) =>
        finding.Left is { ValueKind: JsonValueKind.String } left && left.GetString()!.Contains(Redactor.Replacement, StringComparison.Ordinal); // The kind was tested.

    private static string TextOf(JsonElement? text) => text?.GetString() ?? string.Empty;
}
