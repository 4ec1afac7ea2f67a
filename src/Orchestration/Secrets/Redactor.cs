using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Secrets;

/// <summary>Replaces secrets in text that leaves the host: known values first, then what looks like one.</summary>
/// <remarks>The patterns are linear-time, since the text comes from services.</remarks>
public sealed partial class Redactor(SecretValues secrets)
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Replacement = "[redacted]";

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
        text = Bearer().Replace(text, "$1" + Replacement);
        return Assignment().Replace(text, "$1" + Replacement);
    }

    /// <summary>True for names of headers and variables whose value is never shown.</summary>
    /// <param name="name">The name.</param>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(-----END [A-Z ]*PRIVATE KEY-----)?", RegexOptions.NonBacktracking)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}|\bxox[abposr]-[A-Za-z0-9-]{10,}|\bsk-[A-Za-z0-9_-]{20,}|\bsk_live_[A-Za-z0-9]{10,}|\brk_live_[A-Za-z0-9]{10,}|\bAIza[0-9A-Za-z_-]{30,}|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*|\bnpm_[A-Za-z0-9]{30,}|\bpscale_(tkn|pw)_[A-Za-z0-9_-]{20,}|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"(\b[a-zA-Z][a-zA-Z0-9+.-]*://)[^\s/:@""']*:[^\s/@""']+@", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?i)(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}", RegexOptions.NonBacktracking)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"(?i)((?:password|passwd|pwd|secret|api[_-]?key|apikey|access[_-]?token|auth[_-]?token|client[_-]?secret|private[_-]?key|connection[_-]?string)[""']?\s*[:=]\s*[""']?)[^\s""',;&}\[]+", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();

    [GeneratedRegex("(?i)(password|passwd|secret|token|api[_-]?key|authorization|cookie|credential|private[_-]?key)", RegexOptions.NonBacktracking)]
    private static partial Regex SecretName();
}
