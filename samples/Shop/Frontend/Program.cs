using Shop.Frontend;
using Shop.Frontend.Clients;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
});
builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
builder.Services.AddProblemDetails().AddExceptionHandler<UpstreamProblems>().AddValidation().AddHealthChecks();
builder.AddUpstream<CatalogClient>("CATALOG_URL");
builder.AddUpstream<OrdersClient>("ORDERS_URL");

var app = builder.Build();
app.UseExceptionHandler().UseStatusCodePages();
app.UseDefaultFiles().UseStaticFiles(new StaticFileOptions
{
    // A deploy must show at once.
    OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
});
app.MapHealthChecks("/healthz");
app.MapShopApi();
app.Run();
