using System.Globalization;
using AgentSandbox.Mcp.Fixture;
using Microsoft.Extensions.Hosting;

// Serves the fixture on a port (default: a free one), prints the address, and ends when standard input closes.
var port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
await using var host = await FixtureHost.StartAsync(FixturePrimitives.All, port, CancellationToken.None);
Console.WriteLine(host.Endpoint);
await Console.In.ReadToEndAsync();
