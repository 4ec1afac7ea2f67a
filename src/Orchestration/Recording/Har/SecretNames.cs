using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Recording.Har;

/// <summary>Names of values that a recording never holds: a file lives longer than an answer, so more counts as secret.</summary>
internal static partial class SecretNames
{
    public static bool Contains(string name) => Redactor.IsSecretName(name) || Further().IsMatch(name);

    [GeneratedRegex("(?i)(session|jwt|csrf|xsrf|signature|nonce|card[_-]?number|iban)|^(sig|sid|otp|pin|cvv|cvc|code|auth|assertion|x-amz-.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Further();
}
