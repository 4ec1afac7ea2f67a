using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Scanning;
using AgentSandbox.Orchestration.Configuration.Services;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class RepositoryScannerTests : IDisposable
{
    private readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void DotNetProject_BecomesAService()
    {
        _tree.With("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>")
            .With("src/OrdersApi/OrdersApi.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>")
            .With("src/OrdersApi/Program.cs", "app.MapHealthChecks(\"/healthz\");")
            .With("src/OrdersApi/Properties/launchSettings.json", "{ /* x */ \"profiles\": { \"http\": { \"environmentVariables\": { \"API_KEY\": \"hunter2\", } } } }")
            .With("src/OrdersApi/bin/Other/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>")
            .With("tests/Orders.Tests/Orders.Tests.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>")
            .With("src/Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>");

        var (draft, configuration) = Scan();

        var service = configuration.Services.Should().ContainSingle().Which.Value;
        service.Name.Should().Be("orders-api");
        service.Source.Should().Be("src/OrdersApi");
        service.Run!.Display.Should().Be("dotnet bin/Release/net10.0/OrdersApi.dll");
        service.Environment["ASPNETCORE_URLS"].Source.Should().Be("http://127.0.0.1:${port}");
        service.Health.Path.Should().Be("/healthz");
        draft.Yaml.Should().Contain("# CHECK: launchSettings.json also sets API_KEY").And.NotContain("hunter2");
    }

    [Fact]
    public void NodePythonAndCompose_BecomeServicesWithDependencies()
    {
        _tree.With("docker-compose.yml", """
                services:
                  web:
                    build: ./frontend
                    depends_on: [api]
                    environment: [API_TOKEN=hunter2]
                  api:
                    build: { context: backend }
                    depends_on: { db: { condition: service_healthy } }
                  db: { image: "postgres:16", ports: ["5433:5432"] }
                  cache: { image: redis }
                  odd: { image: busybox }
                  native: { build: ./native }
                """)
            .With("frontend/package.json", "{ \"name\": \"@shop/storefront\", \"scripts\": { \"start\": \"node x\", \"build\": \"tsc\" } }")
            .With("frontend/package-lock.json", "{}")
            .With("frontend/node_modules/x/package.json", "{ \"scripts\": { \"start\": \"x\" } }")
            .With("backend/requirements.txt", "fastapi\n")
            .With("backend/main.py", "from fastapi import FastAPI\napp = FastAPI()\n")
            .With("native/Dockerfile", "FROM scratch\n");

        var (draft, configuration) = Scan();

        configuration.Services.Keys.Should().BeEquivalentTo("web", "api", "db", "cache");
        var web = configuration.Services["web"];
        web.Build!.Display.Should().Be("npm ci && npm run build");
        web.Build.Shell.Should().BeTrue();
        web.DependsOn.Should().Equal("api");
        var api = configuration.Services["api"];
        api.Run!.Display.Should().Be("python3 -m uvicorn main:app --host 127.0.0.1 --port ${port}");
        api.DependsOn.Should().Equal("db");
        configuration.Services["db"].Tcp.Should().Be(new TcpAddress { Host = "localhost", Port = 5433 });
        configuration.Services["cache"].Tcp!.Port.Should().Be(6379);
        draft.Yaml.Should().Contain("Compose also sets API_TOKEN").And.NotContain("hunter2");
        draft.Findings.Select(finding => finding.Message).Should().Contain(message => message.Contains("\"odd\"")).And.Contain(message => message.Contains("\"native\""));
    }

    [Fact]
    public void Workspaces_GiveOneServicePerStartablePackage()
    {
        _tree.With("package.json", "{ \"workspaces\": [\"packages/*\"], \"scripts\": { \"start\": \"x\" } }")
            .With("pnpm-lock.yaml", "")
            .With("packages/ui/package.json", "{ \"scripts\": { \"dev\": \"vite\" } }")
            .With("packages/lib/package.json", "{ \"scripts\": { \"test\": \"x\" } }");

        var (_, configuration) = Scan();

        var ui = configuration.Services.Should().ContainSingle().Which.Value;
        ui.Name.Should().Be("ui");
        ui.Run!.Display.Should().Be("pnpm run dev -- --port ${port} --host 127.0.0.1");
    }

    [Fact]
    public void GoDjangoFlaskAndProcfile_BecomeServices()
    {
        _tree.With("gateway/go.mod", "module x\n")
            .With("gateway/cmd/edge/main.go", "package main\n")
            .With("admin/manage.py", "")
            .With("mail/requirements.txt", "flask")
            .With("mail/app.py", "app = Flask(__name__)\n")
            .With("legacy/Procfile", "web: bundle exec rails s -p $PORT -e ${RAILS_ENV:-production}\nworker: sidekiq\n");

        var (draft, configuration) = Scan();

        configuration.Services.Keys.Should().BeEquivalentTo("edge", "admin", "mail", "legacy");
        configuration.Services["edge"].Build!.Display.Should().Be("go build -o ./bin/edge .");
        configuration.Services["admin"].Run!.Display.Should().Contain("manage.py runserver 127.0.0.1:${port}");
        configuration.Services["mail"].Run!.Display.Should().Contain("flask --app app:app");
        configuration.Services["legacy"].Run!.Resolve(new Orchestration.Configuration.Templates.InterpolationScope()).Words[^1]
            .Should().Be("bundle exec rails s -p $PORT -e ${RAILS_ENV:-production}");
        draft.Findings.Should().Contain(finding => finding.Message.Contains("\"worker\""));
    }

    [Fact]
    public void EmptyRepository_GetsAnExample()
    {
        var (draft, configuration) = Scan();

        configuration.Services.Keys.Should().Equal("app");
        configuration.Trunk.Should().BeNull();
        draft.Yaml.Should().Contain("# CHECK: replace this");
    }

    [Theory]
    [InlineData(".git/refs/heads/main", "main")]
    [InlineData(".git/refs/heads/master", "master")]
    [InlineData(".git/refs/heads/feature/own", "feature/own")]
    [InlineData(".git/refs/heads/other", null)]
    public void Trunk_IsABranchThatExists(string branch, string? expected)
    {
        _tree.With(".git/HEAD", "ref: refs/heads/feature/own\n").With(branch, "0000\n");

        Scan().Configuration.Trunk.Should().Be(expected);
    }

    [Fact]
    public void LinkedWorktree_FindsTheTrunkOfItsRepository()
    {
        _tree.With("repository/.git/worktrees/w/commondir", "../..\n")
            .With("repository/.git/packed-refs", "# pack-refs\n0000 refs/heads/main\n")
            .With("w/.git", $"gitdir: {_tree.Root}/repository/.git/worktrees/w\n");

        var draft = RepositoryScanner.Scan(Path.Combine(_tree.Root, "w"), CancellationToken.None);

        draft.Yaml.Should().Contain("trunk: main\n");
    }

    [Fact]
    public void HostileNames_NeverBreakTheDraft()
    {
        _tree.With("a: b #c/package.json", "{ \"name\": \"x\\n  evil: y\", \"scripts\": { \"start\": \"x\" } }")
            .With("It's/A \"b\".csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><TargetFramework>net10.0</TargetFramework></Project>")
            .With("true/package.json", "{ \"scripts\": { \"start\": \"x\" } }")
            .With("broken/package.json", "{ nope")
            .With("docker-compose.yml", "services: { '*': { image: postgres }, 'ok': { image: 'postgres', ports: [99999:5432] } }\n");

        var (draft, configuration) = Scan();

        configuration.Services.Keys.Should().Contain("true").And.NotContain("evil");
        draft.Findings.Should().Contain(finding => finding.File == "broken/package.json");
    }

    [Fact]
    public void Links_AreNotFollowed()
    {
        var outside = Directory.CreateTempSubdirectory("agent-sandbox-outside-");
        try
        {
            File.WriteAllText(Path.Combine(outside.FullName, "package.json"), "{ \"name\": \"outside\", \"scripts\": { \"start\": \"x\" } }");
            Directory.CreateSymbolicLink(Path.Combine(_tree.Root, "linked"), outside.FullName);
            File.CreateSymbolicLink(Path.Combine(_tree.Root, "package.json"), Path.Combine(outside.FullName, "package.json"));

            Scan().Configuration.Services.Keys.Should().Equal("app");
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public void LargeFile_IsPassedOver()
    {
        _tree.With("package.json", "{ \"scripts\": { \"start\": \"x\" } }" + new string(' ', 300 * 1024));

        Scan().Configuration.Services.Keys.Should().Equal("app");
    }

    [Fact]
    public void MissingFolder_IsACallersError()
    {
        var act = () => RepositoryScanner.Scan(Path.Combine(_tree.Root, "none"), CancellationToken.None);

        act.Should().Throw<DirectoryNotFoundException>();
    }

    [Fact]
    public async Task Draft_IsWrittenOnceAndNeverOver()
    {
        var draft = Scan().Draft;
        var file = Path.Combine(_tree.Root, SandboxConfiguration.FileName);

        (await draft.WriteAsync(_tree.Root, CancellationToken.None)).Should().BeNull();
        (await File.ReadAllTextAsync(file)).Should().Be(draft.Yaml);
        await File.WriteAllTextAsync(file, "mine");
        var problem = await draft.WriteAsync(_tree.Root, CancellationToken.None);

        problem!.Code.Should().Be(ConfigurationProblemCodes.FileExists);
        (await File.ReadAllTextAsync(file)).Should().Be("mine");
        Directory.GetFiles(_tree.Root).Should().ContainSingle();
    }

    [Fact]
    public void OwnSample_IsRecognised()
    {
        var draft = RepositoryScanner.Scan(RepositoryFiles.PathOf("samples/Shop"), CancellationToken.None);

        ConfigurationReader.Read(draft.Yaml).Configuration!.Services.Keys
            .Should().Contain(["frontend", "catalog", "orders", "payments"]);
    }

    private (ConfigurationDraft Draft, SandboxConfiguration Configuration) Scan()
    {
        var draft = RepositoryScanner.Scan(_tree.Root, CancellationToken.None);
        var result = ConfigurationReader.Read(draft.Yaml);
        result.Format("draft").Should().BeEmpty("the draft must pass the reader:\n{0}", draft.Yaml);
        return (draft, result.Configuration!);
    }
}
