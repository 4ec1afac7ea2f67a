using Shop.Orders.Clients;
using Shop.Orders.Pricing;

namespace Shop.Orders;

/// <summary>Takes an order through its life: place, ship, cancel.</summary>
public sealed class OrderDesk(
    Till till, OrderBook orders, InventoryClient inventory, PaymentsClient payments, ShippingClient shipping, ILogger<OrderDesk> log)
{
    /// <summary>Prices the order, holds the goods, sets the money aside; what cannot be paid holds nothing.</summary>
    public async Task<Order> PlaceAsync(PlaceOrder wanted, CancellationToken cancellationToken)
    {
        var goods = await till.GoodsAsync(wanted.Lines, cancellationToken);
        var parcel = await till.ParcelAsync(wanted.Country, goods, cancellationToken);
        var order = orders.Open(id => new Order(
            id, wanted.Customer, wanted.Email, wanted.Country.ToUpperInvariant(), goods.Lines, goods.Subtotal, parcel,
            0m, goods.Subtotal + parcel, goods.Currency, goods.WeightGrams, OrderStatus.Placed, []));

        try
        {
            var (paid, _) = await orders.MoveAsync(order.Id, OrderStatus.Paid, async current =>
            {
                await inventory.ReserveAsync(current, cancellationToken);
                var payment = await payments.AuthorizeAsync(current.Id, current.Subtotal + current.Shipping, current.Currency, cancellationToken);
                return current with { Fee = payment.Fee, Total = payment.Total };
            }, cancellationToken);
            log.LogInformation("Order {Id} of {Total:F2} EUR for {Count} articles is paid", order.Id, paid!.Total, paid.Lines.Sum(line => line.Quantity));
            return paid;
        }
        catch (Exception e)
        {
            await RejectAsync(order, e.Message);
            throw;
        }
    }

    public Task<(Order? Order, bool Moved)> ShipAsync(string id, CancellationToken cancellationToken) => orders.MoveAsync(id, OrderStatus.Shipped, async order =>
    {
        // Each step can be repeated, so an order that stopped half-way is simply shipped again.
        var tracking = await shipping.ShipAsync(order, cancellationToken);
        await inventory.CommitAsync(id, cancellationToken);
        await payments.CaptureAsync(id, cancellationToken);
        log.LogInformation("Order {Id} has left as parcel {Tracking}", id, tracking);
        return order with { TrackingNumber = tracking };
    }, cancellationToken);

    public Task<(Order? Order, bool Moved)> CancelAsync(string id, CancellationToken cancellationToken) => orders.MoveAsync(id, OrderStatus.Cancelled, async order =>
    {
        await payments.VoidAsync(id, cancellationToken);
        await inventory.ReleaseAsync(id, cancellationToken);
        log.LogInformation("Order {Id} is cancelled, {Total:F2} EUR are the customer's again", id, order.Total);
        return order;
    }, cancellationToken);

    /// <summary>Undoes what was secured so far. Not cancellable: a customer who hangs up must not keep goods off the shelf.</summary>
    private async Task RejectAsync(Order order, string reason)
    {
        log.LogWarning("Order {Id} is rejected: {Reason}", order.Id, reason);
        await UndoAsync(() => payments.VoidAsync(order.Id, CancellationToken.None));
        await UndoAsync(() => inventory.ReleaseAsync(order.Id, CancellationToken.None));
        await orders.MoveAsync(order.Id, OrderStatus.Rejected, current => Task.FromResult(current with { Reason = reason }), CancellationToken.None);
    }

    private async Task UndoAsync(Func<Task> undo)
    {
        try
        {
            await undo();
        }
        catch (UpstreamException e) when (e.Problem.Status == StatusCodes.Status404NotFound)
        {
            // Nothing was secured there.
        }
        catch (UpstreamException e)
        {
            log.LogError("A part of a rejected order could not be undone: {Detail}", e.Message);
        }
    }
}
