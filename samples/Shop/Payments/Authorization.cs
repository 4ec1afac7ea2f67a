namespace Shop.Payments;

/// <summary>The answer to an attempt to authorize.</summary>
public sealed record Authorization(Payment? Payment, AuthorizationOutcome Outcome);
