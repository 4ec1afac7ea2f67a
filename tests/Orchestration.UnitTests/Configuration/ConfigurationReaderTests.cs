using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class ConfigurationReaderTests
{
    private const string Whole = """
        version: 1
        trunk: main
        engine: local
        routing:
          unknownKey: baseline
          carriers:
            - header: X-Tenant-Route
            - baggage: sd-routing-key
        lease: { idle: 90s, max: 7d }
        start: eager
        limits: { maxConcurrentBuilds: 3, buildTimeout: 1h30m, logs: { maxBytes: 512KiB, files: 2 } }
        hostIdle: 5m
        redact: [STRIPE_KEY]
        x-common: &common
          LOG_LEVEL: debug
        services:
          orders:
            source: ./services/orders/
            build: dotnet build -c Release
            run: dotnet "bin/My Orders.dll"
            env:
              <<: *common
              ASPNETCORE_URLS: "http://127.0.0.1:${port}"
              PAYMENTS_URL: "${services.payments.url}"
              RETRIES: 3
              TAX: 1.10
            health: /healthz
            fork: { env: { CRON_ENABLED: "false" } }
            image: { build: "docker build -t ${image} ." }
            include: [services/orders/.env, certs/**]
            port: 7001
            dependsOn: [db]
          web:
            source: .
            cwd: services/web
            build: { command: [npm, run, build], env: { API: "${services.orders.url}" } }
            run: exec node server.js --port ${port}
            shell: true
            protocol: h2c
            health: { tcp: true, timeout: 5s, interval: 100ms }
            stop: { grace: 3s }
          payments:
            url: https://payments.staging.example/api
            carry: true
          db:
            tcp: "${env:DB_HOST:-localhost}:5432"
        """;

    [Fact]
    public void WholeFile_IsRead()
    {
        var result = ConfigurationReader.Read(Whole);

        result.Format("f").Should().BeEmpty();
        var configuration = result.Configuration!;
        configuration.Trunk.Should().Be("main");
        configuration.Start.Should().Be(StartMode.Eager);
        configuration.Routing.UnknownKey.Should().Be(UnknownKeyPolicy.Baseline);
        configuration.Routing.Carriers.Should().Equal(
            new CarrierConfiguration { Kind = CarrierKind.Header, Name = "X-Tenant-Route" },
            new CarrierConfiguration { Kind = CarrierKind.Baggage, Name = "sd-routing-key" });
        configuration.Lease.Idle.Should().Be(TimeSpan.FromSeconds(90));
        configuration.Lease.Max.Should().Be(TimeSpan.FromDays(7));
        configuration.Limits.Should().Be(new LimitsConfiguration
        {
            MaxConcurrentBuilds = 3,
            BuildTimeout = TimeSpan.FromMinutes(90),
            LogBytesPerFile = 512 * 1024,
            LogFiles = 2,
        });
        configuration.HostIdle.Should().Be(TimeSpan.FromMinutes(5));
        configuration.Redact.Should().Equal("STRIPE_KEY");
        configuration.Services.Keys.Should().Equal("orders", "web", "payments", "db");
    }

    [Fact]
    public void ProcessService_IsRead()
    {
        var orders = ConfigurationReader.Read(Whole).Configuration!.Services["orders"];

        orders.Kind.Should().Be(ServiceKind.Process);
        orders.Source.Should().Be("services/orders");
        orders.WorkingDirectory.Should().Be("services/orders");
        orders.Run!.Words.Select(word => word.Source).Should().Equal("dotnet", "bin/My Orders.dll");
        orders.Environment["LOG_LEVEL"].Source.Should().Be("debug");
        orders.Environment["TAX"].Source.Should().Be("1.10");
        orders.ForkEnvironment.Keys.Should().Equal("CRON_ENABLED");
        orders.EnvironmentFor(ProcessRole.Fork).Keys.Should().Contain("CRON_ENABLED").And.Contain("RETRIES");
        orders.EnvironmentFor(ProcessRole.Baseline).Keys.Should().NotContain("CRON_ENABLED");
        orders.Health.Should().Be(new HealthCheckConfiguration { Kind = HealthCheckKind.Http, Path = "/healthz" });
        orders.ImageBuild!.Display.Should().Be("docker build -t ${image} .");
        orders.Include.Should().Equal("services/orders/.env", "certs/**");
        orders.Port.Should().Be(7001);
        orders.References.Should().BeEquivalentTo("payments");
        orders.Line.Should().Be(17);
    }

    [Fact]
    public void ShellService_KeepsItsScriptWhole()
    {
        var web = ConfigurationReader.Read(Whole).Configuration!.Services["web"];

        web.Run!.Shell.Should().BeTrue();
        web.Run.Words.Should().ContainSingle().Which.Source.Should().Be("exec node server.js --port ${port}");
        web.Protocol.Should().Be(ServiceProtocol.H2c);
        web.WorkingDirectory.Should().Be("services/web");
        web.StopGrace.Should().Be(TimeSpan.FromSeconds(3));
        web.Health.Should().Be(new HealthCheckConfiguration { Timeout = TimeSpan.FromSeconds(5), Interval = TimeSpan.FromMilliseconds(100) });
    }

    [Fact]
    public void ExternalAndTcpServices_AreRead()
    {
        var services = ConfigurationReader.Read(Whole, name => name == "DB_HOST" ? "db.local" : null).Configuration!.Services;

        services["payments"].Url.Should().Be(new Uri("https://payments.staging.example/api"));
        services["payments"].Carry.Should().BeTrue();
        services["db"].Tcp.Should().Be(new TcpAddress { Host = "db.local", Port = 5432 });
        services["db"].Protocol.Should().Be(ServiceProtocol.Tcp);
    }

    [Fact]
    public void SmallestFile_HasTheDefaults()
    {
        var configuration = ConfigurationReader.Read("version: 1\nservices: { a: { source: ., run: node a.js } }\n").Configuration!;

        configuration.Trunk.Should().BeNull();
        configuration.Engine.Should().Be(EngineKind.Local);
        configuration.Start.Should().Be(StartMode.Lazy);
        configuration.Routing.UnknownKey.Should().Be(UnknownKeyPolicy.Refuse);
        configuration.Lease.Should().Be(LeaseConfiguration.Default);
        configuration.Limits.Should().Be(LimitsConfiguration.Default);
        configuration.Services["a"].Health.Should().Be(HealthCheckConfiguration.Default);
    }

    [Fact]
    public void ManyMistakes_AreReportedTogetherWithTheirPlaces()
    {
        var result = ConfigurationReader.Read("""
            version: 2
            lease: { idle: 60 }
            services:
              Orders:
                source: ../orders
                comand: dotnet run
                port: 70000
              web:
                source: web
                run: node "a.js
                env: { A: "x ${services.order.url}" }
            """);

        result.IsValid.Should().BeFalse();
        result.Problems.Select(problem => (problem.Code, problem.Line, problem.Column)).Should().Equal(
            (ConfigurationProblemCodes.InvalidValue, 1, 10),
            (ConfigurationProblemCodes.WrongType, 2, 16),
            (ConfigurationProblemCodes.InvalidName, 4, 3),
            (ConfigurationProblemCodes.MissingKey, 5, 5),
            (ConfigurationProblemCodes.InvalidPath, 5, 13),
            (ConfigurationProblemCodes.UnknownKey, 6, 5),
            (ConfigurationProblemCodes.InvalidValue, 7, 11),
            (ConfigurationProblemCodes.InvalidCommand, 10, 15),
            (ConfigurationProblemCodes.UnknownService, 11, 16));
        result.Problems.Should().OnlyContain(problem => problem.Fix.Length > 0 && problem.Message.EndsWith('.'));
    }

    [Fact]
    public void Problem_IsFormattedAsFileLineColumn()
    {
        var result = ConfigurationReader.Read("version: 1\nservises: {}\n");

        result.Format("agent-sandbox.yaml").Should().Contain(
            "agent-sandbox.yaml:2:1: The key \"servises\" is not known at the top of the file. (did you mean \"services\"?)");
    }

    [Fact]
    public void PrivateValue_IsNeverInAMessage()
    {
        var result = ConfigurationReader.Read("version: 1\nservices: { a: { source: ., run: x, env: { K: [hunter2], L: \"hunter2 ${nope}\" } } }\n");

        result.Problems.Should().HaveCount(2);
        result.Format("f").Should().NotContain("hunter2");
    }
}
