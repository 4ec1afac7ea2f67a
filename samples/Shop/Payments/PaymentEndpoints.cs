using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Payments;

/// <summary>What other services may ask of the cash desk.</summary>
public static class PaymentEndpoints
{
    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        app.MapGet("/fees", Quote);
        app.MapPost("/payments", Authorize);
        app.MapGet("/payments/{orderId}", (string orderId, Ledger ledger, ILogger<Ledger> log) =>
        {
            log.LogInformation("Looked up the payment of order {OrderId}", orderId);
            return Found(ledger.Find(orderId), orderId);
        });
        app.MapPost("/payments/{orderId}/capture", (string orderId, Ledger ledger, ILogger<Ledger> log) =>
            End(orderId, PaymentStatus.Captured, ledger, log));
        app.MapPost("/payments/{orderId}/void", (string orderId, Ledger ledger, ILogger<Ledger> log) =>
            End(orderId, PaymentStatus.Voided, ledger, log));
    }

    private static Ok<FeeQuote> Quote([Range(0.01, 100_000)] decimal amount, ILogger<Ledger> log)
    {
        var fee = FeePolicy.FeeFor(amount);
        log.LogInformation("Quoted a fee of {Fee:F2} EUR on {Amount:F2} EUR ({Percent} %)", fee, amount, FeePolicy.SurchargePercent);
        return TypedResults.Ok(new FeeQuote(amount, FeePolicy.SurchargePercent, fee, amount + fee, PaymentLimits.Currency));
    }

    private static Results<Created<Payment>, Ok<Payment>, ProblemHttpResult> Authorize(
        [FromHeader(Name = "Idempotency-Key"), StringLength(100)] string? idempotencyKey,
        AuthorizeRequest request,
        Ledger ledger,
        ILogger<Ledger> log)
    {
        if (string.IsNullOrWhiteSpace(idempotencyKey))
        {
            return TypedResults.Problem(
                "Send the header Idempotency-Key, so that a repeated call takes no money twice.",
                title: "The idempotency key is missing.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var (payment, outcome) = ledger.Authorize(idempotencyKey, request);
        switch (outcome)
        {
            case AuthorizationOutcome.Authorized:
                log.LogInformation("Authorized payment {Id} of {Total:F2} EUR for order {OrderId}", payment!.Id, payment.Total, payment.OrderId);
                return TypedResults.Created($"/payments/{payment.OrderId}", payment);
            case AuthorizationOutcome.Repeated:
                log.LogInformation("Payment {Id} for order {OrderId} was authorized before", payment!.Id, payment.OrderId);
                return TypedResults.Ok(payment);
            case AuthorizationOutcome.Declined:
                var reason = PaymentLimits.DeclineReason(request.Amount + FeePolicy.FeeFor(request.Amount));
                log.LogWarning("Declined the payment for order {OrderId}: {Reason}", request.OrderId, reason);
                return TypedResults.Problem(reason, title: "The payment is declined.", statusCode: StatusCodes.Status402PaymentRequired);
            default:
                log.LogWarning("Refused a payment for order {OrderId}: {Outcome}", request.OrderId, outcome);
                return TypedResults.Problem(
                    outcome == AuthorizationOutcome.KeyReused
                        ? $"The idempotency key '{idempotencyKey}' belongs to another request."
                        : $"Order '{request.OrderId}' has payment '{payment!.Id}' already.",
                    title: "The payment contradicts an earlier one.",
                    statusCode: StatusCodes.Status409Conflict);
        }
    }

    private static Results<Ok<Payment>, ProblemHttpResult> End(string orderId, PaymentStatus end, Ledger ledger, ILogger<Ledger> log)
    {
        var (payment, done) = ledger.End(orderId, end);
        if (payment is not null && !done)
        {
            return TypedResults.Problem(
                $"Payment '{payment.Id}' is {payment.Status} and cannot become {end}.",
                title: "The payment has ended.",
                statusCode: StatusCodes.Status409Conflict);
        }

        if (done)
        {
            log.LogInformation("Payment {Id} for order {OrderId} is {Status}", payment!.Id, orderId, end);
        }

        return Found(payment, orderId);
    }

    private static Results<Ok<Payment>, ProblemHttpResult> Found(Payment? payment, string orderId) => payment is null
        ? TypedResults.Problem($"Order '{orderId}' has no payment.", title: "No such payment.", statusCode: StatusCodes.Status404NotFound)
        : TypedResults.Ok(payment);
}
