using System.Text.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;

namespace AgentSandbox.Orchestration.Plans.Expectations.Schemas;

/// <summary>Validates a found value by a JSON Schema, all errors at once, each with its path.</summary>
internal static class SchemaMatcher
{
    private const int MaxErrors = 50;

    public static IReadOnlyList<Mismatch> Evaluate(JsonElement operand, JToken token, Func<string, string> redact)
    {
        var prepared = SchemaPreparer.Prepare(operand);
        if (prepared.Problems.Count > 0)
        {
            return [.. prepared.Problems.Select(Unusable)];
        }

        try
        {
            // Nothing is awaited for: references lead into the schema itself, and others are refused before.
            var schema = JsonSchema.FromJsonAsync(prepared.Json, null!, root => new LocalReferences(root), CancellationToken.None).GetAwaiter().GetResult(); // null: no document, so no path either
            if (SchemaRecursion.Problem(schema) is { } problem)
            {
                return [Unusable(problem)];
            }

            var settings = new JsonSchemaValidatorSettings();
            settings.FormatValidators = [.. settings.FormatValidators, .. prepared.Patterns];
            return [.. Flatten(schema.Validate(token, settings)).Take(MaxErrors).Select(error => Describe(error, token, redact))];
        }
        catch (Exception e) when (e is Newtonsoft.Json.JsonException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return [Unusable(e.Message)];
        }
    }

    private static Mismatch Unusable(string problem) => new("", "a JSON Schema that can be applied", JsonValues.Cut(problem));

    // All parts of allOf have to hold, so their errors are errors; which part of anyOf was meant nobody knows.
    private static IEnumerable<ValidationError> Flatten(IEnumerable<ValidationError> errors) => errors.SelectMany(error =>
        error is ChildSchemaValidationError child && error.Kind is ValidationErrorKind.NotAllOf or ValidationErrorKind.ArrayItemNotValid or ValidationErrorKind.AdditionalItemNotValid or ValidationErrorKind.AdditionalPropertiesNotValid
            ? Flatten(((ChildSchemaValidationError)error).Errors.SelectMany(each => each.Value))
            : [error]);

    private static Mismatch Describe(ValidationError error, JToken root, Func<string, string> redact)
    {
        var path = (error.Path ?? "").TrimStart('#').TrimStart('/');
        var found = JsonTree.Select(root, path.Length == 0 ? "$" : path, out _) is [var token] ? JsonTree.ValueOf(token) : default;
        return new Mismatch(path.Length == 0 ? "$" : path.StartsWith('[') ? "$" + path : "$." + path, "by the schema " + Expected(error), JsonValues.Show(found, redact));
    }

    private static string Expected(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.PropertyRequired => "a property that is required",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => "no property that it does not name",
        ValidationErrorKind.NotInEnumeration => "one of its enumerated values",
        ValidationErrorKind.PatternMismatch => "a text that matches its pattern",
        ValidationErrorKind.NumberTooSmall => "a number that is not below its minimum",
        ValidationErrorKind.NumberTooBig or ValidationErrorKind.IntegerTooBig => "a number that is not above its maximum",
        ValidationErrorKind.StringTooShort or ValidationErrorKind.TooFewItems or ValidationErrorKind.TooFewProperties => "a greater length",
        ValidationErrorKind.StringTooLong or ValidationErrorKind.TooManyItems or ValidationErrorKind.TooManyProperties => "a smaller length",
        ValidationErrorKind.ItemsNotUnique => "items that are all different",
        ValidationErrorKind.NotAnyOf => "one of the schemas of anyOf to hold",
        ValidationErrorKind.NotOneOf => "exactly one of the schemas of oneOf to hold",
        ValidationErrorKind.ExcludedSchemaValidates => "the schema of not not to hold",
        ValidationErrorKind.NoTypeValidates => "one of its types",
        var kind when kind.ToString().EndsWith("Expected", StringComparison.Ordinal) => $"a value of type {kind.ToString()[..^"Expected".Length].ToLowerInvariant()}",
        var kind => $"no {kind}",
    };
}
