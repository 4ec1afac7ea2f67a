using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Secrets;

/// <summary>Replaces secrets in text that leaves the host: known values first, then what looks like one.</summary>
/// <remarks>
/// The patterns are linear-time, since the text comes from services. Where a name says that a secret follows, hiding
/// too much is preferred; where only a word like "basic" says so, the value must look like one.
/// </remarks>
public sealed partial class Redactor(SecretValues secrets)
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Replacement = "[redacted]";

    private static readonly HashSet<string> s_plainWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "null", "nil", "none", "undefined", "true", "false", "string", "str", "required", "missing", "invalid", "empty",
    };

    /// <summary>Returns the text without secrets.</summary>
    /// <param name="text">Any text.</param>
    public string Redact(string text)
    {
        foreach (var value in secrets.Values)
        {
            text = text.Replace(value, Replacement, StringComparison.Ordinal);
        }

        text = PrivateKey().Replace(text, Replacement);
        text = Token().Replace(text, Replacement);
        text = UserInfo().Replace(text, "$1" + Replacement + "@");
        text = Authorization().Replace(text, "$1" + Replacement);
        text = Scheme().Replace(text, match => LooksRandom(match.Groups[2].Value) ? match.Groups[1].Value + Replacement : match.Value);
        text = LongToken().Replace(text, "$1" + Replacement);
        return Assignment().Replace(text, match => IsPlaceholder(text, match) ? match.Value : RedactAssignment(match));
    }

    // '${secret:NAME}' of a configuration names a secret, and its problems must show the name.
    private static bool IsPlaceholder(string text, Match match) =>
        text.AsSpan(0, match.Index).EndsWith("${")
        && match.Value.StartsWith("secret:", StringComparison.Ordinal)
        && text.AsSpan(match.Index + match.Length).StartsWith("}");

    /// <summary>True for names of headers and variables whose value is never shown.</summary>
    /// <param name="name">The name.</param>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    private static string RedactAssignment(Match match)
    {
        var (name, separator, value) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        if (IsPlain(name, value))
        {
            return match.Value;
        }

        var opening = value[..(value.AsSpan().IndexOfAny('"', '\'') + 1)];
        var isQuoted = opening.All(c => c is '\\' or '"' or '\'');
        var closing = isQuoted && value.Length >= 2 * opening.Length && value.EndsWith(opening, StringComparison.Ordinal) ? opening : string.Empty;
        return name + separator + (isQuoted ? opening : string.Empty) + Replacement + closing;
    }

    /// <summary>Code, placeholders and types beside a secret's name are no secrets, and readers need them.</summary>
    private static bool IsPlain(string name, string value) =>
        s_plainWords.Contains(value)
        || value.StartsWith("${", StringComparison.Ordinal)
        || value.StartsWith("{{", StringComparison.Ordinal)
        || (name.EndsWith("pwd", StringComparison.OrdinalIgnoreCase) && value.StartsWith('/'))
        || Call().IsMatch(value);

    /// <summary>Tells "Basic dXNlcjpw" from "basic authentication".</summary>
    private static bool LooksRandom(string value) => value.AsSpan(1).ContainsAnyInRange('A', 'Z') || value.AsSpan().ContainsAnyInRange('0', '9') || value.EndsWith('=');

    [GeneratedRegex("-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----([^-]|-{1,4}[^-])*(-----END [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----)?", RegexOptions.NonBacktracking)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}|\bxox[abposr]-[A-Za-z0-9-]{10,}|\bsk-[A-Za-z0-9_-]{20,}|\b[sr]k_(live|test)_[A-Za-z0-9]{10,}|\bwhsec_[A-Za-z0-9]{16,}|\bAIza[0-9A-Za-z_-]{30,}|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*|\bnpm_[A-Za-z0-9]{30,}|\bpscale_(tkn|pw)_[A-Za-z0-9_-]{20,}|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"(\b[a-zA-Z][a-zA-Z0-9+.-]{0,30}://)[^\s/:@""']*:[^\s/""']+@", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?i)(\bauthorization\\?[""']?\s*[:=]\s*\\?[""']?(?:bearer|basic|token|apikey|negotiate)\s+)[^\s""'\\,;\[]+", RegexOptions.NonBacktracking)]
    private static partial Regex Authorization();

    [GeneratedRegex(@"(?i)(\b(?:bearer|basic)\s+)([A-Za-z0-9._~+/=-]{8,})", RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    // "tokens: 5" and "token: next" are no secrets; sixteen characters in a row after the name are.
    [GeneratedRegex(@"(?i)(token\\?[""']?\s*[:=]\s*\\?[""']?)[A-Za-z0-9._~+/=-]{16,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongToken();

    [GeneratedRegex(@"(?i)(password|passwd|passphrase|pwd|secret|secret[_-]?key(?:[_-]?base)?|api[_-]?key|access[_-]?key|(?:access|auth|refresh|id)[_-]?token|private[_-]?key|account[_-]?key|connection[_-]?string)(\\?[""']?\s*(?:=>|[:=])\s*)(\\+""[^""\r\n]*""?|""(?:[^""\\\r\n]|\\.)*""?|'(?:[^'\\\r\n]|\\.)*'?|[^\s""',;&}\[]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.]*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex("(?i)(password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|authorization|cookie|credential|private[_-]?key|connection[_-]?string)", RegexOptions.NonBacktracking)]
    private static partial Regex SecretName();
}
