using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>Takes interpolated strings apart for <see cref="Markup.Of"/>, so that to forget encoding is not possible.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupBuilder
{
    private readonly StringBuilder _text;

    public MarkupBuilder(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 32));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Markup markup) => _text.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Markup> parts) => _text.AppendJoin("", parts);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(ReportText.Clean(text ?? "")));

    public void AppendFormatted(int number) => _text.Append(number);

    /// <summary>For coordinates and shares: two decimals are finer than a screen.</summary>
    public void AppendFormatted(double number) => _text.Append((double.IsFinite(number) ? number : 0).ToString("0.##", CultureInfo.InvariantCulture));

    public string ToText() => _text.ToString();
}
