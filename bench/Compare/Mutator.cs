using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Bench.Compare;

/// <summary>
/// Makes changes after a published list of breaking and non-breaking changes of responses (oasdiff, docs/BREAKING-CHANGES-EXAMPLES.md):
/// the class of each operator is written here, by that list, and never looks at a comparison.
/// </summary>
internal sealed class Mutator(Random random, IReadOnlyList<Endpoint> endpoints)
{
    private sealed record Operator(string Name, string Rule, Label Label, Func<string, JsonValueKind, string, bool> Fits, Action<JsonObject, string> Edit, bool OnQuietOnly = false);

    private static readonly Operator[] s_onMembers =
    [
        new("remove the field", "deleting a required property in response body", Label.Breaking, (_, _, _) => true, (owner, name) => owner.Remove(name)),
        new("rename the field", "deleting a required property, adding another", Label.Breaking, (_, _, _) => true, (owner, name) => { var value = owner[name]; owner.Remove(name); owner[name + "Value"] = value; }),
        new("string becomes number", "response type string to number", Label.Breaking, (_, kind, _) => kind == JsonValueKind.String, (owner, name) => owner[name] = 7),
        new("number becomes string", "response type number to string", Label.Breaking, (_, kind, _) => kind == JsonValueKind.Number, (owner, name) => owner[name] = owner[name]!.ToString()),
        new("integer becomes number", "response type integer to number", Label.Breaking, (_, kind, text) => kind == JsonValueKind.Number && !text.Contains('.', StringComparison.Ordinal), (owner, name) => owner[name] = Spots.Number(owner[name]) + 0.5m),
        new("value becomes null", "response property to nullable", Label.Breaking, (_, kind, _) => kind != JsonValueKind.Null, (owner, name) => owner[name] = null),
        new("value becomes object", "response property type changed", Label.Breaking, (_, kind, _) => kind is JsonValueKind.String or JsonValueKind.Number, (owner, name) => { var value = owner[name]; owner[name] = new JsonObject { ["value"] = value?.DeepClone() }; }),
        new("object becomes list", "response property type changed", Label.Breaking, (_, kind, _) => kind == JsonValueKind.Object, (owner, name) => { var value = owner[name]; owner[name] = new JsonArray(value?.DeepClone()); }),
        new("list becomes object", "response property type changed", Label.Breaking, (_, kind, _) => kind == JsonValueKind.Array, (owner, name) => { var value = owner[name]; owner[name] = new JsonObject { ["items"] = value?.DeepClone() }; }),
        new("list becomes empty", "reducing min items in response", Label.Breaking, (_, kind, text) => kind == JsonValueKind.Array && text != "[]", (owner, name) => owner[name] = new JsonArray()),
        new("date-time becomes text", "response format changed", Label.Breaking, (path, kind, _) => kind == JsonValueKind.String && path.Split('.')[^1] is "at" or "pickedUpAt" or "expectedOn", (owner, name) => owner[name] = "a while ago"),
        new("constant respelled", "response enum value changed", Label.Breaking, (path, kind, _) => kind == JsonValueKind.String && path.Split('.')[^1] is "status" or "currency" or "zone", (owner, name) => owner[name] = Respell(owner[name]!.ToString())),
        new("another text", "no schema change", Label.Changed, (path, kind, _) => kind == JsonValueKind.String && path.Split('.')[^1] is "name" or "description" or "customer" or "title" or "detail" or "picture", (owner, name) => owner[name] = owner[name] + " II", true),
        new("another number", "no schema change", Label.Changed, (_, kind, text) => kind == JsonValueKind.Number && text.Contains('.', StringComparison.Ordinal), (owner, name) => owner[name] = Spots.Number(owner[name]) + 1.25m, true),
        new("another integer", "no schema change", Label.Changed, (path, kind, text) => kind == JsonValueKind.Number && !text.Contains('.', StringComparison.Ordinal), (owner, name) => owner[name] = (int)Spots.Number(owner[name]) + 3, true),
        new("number becomes integer", "response type number to integer", Label.Changed, (_, kind, text) => kind == JsonValueKind.Number && text.Contains('.', StringComparison.Ordinal), (owner, name) => owner[name] = (int)Spots.Number(owner[name]) + 2, true),
        new("null becomes value", "response property no longer nullable", Label.Changed, (_, kind, _) => kind == JsonValueKind.Null, (owner, name) => owner[name] = "now known", true),
        new("new sibling", "adding a required property to response", Label.Additive, (_, _, _) => true, (owner, name) => owner[name + "Extra"] = "new"),
        new("new null sibling", "adding an optional property to response", Label.Additive, (_, _, _) => true, (owner, name) => owner[name + "Note"] = null),
        new("members in another order", "no change", Label.None, (_, _, _) => true, Reorder),
    ];

    /// <summary>So many changes of each operator, at places chosen by the seed.</summary>
    public IEnumerable<Case> Make(int each)
    {
        foreach (var change in s_onMembers)
        {
            var places = endpoints.Where(endpoint => endpoint.Recorded[^1].Json is not null)
                .SelectMany(endpoint => Spots.All(endpoint.Recorded[^1].Json).Select(spot => (endpoint.Name, spot)))
                .Where(place => change.Fits(place.spot.Path, place.spot.Kind, place.spot.Text) && (!change.OnQuietOnly || Spots.IsQuiet(place.spot.Path)))
                .ToArray();
            random.Shuffle(places);
            foreach (var (endpoint, spot) in places.Take(each))
            {
                yield return new Case($"{change.Name}: {spot.Path}", change.Rule, change.Label, endpoint, answer => Spots.Edit(answer.Json, spot.Path, change.Edit));
            }
        }

        foreach (var change in OnAnswers())
        {
            yield return change;
        }
    }

    private IEnumerable<Case> OnAnswers()
    {
        yield return new Case("success status 200 → 202", "removing a success status", Label.Breaking, Any(json: true), answer => answer.Status = 202);
        yield return new Case("success status 200 → 500", "removing a success status", Label.Breaking, Any(json: true), answer => (answer.Status, answer.Json) = (500, new JsonObject { ["title"] = "oops" }));
        yield return new Case("success status 200 → 404", "removing a success status", Label.Breaking, Any(json: true), answer => (answer.Status, answer.Json) = (404, new JsonObject { ["title"] = "gone" }));
        yield return new Case("media type to text/plain", "deleting a media-type from response", Label.Breaking, Any(json: true), answer => answer.Headers["content-type"] = "text/plain");
        yield return new Case("body dropped", "response body removed", Label.Breaking, Any(json: true), answer => answer.Json = null);
        yield return new Case("body no longer JSON", "response body type changed", Label.Breaking, Any(json: true), answer => (answer.Text, answer.Json) = ("<html>sorry</html>", null));
        yield return new Case("whole body in an envelope", "response body type changed / properties removed", Label.Breaking, Any(json: true), answer => answer.Json = new JsonObject { ["data"] = answer.Json?.DeepClone() });
        yield return new Case("header etag removed", "removing an existing required response header", Label.Breaking, Any(json: true), answer => answer.Headers.Remove("etag"));
        yield return new Case("media type made more specific", "making a media type more specific", Label.Changed, Any(json: true), answer => answer.Headers["content-type"] = "application/vnd.shop+json");
        yield return new Case("media type parameters", "changing parameters of a media type", Label.Changed, Any(json: true), answer => answer.Headers["content-type"] = "application/json; charset=utf-16");
        yield return new Case("new header", "new required response header", Label.Additive, Any(json: true), answer => answer.Headers["link"] = "</next>; rel=next");
    }

    private string Any(bool json)
    {
        var fitting = endpoints.Where(endpoint => endpoint.Recorded[0].Status == 200 && endpoint.Recorded[0].Json is not null == json).ToList();
        return fitting[random.Next(fitting.Count)].Name;
    }

    private static string Respell(string text) => text.ToUpperInvariant() != text ? text.ToUpperInvariant() : text.ToLower(CultureInfo.InvariantCulture);

    private static void Reorder(JsonObject owner, string name)
    {
        var value = owner[name];
        owner.Remove(name);
        owner[name] = value?.DeepClone();
    }
}
