using System.Text.Json;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>Reads what is sent.</summary>
internal static class RequestTemplateReader
{
    private const string ContentType = "content-type";

    public static RequestTemplate Read(StepScope scope)
    {
        var (value, path) = (scope.Value, scope.KindPath);
        scope.CheckService(value.Find("service"), $"{path}.service");
        var headers = Headers(scope, value.Find("headers"), $"{path}.headers");
        var body = Body(scope, value.Find("body"), $"{path}.body");
        if (value.Find("body") is { Kind: not YamlValueKind.Scalar } && !headers.Keys.Contains(ContentType, StringComparer.OrdinalIgnoreCase))
        {
            headers = new Dictionary<string, PlanTemplate>(headers) { [ContentType] = new("application/json", []) };
        }

        return new RequestTemplate
        {
            Service = scope.Template(value.Find("service"), $"{path}.service") ?? new PlanTemplate("", []),
            Method = value.Find("method")?.Text ?? "GET",
            Path = scope.Template(value.Find("path"), $"{path}.path", PlanTemplateForm.Path) ?? new PlanTemplate("/", []),
            Headers = headers,
            Body = body,
        };
    }

    /// <summary>Reports a method that may change the shared baseline without consent.</summary>
    public static void CheckSafe(StepScope scope, RequestTemplate request, bool mutates)
    {
        if (!mutates && !RoutedRequestCheck.IsSafe(request.Method) && scope.Value.Find("method") is { } method)
        {
            scope.Problems.Add(
                PlanProblemCodes.WouldMutate,
                $"\"{scope.KindPath}\" would also send {Texts.Shorten(request.Method)} to the baseline, which everybody shares.",
                "use GET, HEAD or OPTIONS, or write \"mutates: true\" when the baseline may be changed",
                method,
                $"{scope.KindPath}.method");
        }
    }

    private static IReadOnlyDictionary<string, PlanTemplate> Headers(StepScope scope, YamlValue? value, string path)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in value?.Entries ?? [])
        {
            var probe = new RoutedRequest
            {
                Sandbox = default,
                Service = "service",
                Path = "/",
                Headers = new Dictionary<string, string> { [entry.Name] = PlanTemplateParser.HasPlace(entry.Value.Text) ? "" : entry.Value.Text },
            };
            if (!seen.Add(entry.Name))
            {
                scope.Problems.Add(ConfigurationProblemCodes.DuplicateKey, $"The header \"{Texts.Shorten(entry.Name)}\" is written twice.", "keep one of the two", entry.Key, path);
            }
            else if (RoutedRequestCheck.Check(probe) is { } failure)
            {
                scope.Problems.Add(ConfigurationProblemCodes.InvalidName, failure.Message, "leave it out; key, trace and framing are set for you", entry.Key, path);
            }
        }

        return scope.Templates(value, path);
    }

    private static PlanTemplate? Body(StepScope scope, YamlValue? value, string path)
    {
        if (value is { Type: YamlScalarType.Null })
        {
            scope.Problems.Add(ConfigurationProblemCodes.WrongType, $"\"{path}\" has no value.", "write the body, or remove the key", value, path);
        }

        if (value is not { Kind: not YamlValueKind.Scalar })
        {
            return scope.Template(value, path, value is not null && IsJson(value.Text) ? PlanTemplateForm.Json : PlanTemplateForm.Text);
        }

        var before = scope.References.Count;
        var json = scope.Json(value, path);
        return new PlanTemplate(
            JsonText.Write(System.Text.Json.Nodes.JsonNode.Parse(json.GetRawText())),
            [.. scope.References.Skip(before).Select(reference => reference.Name)],
            value.Line,
            value.Column)
        { Form = PlanTemplateForm.Json };
    }

    // A JSON document that is written as text still wants its values escaped.
    private static bool IsJson(string text)
    {
        if (!PlanTemplateParser.HasPlace(text) || text.TrimStart() is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
