using AgentSandbox.Orchestration.Comparison.Json;
using AgentSandbox.Orchestration.Comparison.Paths;
using AgentSandbox.Orchestration.Comparison.Texts;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>Finds everything in which two responses differ.</summary>
internal sealed class ResponseDiffer(Shape known, IReadOnlyList<string> headers, bool ignoreOrder, Action<Finding> report)
{
    private const string ContentType = "content-type";

    public void Compare(ComparedResponse left, ComparedResponse right)
    {
        if (left.Status != right.Status)
        {
            report(new Finding(FindingKind.StatusChanged, DocumentPath.Root("status"), JsonValues.Of(left.Status), JsonValues.Of(right.Status)));
        }

        CompareHeaders(left, right);

        // A success and an error are different documents; comparing them member by member would bury the status.
        if (left.Status / 100 == right.Status / 100)
        {
            CompareContentType(left, right);
            CompareBodies(left, right);
        }
    }

    private void CompareHeaders(ComparedResponse left, ComparedResponse right)
    {
        foreach (var name in headers.Select(name => name.ToLowerInvariant()).Where(name => name != ContentType).Distinct())
        {
            var (before, after) = (left.Headers.GetValueOrDefault(name), right.Headers.GetValueOrDefault(name));
            if (before != after)
            {
                Report(before is null ? FindingKind.HeaderAdded : after is null ? FindingKind.HeaderRemoved : FindingKind.HeaderChanged, name, before, after);
            }
        }
    }

    private void CompareContentType(ComparedResponse left, ComparedResponse right)
    {
        var (before, after) = (left.Headers.GetValueOrDefault(ContentType), right.Headers.GetValueOrDefault(ContentType));
        var (old, changed) = (MediaType.Of(before), MediaType.Of(after));
        if (old.Name != changed.Name)
        {
            // Without a body there is nothing that a type could describe; losing the body is found by itself.
            Report(after is null && right.Kind == BodyKind.Empty ? FindingKind.MediaParametersChanged : FindingKind.MediaTypeChanged, ContentType, before, after);
        }
        else if (old.Parameters != changed.Parameters)
        {
            Report(FindingKind.MediaParametersChanged, ContentType, before, after);
        }
    }

    private void Report(FindingKind kind, string header, string? before, string? after) => report(new Finding(
        kind, DocumentPath.Root(DocumentPath.Headers).Member(header), before is null ? null : JsonValues.Of(before), after is null ? null : JsonValues.Of(after)));

    private void CompareBodies(ComparedResponse left, ComparedResponse right)
    {
        switch (left.Kind, right.Kind)
        {
            case (BodyKind.Partial, _) or (_, BodyKind.Partial) or (BodyKind.Empty, BodyKind.Empty):
                break;
            case (BodyKind.Json, BodyKind.Json):
                new JsonDiffer(known, ignoreOrder, report).Compare(left.Json, right.Json);
                break;
            case (BodyKind.Text, BodyKind.Text):
                TextDiffer.Compare(left.Text, right.Text, report);
                break;
            case (BodyKind.Binary, BodyKind.Binary):
                ReportBody(left.Digest == right.Digest ? null : FindingKind.BodyBytesChanged, left, right);
                break;
            case (_, BodyKind.Empty):
                ReportBody(FindingKind.BodyRemoved, left, right);
                break;
            case (BodyKind.Empty, _):
                ReportBody(FindingKind.BodyAdded, left, right);
                break;
            default:
                ReportBody(FindingKind.BodyKindChanged, left, right);
                break;
        }
    }

    private void ReportBody(FindingKind? kind, ComparedResponse left, ComparedResponse right)
    {
        if (kind is { } found)
        {
            report(new Finding(found, DocumentPath.Root(DocumentPath.Lines), JsonValues.Of(Describe(left)), JsonValues.Of(Describe(right))));
        }
    }

    private static string Describe(ComparedResponse response) => response.Kind switch
    {
        BodyKind.Empty => "no body",
        BodyKind.Binary => response.Digest,
        BodyKind.Json => "JSON: " + response.Text,
        _ => "text: " + response.Text,
    };
}
