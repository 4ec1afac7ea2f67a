using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>One argument of a tool as the command line takes it.</summary>
internal sealed class VerbInput
{
    private readonly Action<Command> _add;
    private readonly Func<ParseResult, JsonNode?> _read;

    private VerbInput(string name, Action<Command> add, Func<ParseResult, JsonNode?> read) => (Name, _add, _read) = (name, add, read);

    /// <summary>The argument's name at the tool.</summary>
    public string Name { get; }

    public static VerbInput Positional(string name, JsonElement schema, bool required)
    {
        var many = TypeOf(schema) is "array";
        var argument = new Argument<string[]>(name)
        {
            Description = DescriptionOf(schema),
            CustomParser = Words,
            Arity = (required, many) switch
            {
                (true, true) => ArgumentArity.OneOrMore,
                (true, false) => ArgumentArity.ExactlyOne,
                (false, true) => ArgumentArity.ZeroOrMore,
                (false, false) => ArgumentArity.ZeroOrOne,
            },
        };
        argument.Validators.Add(RefuseOptions);
        return new VerbInput(name, command => command.Add(argument), parsed => Convert(parsed.GetValue(argument) ?? [], schema));
    }

    public static VerbInput Named(string name, JsonElement schema)
    {
        var option = $"--{name.Replace('_', '-')}";
        if (TypeOf(schema) is "boolean")
        {
            var flag = new Option<bool?>(option) { Description = DescriptionOf(schema), Arity = ArgumentArity.ZeroOrOne };
            return new VerbInput(name, command => command.Add(flag), parsed => parsed.GetValue(flag) is { } set ? JsonValue.Create(set) : null);
        }

        var isJson = IsAnyObject(schema);
        var many = !isJson && TypeOf(schema) is "array" or "object";
        var values = new Option<string[]>(option)
        {
            Description = DescriptionOf(schema) + (isJson ? " Given as JSON." : TypeOf(schema) is "object" ? " Given as NAME=VALUE, repeated." : ""),
            CustomParser = Words,
            Arity = many ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
            HelpName = TypeOf(schema) switch { "object" => isJson ? "JSON" : "NAME=VALUE", "integer" or "number" => "N", _ => name },
        };
        return new VerbInput(name, command => command.Add(values), parsed => Convert(parsed.GetValue(values) ?? [], schema));
    }

    public void AddTo(Command command) => _add(command);

    public JsonNode? Read(ParseResult parsed) => _read(parsed);

    // The parser takes an option that it does not know for a value; nothing that is typed here begins with a dash.
    private static void RefuseOptions(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
        {
            result.AddError($"There is no option '{token.Value}', and no name begins with a dash.");
        }
    }

    // The parser of the library makes an array only where several words are allowed.
    private static string[] Words(ArgumentResult result) => [.. result.Tokens.Select(token => token.Value)];

    // A number that is none is passed on as text: the tool's own check says what is wrong with it.
    private static JsonNode? Convert(string[] values, JsonElement schema) => values.Length == 0 ? null : TypeOf(schema) switch
    {
        "array" => new JsonArray([.. values.Select(value => JsonValue.Create(value))]),
        "object" when IsAnyObject(schema) => ParseJson(values[0]),
        "object" => new JsonObject(values.Select(Pair)),
        "integer" when long.TryParse(values[0], out var number) => JsonValue.Create(number),
        "number" when double.TryParse(values[0], System.Globalization.CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(values[0]),
    };

    private static KeyValuePair<string, JsonNode?> Pair(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? new(text, JsonValue.Create("")) : new(text[..at], JsonValue.Create(text[(at + 1)..]));
    }

    // What is no JSON is passed on as text, too.
    private static JsonNode? ParseJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    /// <summary>An object of which nothing is said, in contrast to one of names and values.</summary>
    private static bool IsAnyObject(JsonElement schema) => TypeOf(schema) is "object" && !schema.TryGetProperty("additionalProperties", out _) && !schema.TryGetProperty("properties", out _);

    private static string? TypeOf(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    private static string DescriptionOf(JsonElement schema) =>
        schema.TryGetProperty("description", out var text) ? text.GetString() ?? "" : "";
}
