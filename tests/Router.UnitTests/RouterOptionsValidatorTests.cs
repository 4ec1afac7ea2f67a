using AgentSandbox.Router.Carriers;

namespace AgentSandbox.Router.UnitTests;

public sealed class RouterOptionsValidatorTests
{
    [Fact]
    public void Defaults_AreValid()
    {
        RouterOptionsValidator.Validate(new RouterOptions()).Should().BeEmpty();
    }

    [Fact]
    public void SeveralErrors_AreReportedAtOnceByName()
    {
        var options = new RouterOptions
        {
            ConnectTimeout = TimeSpan.Zero,
            MaxRequestBodyBytes = 0,
            RecentHops = 1,
            RetryAfter = TimeSpan.Zero,
        };
        options.ForeignCarriers.Add(Carrier.Foreign(CarrierKind.Header, "Host"));
        options.ForeignCarriers.Add(Carrier.Foreign(CarrierKind.BaggageMember, "not a token"));

        var errors = RouterOptionsValidator.Validate(options);

        errors.Should().HaveCount(6);
        errors.Should().Contain(error => error.Contains("ConnectTimeout")).And.Contain(error => error.Contains("'Host'"));
    }
}
