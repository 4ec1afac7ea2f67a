namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>The words with which problems speak of a kind of file; what reads YAML here serves several kinds.</summary>
/// <param name="Subject">What the file is called, as in "The … is empty.".</param>
/// <param name="CodePrefix">What the codes of its problems begin with.</param>
/// <param name="EmptyFix">What to write into an empty one.</param>
/// <param name="MissingFix">What to do where there is none.</param>
/// <param name="FolderFix">What to do where there is a folder in its place.</param>
/// <param name="CommandOwner">What has commands in it.</param>
internal sealed record DocumentKind(string Subject, string CodePrefix, string EmptyFix, string MissingFix, string FolderFix, string CommandOwner)
{
    private const string Written = "config_";

    public static DocumentKind Configuration { get; } = new(
        "configuration",
        Written,
        "write \"version: 1\" and \"services:\", or run \"agent-sandbox init\" after deleting the file",
        "run \"agent-sandbox init\" to write a first one",
        $"name the file {SandboxConfiguration.FileName}",
        "service");

    public static DocumentKind Plan { get; } = new(
        "plan",
        "plan_",
        "write \"version: 1\", \"purpose:\" and \"steps:\"",
        "choose one out of \"agent-sandbox plan list\", or write it",
        "name a file of it",
        "step");

    /// <summary>The code that a problem has in this kind of file; shapes and checks name the configuration's.</summary>
    public string CodeFor(string code) => code.StartsWith(Written, StringComparison.Ordinal) ? CodePrefix + code[Written.Length..] : code;
}
