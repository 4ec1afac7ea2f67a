namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>The types of values; a whole number without a fraction is an integer, as readers with strict types see it.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Object = 32,
    Array = 64,
}
