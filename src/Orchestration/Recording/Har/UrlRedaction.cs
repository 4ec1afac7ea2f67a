using System.Text;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Recording.Har;

/// <summary>Redacts addresses, and forms, which are written like the query of one.</summary>
internal static class UrlRedaction
{
    private static readonly string s_replacement = Uri.EscapeDataString(Redactor.Replacement);

    public static string Url(string url, Redactor redactor)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? redactor.Redact(url) : redactor.Redact(url[..query]) + "?" + Form(url[(query + 1)..], redactor);
    }

    public static string Form(string form, Redactor redactor) => string.Join('&', form.Split('&').Select(pair => Pair(pair, redactor)));

    public static IEnumerable<(string Name, string Value)> Pairs(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? [] : url[(query + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Split(pair) is var (name, value) ? (Decode(name), Decode(value)) : default);
    }

    private static string Pair(string pair, Redactor redactor)
    {
        var (name, value) = Split(pair);
        if (value.Length > 0 && SecretNames.Contains(Decode(name)))
        {
            return $"{name}={s_replacement}";
        }

        // Together first: some patterns see a secret by the name before it.
        var (plain, plainPair) = (Decode(value), $"{Decode(name)}={Decode(value)}");
        return redactor.Redact(plain) == plain && redactor.Redact(plainPair) == plainPair && redactor.Redact(pair) == pair
            ? pair
            : new StringBuilder(Uri.EscapeDataString(redactor.Redact(Decode(name)))).Append('=').Append(s_replacement).ToString();
    }

    private static (string Name, string Value) Split(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (pair, "") : (pair[..at], pair[(at + 1)..]);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
