using Shop.Orders;
using Shop.Orders.Clients;
using Shop.Orders.Pricing;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
builder.Services.AddProblemDetails().AddExceptionHandler<UpstreamProblems>().AddValidation().AddHealthChecks();
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<OrderBook>().AddTransient<Till>().AddTransient<OrderDesk>();
builder.AddUpstream<CatalogClient>("CATALOG_URL");
builder.AddUpstream<InventoryClient>("INVENTORY_URL");
builder.AddUpstream<PaymentsClient>("PAYMENTS_URL");
builder.AddUpstream<ShippingClient>("SHIPPING_URL");

var app = builder.Build();
app.UseExceptionHandler().UseStatusCodePages();
app.MapHealthChecks("/healthz");
app.MapOrders();
app.Run();
