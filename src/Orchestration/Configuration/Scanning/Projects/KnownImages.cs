namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>The ports of images that are dependencies nearly everywhere.</summary>
internal static class KnownImages
{
    private static readonly (string Name, int Port)[] s_ports =
    [
        ("postgres", 5432), ("postgis", 5432), ("timescaledb", 5432), ("mysql", 3306), ("mariadb", 3306), ("mssql", 1433),
        ("redis", 6379), ("valkey", 6379), ("rabbitmq", 5672), ("mongo", 27017), ("kafka", 9092), ("redpanda", 9092),
        ("nats", 4222), ("memcached", 11211), ("elasticsearch", 9200), ("opensearch", 9200), ("minio", 9000),
        ("localstack", 4566), ("zookeeper", 2181), ("consul", 8500), ("vault", 8200), ("mosquitto", 1883), ("mailhog", 1025), ("mailpit", 1025),
    ];

    public static int? PortOf(string image)
    {
        var path = image.Split('@')[0];
        var name = path[(path.LastIndexOf('/') + 1)..].Split(':')[0];

        // "mcr.microsoft.com/mssql/server" names the product in its folder.
        var folder = path.Contains("mssql/", StringComparison.Ordinal) ? "mssql" : name;
        return s_ports.FirstOrDefault(known => folder.Contains(known.Name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found ? found.Port : null;
    }
}
