using AgentSandbox.Orchestration.Plans.Expectations;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Expectations;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("-2", "-1")]
    [InlineData("-1", "0")]
    [InlineData("0", "1e-300")]
    [InlineData("0.09", "0.1")]
    [InlineData("9", "10")]
    [InlineData("1.2", "1.21")]
    [InlineData("-1.21", "-1.2")]
    [InlineData("99999999999999999999", "1e20")]
    public void Smaller_ComparesAsSmaller(string smaller, string larger)
    {
        var (left, right) = (JsonNumber.Parse(smaller)!.Value, JsonNumber.Parse(larger)!.Value);

        left.CompareTo(right).Should().BeNegative();
        right.CompareTo(left).Should().BePositive();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("0x1")]
    [InlineData("1 ")]
    public void TextThatIsNoNumber_IsNull(string text) => JsonNumber.Parse(text).Should().BeNull();

    [Fact]
    public void Values_MatchDecimalArithmetic()
    {
        decimal[] values = [0m, 1m, -1m, 0.5m, 100m, 1.10m, 12345678.9m, -0.001m, 0.0001m];
        foreach (var left in values)
        {
            foreach (var right in values)
            {
                Math.Sign(Of(left).CompareTo(Of(right))).Should().Be(Math.Sign(left.CompareTo(right)));
                (Of(left) == Of(right)).Should().Be(left == right);
            }

            Of(left).IsInteger.Should().Be(decimal.IsInteger(left));
        }

        static JsonNumber Of(decimal value) => JsonNumber.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture))!.Value;
    }
}
