using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>The keys of one service.</summary>
internal static class ServiceKeys
{
    private static readonly ScalarShape s_text = new()
    {
        Expected = "a text",
        Fix = "put quotes around it",
        Types = YamlScalarType.String,
    };

    private static readonly ScalarShape s_word = s_text with
    {
        Expected = "a text or number",
        Types = YamlScalarType.String | YamlScalarType.Integer | YamlScalarType.Float | YamlScalarType.Boolean,
    };

    private static readonly ScalarShape s_healthPath = new()
    {
        Expected = "a path that begins with \"/\"",
        Fix = "write the path alone, such as /healthz",
        Pattern = @"^/([^/\s#\\][^\s#\\]*)?$",
    };

    private static readonly ChoiceShape s_command = new()
    {
        Expected = "a command: a text that is split into words, or a list of words",
        Scalar = s_text,
        List = new ListShape(s_word) { AllowsEmpty = false },
    };

    private static readonly ChoiceShape s_build = s_command with
    {
        Expected = "a command, or a mapping with command and env",
        Object = new ObjectShape
        {
            Name = "build",
            Keys =
            [
                new("command", s_command, "The build command.") { IsRequired = true, OtherNames = ["run", "cmd", "script"] },
                new("env", new MapShape(Scalars.VariableName, Scalars.Variable), "Variables for the build alone.") { OtherNames = ["environment", "args"] },
            ],
        },
    };

    private static readonly ChoiceShape s_health = new()
    {
        Expected = "a path such as /healthz, or a mapping with http or tcp",
        Scalar = s_healthPath,
        Object = new ObjectShape
        {
            Name = "health",
            Keys =
            [
                new("http", s_healthPath, "A path that answers a GET with 2xx when the service is ready.") { OtherNames = ["path", "url"] },
                new("tcp", Scalars.OneOf("true") with { Types = YamlScalarType.Boolean }, "Ready means that the port accepts a connection."),
                new("timeout", Scalars.Duration, "How long the service may take until it is ready.") { Default = "60s" },
                new("interval", Scalars.Duration, "The time between two probes.") { Default = "250ms" },
            ],
            Conflicts = [new("http", ["tcp"], "a check is either HTTP or TCP")],
        },
    };

    private static readonly ObjectShape s_fork = new()
    {
        Name = "fork",
        Keys = [new("env", new MapShape(Scalars.VariableName, Scalars.Variable), "Variables for forks alone; they win over the service's env.") { OtherNames = ["environment"] }],
    };

    private static readonly ObjectShape s_image = new()
    {
        Name = "image",
        Keys = [new("build", s_command, "The command that builds ${image} from an edited tree (Kubernetes engine).") { IsRequired = true, OtherNames = ["command"] }],
    };

    private static readonly ObjectShape s_stop = new()
    {
        Name = "stop",
        Keys = [new("grace", Scalars.Duration, "The time between the polite request to stop and the end by force.") { Default = "10s", OtherNames = ["timeout", "gracePeriod"] }],
    };

    private static readonly string[] s_processKeys =
        ["source", "cwd", "build", "run", "shell", "env", "health", "fork", "include", "image", "direct", "stop", "dependsOn"];

    public static ObjectShape Service { get; } = new()
    {
        Name = "service",
        Keys =
        [
            new("source", Scalars.Path, "The folder of the service; a change below it means that this service changed.") { OtherNames = ["path", "context", "dir", "directory", "folder"] },
            new("cwd", Scalars.Path, "The folder in which build and run start, relative to the root; by default the source.") { OtherNames = ["working_dir", "workingDirectory"] },
            new("build", s_build, "The command that builds the service."),
            new("run", s_command, "The command that runs the service; it must listen on ${port} of 127.0.0.1.") { OtherNames = ["command", "cmd", "start", "entrypoint", "exec"] },
            new("shell", Scalars.Boolean, "Whether commands are scripts for /bin/sh -c (cmd /c on Windows) instead of words.") { Default = "false" },
            new("env", new MapShape(Scalars.VariableName, Scalars.Variable), "Variables for baseline and forks.") { OtherNames = ["environment", "variables"] },
            new("protocol", Scalars.OneOf("http", "h2c", "tcp"), "What the service speaks; tcp is passed through unrouted.") { Default = "http" },
            new("port", Scalars.Integer(1, 65535), "The fixed port of the router for this service; by default one is chosen and kept.") { OtherNames = ["ports"] },
            new("health", s_health, "When the service is ready; by default when its port accepts a connection.") { OtherNames = ["healthcheck", "healthCheck", "readiness"] },
            new("fork", s_fork, "What is different for forks."),
            new("include", new ListShape(Scalars.Path), "Files that git ignores and a snapshot needs all the same; \"*\" and \"**\" are patterns.") { OtherNames = ["files"] },
            new("image", s_image, "How an edited tree becomes an image (Kubernetes engine)."),
            new("direct", ExternalUrl(), "An address of the enrolled Service that this machine reaches without a port-forward (Kubernetes engine); load goes there."),
            new("stop", s_stop, "How the service is stopped."),
            new("dependsOn", new ListShape(Scalars.ServiceName), "Services to start first, beyond those that variables name.") { OtherNames = ["depends_on", "needs", "requires"] },
            new("url", ExternalUrl(), "The address of a service that somebody else runs; the end of routing.") { OtherNames = ["address", "external"] },
            new("carry", Scalars.Boolean, "Whether a service behind url may see our carriers.") { Default = "false" },
            new("tcp", TcpAddress(), "The host:port of a dependency that is only passed through, such as a database."),
        ],
        Conflicts =
        [
            new("url", ["tcp", .. s_processKeys], "a service with \"url\" is run by somebody else"),
            new("tcp", ["carry", "protocol", .. s_processKeys], "a \"tcp\" dependency is only passed through"),
        ],
        Needs =
        [
            new("run", ["source"], "the folder whose changes belong to this service must be known"),
            new("image", ["source"], "the folder whose changes belong to this service must be known"),
            new("carry", ["url"], "it only concerns services that somebody else runs"),
            new("build", ["run", "image"], "what is built must also be run"),
        ],
        AnyOf = ["run", "image", "url", "tcp"],
        AnyOfFix = "add \"source\" and \"run\" for a process of this repository, \"url\" for what somebody else runs, or \"tcp\" for a database or queue",
    };

    private static ScalarShape ExternalUrl() => new()
    {
        Expected = "an http or https URL without user, query or fragment",
        Fix = "write it like https://payments.staging.example; credentials belong into headers or variables",
        Pattern = @"^(https?://[^\s?#@]+|[^?#@]*\$\{.*)$",
    };

    private static ScalarShape TcpAddress() => new()
    {
        Expected = "a host and a port",
        Fix = "write it like localhost:5432",
        Pattern = @"^(\[[0-9A-Fa-f:.]+\]:[0-9]{1,5}|[A-Za-z0-9_.-]+:[0-9]{1,5}|[^\s/@]*\$\{.*)$",
    };
}
