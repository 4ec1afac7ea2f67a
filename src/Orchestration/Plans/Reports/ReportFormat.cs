namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>A form in which a run is written.</summary>
public enum ReportFormat
{
    /// <summary>Everything, for programs; described by <c>docs/run.schema.json</c>.</summary>
    Json,

    /// <summary>JUnit XML, for the readers of continuous integration.</summary>
    JUnit,

    /// <summary>Markdown that fits a pull-request comment.</summary>
    Markdown,

    /// <summary>One self-contained page without scripts.</summary>
    Html,
}
