using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>Reads <c>run</c> steps.</summary>
internal sealed class RunStepReader : IStepReader
{
    private static readonly ChoiceShape s_command = new()
    {
        Expected = "a command: a text that is split into words, or a list of words",
        Scalar = PlanScalars.Text with { Types = YamlScalarType.String },
        List = new ListShape(PlanScalars.Text) { AllowsEmpty = false },
    };

    public KeyDefinition Key { get; } = new(
        StepKinds.Run,
        new ObjectShape
        {
            Name = StepKinds.Run,
            Keys =
            [
                new("command", s_command, "The command: a text that is split into words, or a list of words.") { IsRequired = true, OtherNames = ["cmd", "run", "script", "args"] },
                new("shell", Scalars.Boolean, "Whether the command is a script for /bin/sh -c (cmd /c on Windows).") { Default = "false" },
                new("directory", Scalars.Path, "Where it starts, relative to the working tree.") { Default = ".", OtherNames = ["cwd", "dir", "workingDirectory"] },
                new("env", new MapShape(Scalars.VariableName, PlanScalars.Text), "Variables besides those of the run.") { OtherNames = ["environment", "variables"] },
                new("junit", new ListShape(Scalars.Path), "JUnit XML files that it writes, below the directory; \"*\" and \"**\" are patterns.") { OtherNames = ["reports", "results"] },
                new("artifacts", new ListShape(Scalars.Path), "Files to keep with the run, below the directory; \"*\" and \"**\" are patterns.") { OtherNames = ["files", "keep"] },
                new("exitCode", Scalars.Integer(0, 255), "The exit code that means success.") { Default = "0" },
                new("servedBy", Scalars.OneOf("fork", "any"), "Whether a fork must have served something meanwhile.") { Default = "fork" },
            ],
        },
        "Runs a command with the routing header and the services' addresses in its environment.")
    { OtherNames = ["command", "exec", "script"] };

    public PlanStep Read(StepScope scope)
    {
        var value = scope.Value;
        var shell = value.Find("shell")?.IsTrue ?? false;
        return new RunStep
        {
            Id = scope.Id,
            Timeout = TimeSpan.FromMinutes(5),
            Command = Words(scope, value.Find("command"), shell, $"{scope.KindPath}.command"),
            Shell = shell,
            Directory = Values.Path(value.Find("directory")) ?? ".",
            Environment = scope.Templates(value.Find("env"), $"{scope.KindPath}.env"),
            JUnit = Values.Texts(value.Find("junit")),
            Artifacts = Values.Texts(value.Find("artifacts")),
            ExitCode = Values.Integer(value.Find("exitCode")) ?? 0,
            MustMeetFork = value.Find("servedBy")?.Text != "any",
        };
    }

    private static IReadOnlyList<PlanTemplate> Words(StepScope scope, YamlValue? command, bool shell, string path)
    {
        switch (command)
        {
            case { Kind: YamlValueKind.Sequence }:
                if (shell)
                {
                    scope.Contradict($"\"{scope.KindPath}\" wants a shell, but its command is a list of words, which never passes through one.", "write the command as one text, or remove \"shell\"", command, "command");
                }

                if (command.Items is [{ Kind: YamlValueKind.Scalar, Text: "" }, ..])
                {
                    CommandWordReader.ReportEmpty(command, scope.Problems, path);
                }

                return [.. command.Items.Where(item => item.Kind == YamlValueKind.Scalar).Select(item => scope.Template(item.Text, item, 0, path))];
            case { Kind: YamlValueKind.Scalar, Type: YamlScalarType.String } when shell:
                if (string.IsNullOrWhiteSpace(command.Text))
                {
                    CommandWordReader.ReportEmpty(command, scope.Problems, path);
                }

                return [scope.Template(command.Text, command, 0, path)];
            case { Kind: YamlValueKind.Scalar, Type: YamlScalarType.String }:
                return [.. CommandWordReader.Read(command, scope.Problems, path).Select(word => scope.Template(word.Text, command, word.Offset, path))];
            default:
                return [];
        }
    }
}
