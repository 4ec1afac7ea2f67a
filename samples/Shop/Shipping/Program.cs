using Shop.Shipping;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
builder.Services.AddProblemDetails().AddValidation().AddHealthChecks();
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Dispatch>();

var app = builder.Build();
app.UseExceptionHandler().UseStatusCodePages();
app.MapHealthChecks("/healthz");
app.MapShipping();
app.Run();
