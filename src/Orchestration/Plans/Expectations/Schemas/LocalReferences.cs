using NJsonSchema;
using NJsonSchema.Generation;
using NJsonSchema.References;

namespace AgentSandbox.Orchestration.Plans.Expectations.Schemas;

/// <summary>Follows references inside a schema, and none to files or other machines.</summary>
internal sealed class LocalReferences(JsonSchema root)
    : JsonReferenceResolver(new JsonSchemaAppender(root, new DefaultTypeNameGenerator()))
{
    public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException($"The reference '{filePath}' leads to a file.");

    public override Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException($"The reference '{url}' leads to another document.");
}
