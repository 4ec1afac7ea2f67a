namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>Formats of texts that readers parse, so that losing one breaks them.</summary>
[Flags]
internal enum StringFormats
{
    None = 0,

    /// <summary>Free text.</summary>
    Plain = 1,

    /// <summary>Date and time with an offset, as in RFC 3339.</summary>
    DateTime = 2,

    /// <summary>Date and time without an offset.</summary>
    LocalDateTime = 4,

    /// <summary>A date.</summary>
    Date = 8,

    /// <summary>A UUID with its dashes.</summary>
    Uuid = 16,

    /// <summary>An absolute http or https address.</summary>
    Url = 32,

    /// <summary>An e-mail address.</summary>
    Email = 64,
}
