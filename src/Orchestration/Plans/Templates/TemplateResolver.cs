using System.Text.Json;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>Fills the places of templates.</summary>
/// <remarks>
/// Values are one JSON object: <c>{params: {NAME: value}, steps: {ID: {NAME: value}}, sandbox: {name, key}, run: {id, key},
/// services: {NAME: {url}}}</c>. A place whose value is missing, null or empty is a failure that names it, because a template
/// that silently yields nothing would test something else than the plan says.
/// </remarks>
public static class TemplateResolver
{
    /// <summary>Fills a template by its form.</summary>
    /// <param name="template">The template.</param>
    /// <param name="values">The values.</param>
    public static Result<string> Resolve(PlanTemplate template, JsonElement values) => throw new NotSupportedException();

    /// <summary>Fills every text of a JSON value, such as the operand of a matcher; a text that is one place alone becomes the value with its type.</summary>
    /// <param name="operand">Any JSON value.</param>
    /// <param name="values">The values.</param>
    public static Result<JsonElement> Resolve(JsonElement operand, JsonElement values) => throw new NotSupportedException();

    /// <summary>Whether a condition resolves to anything but an empty text, <c>false</c>, <c>0</c> and null; a missing value is a failure.</summary>
    /// <param name="condition">The condition of a step.</param>
    /// <param name="values">The values.</param>
    public static Result<bool> Holds(PlanTemplate condition, JsonElement values) => throw new NotSupportedException();
}
