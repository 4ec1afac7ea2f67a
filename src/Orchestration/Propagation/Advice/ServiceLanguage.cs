namespace AgentSandbox.Orchestration.Propagation.Advice;

/// <summary>What services are written in, as far as there is advice for it.</summary>
internal enum ServiceLanguage
{
    /// <summary>C#, F# or Visual Basic.</summary>
    DotNet,

    /// <summary>JavaScript or TypeScript on Node, Deno or Bun.</summary>
    Node,

    /// <summary>Python.</summary>
    Python,

    /// <summary>Go.</summary>
    Go,

    /// <summary>Java or Kotlin.</summary>
    Java,

    /// <summary>Ruby.</summary>
    Ruby,

    /// <summary>Anything else.</summary>
    Other,
}
