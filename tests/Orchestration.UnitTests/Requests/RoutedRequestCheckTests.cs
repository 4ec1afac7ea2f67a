using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests.Requests;

public sealed class RoutedRequestCheckTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/items?page=2&q=a%20b")]
    [InlineData("/a//b")]
    [InlineData("/redirect?to=https://example.com/..")]
    [InlineData("/files/..hidden/a...b")]
    [InlineData("/%E2%9C%93")]
    public void PathOnTheService_IsFine(string path) => Check(path).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("api")]
    [InlineData("?q=1")]
    [InlineData("*")]
    [InlineData("http://evil.example/")]
    [InlineData("HTTPS://evil.example/")]
    [InlineData("//evil.example/x")]
    [InlineData("/..")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/%2e%2e/b")]
    [InlineData("/%2E./b")]
    [InlineData("/a%2f..%2fb")]
    [InlineData("/a%5c..%5cb")]
    [InlineData("/a\\b")]
    [InlineData("/a b")]
    [InlineData("/a\tb")]
    [InlineData("/a\r\nHost: evil")]
    [InlineData("/a\0")]
    [InlineData("/a\u007f")]
    [InlineData("/ü")]
    [InlineData("/a#fragment")]
    public void AnyOtherPath_IsRefused(string path) => Check(path)!.Code.Should().Be(FailureCodes.InvalidPath);

    [Fact]
    public void PathOfNineKilobytes_IsRefusedAndNotRepeated()
    {
        var failure = Check("/" + new string('a', 9 * 1024))!;

        failure.Code.Should().Be(FailureCodes.InvalidPath);
        failure.Message.Length.Should().BeLessThan(200);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("content-length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("connection")]
    [InlineData("traceparent")]
    [InlineData("baggage")]
    [InlineData("X-Sandbox-Key")]
    [InlineData("x-sandbox-route")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a:b")]
    [InlineData(":authority")]
    [InlineData("a\r\nb")]
    [InlineData("ü")]
    public void HeaderThatMayNotBeSet_IsRefused(string name) => CheckHeader(name, "x")!.Code.Should().Be(FailureCodes.InvalidHeader);

    [Theory]
    [InlineData("a\r\nb: c")]
    [InlineData("a\0")]
    [InlineData("ü")]
    [InlineData(null)]
    public void HeaderValueThatCannotBeSent_IsRefused(string? value) => CheckHeader("x-a", value!)!.Code.Should().Be(FailureCodes.InvalidHeader);

    [Theory]
    [InlineData("Authorization", "Bearer abc")]
    [InlineData("Cookie", "a=b; c=d")]
    [InlineData("x-empty", "")]
    [InlineData("x-tab", "a\tb")]
    public void OrdinaryHeader_IsFine(string name, string value) => CheckHeader(name, value).Should().BeNull();

    [Fact]
    public void SixtyFiveHeaders_AreRefused() =>
        RoutedRequestCheck.Check(Request("/") with { Headers = Enumerable.Range(0, 65).ToDictionary(i => $"x-{i}", _ => "v") })!.Code.Should().Be(FailureCodes.InvalidHeader);

    [Theory]
    [InlineData("get")]
    [InlineData("CONNECT")]
    [InlineData("TRACE")]
    [InlineData("")]
    [InlineData("GET /x HTTP/1.1\r\n")]
    public void OtherMethod_IsRefused(string method) =>
        RoutedRequestCheck.Check(Request("/") with { Method = method })!.Code.Should().Be(FailureCodes.InvalidArguments);

    [Theory]
    [InlineData(1024 * 1024, true)]
    [InlineData((1024 * 1024) + 1, false)]
    public void Body_HasALimitInBytes(int length, bool isFine) =>
        (RoutedRequestCheck.Check(Request("/") with { Method = "POST", Body = new string('a', length) }) is null).Should().Be(isFine);

    [Fact]
    public void BodyOfMultiByteCharacters_IsCountedInBytes() =>
        RoutedRequestCheck.Check(Request("/") with { Method = "POST", Body = new string('✓', 400_000) })!.Code.Should().Be(FailureCodes.BodyTooLarge);

    [Theory]
    [InlineData(-1, 15)]
    [InlineData(int.MaxValue, 15)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 100000)]
    public void LimitOutOfRange_IsRefused(int maxBodyBytes, int seconds) =>
        RoutedRequestCheck.Check(Request("/") with { MaxBodyBytes = maxBodyBytes, Timeout = TimeSpan.FromSeconds(seconds) })!.Code.Should().Be(FailureCodes.InvalidArguments);

    [Theory]
    [InlineData("GET", false, true)]
    [InlineData("HEAD", false, true)]
    [InlineData("OPTIONS", false, true)]
    [InlineData("POST", false, false)]
    [InlineData("DELETE", false, false)]
    [InlineData("POST", true, true)]
    public void Comparison_OfAChangingMethod_NeedsConsent(string method, bool mutates, bool isFine) =>
        RoutedRequestCheck.Check(Request("/") with { Method = method, CompareWithBaseline = true, Mutates = mutates })?.Code
            .Should().Be(isFine ? null : FailureCodes.WouldMutate);

    [Fact]
    public void SeveralProblems_AreAllNamed()
    {
        var failure = RoutedRequestCheck.Check(Request("x") with { Method = "FETCH", Headers = new Dictionary<string, string> { ["host"] = "a", ["te"] = "b" } })!;

        failure.Message.Should().Contain("'FETCH'").And.Contain("'x'").And.Contain("'host'").And.Contain("'te'");
    }

    private static RoutedRequest Request(string path) => new() { Sandbox = new SandboxId("pr-1"), Service = "orders", Path = path };

    private static SandboxFailure? Check(string path) => RoutedRequestCheck.Check(Request(path));

    private static SandboxFailure? CheckHeader(string name, string value) =>
        RoutedRequestCheck.Check(Request("/") with { Headers = new Dictionary<string, string> { [name] = value } });
}
