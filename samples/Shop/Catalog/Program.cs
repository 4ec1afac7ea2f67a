using Shop.Catalog;
using Shop.Catalog.Clients;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
builder.Services.AddProblemDetails().AddExceptionHandler<UpstreamProblems>().AddValidation().AddHealthChecks();
builder.Services.AddSingleton<Assortment>();
builder.AddUpstream<InventoryClient>("INVENTORY_URL");

var app = builder.Build();
app.UseExceptionHandler().UseStatusCodePages();
app.MapHealthChecks("/healthz");
app.MapCatalog();
app.Run();
