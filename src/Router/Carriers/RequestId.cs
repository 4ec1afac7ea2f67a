namespace AgentSandbox.Router.Carriers;

/// <summary>The text form of the identifier in the baggage member <c>sandbox-request</c>.</summary>
internal static class RequestId
{
    public const int MaxLength = 64;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
