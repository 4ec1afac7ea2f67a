namespace Shop.Payments;

/// <summary>All payments, by order and by the idempotency key that made them.</summary>
public sealed class Ledger(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (AuthorizeRequest Request, string OrderId)> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Payment> _payments = new(StringComparer.Ordinal);

    public Payment? Find(string orderId)
    {
        lock (_lock)
        {
            return _payments.GetValueOrDefault(orderId);
        }
    }

    /// <summary>Authorizes once per key: a repeated call gets the first payment again and takes no more money.</summary>
    public Authorization Authorize(string key, AuthorizeRequest request)
    {
        lock (_lock)
        {
            if (_keys.TryGetValue(key, out var earlier))
            {
                return earlier.Request == request
                    ? new(_payments[earlier.OrderId], AuthorizationOutcome.Repeated)
                    : new(null, AuthorizationOutcome.KeyReused);
            }

            if (_payments.TryGetValue(request.OrderId, out var paid) && paid.Status != PaymentStatus.Voided)
            {
                return new(paid, AuthorizationOutcome.PaidBefore);
            }

            var fee = FeePolicy.FeeFor(request.Amount);
            var total = request.Amount + fee;
            if (PaymentLimits.DeclineReason(total) is not null)
            {
                return new(null, AuthorizationOutcome.Declined);
            }

            var payment = new Payment(
                $"pay-{Guid.NewGuid():N}"[..12], request.OrderId, request.Amount, fee, total,
                PaymentLimits.Currency, PaymentStatus.Authorized, time.GetUtcNow());
            _keys[key] = (request, request.OrderId);
            _payments[request.OrderId] = payment;
            return new(payment, AuthorizationOutcome.Authorized);
        }
    }

    /// <summary>Captures or voids an authorized payment; asking for the same end twice is harmless.</summary>
    public (Payment? Payment, bool Done) End(string orderId, PaymentStatus end)
    {
        lock (_lock)
        {
            if (!_payments.TryGetValue(orderId, out var payment) || payment.Status != PaymentStatus.Authorized)
            {
                return (payment, payment?.Status == end);
            }

            return (_payments[orderId] = payment with { Status = end, At = time.GetUtcNow() }, true);
        }
    }
}
