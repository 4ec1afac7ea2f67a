using Newtonsoft.Json.Linq;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace AgentSandbox.Orchestration.Plans.Expectations.Schemas;

/// <summary>Stands for a <c>pattern</c> of a schema, matched in linear time; the library's own matching backtracks without limit.</summary>
internal sealed class PatternValidator(string format, BoundedPattern pattern) : IFormatValidator
{
    public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.PatternMismatch;

    public string Format => format;

    public bool IsValid(string value, JTokenType tokenType) => pattern.IsMatch(value);
}
