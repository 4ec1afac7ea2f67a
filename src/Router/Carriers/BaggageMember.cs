namespace AgentSandbox.Router.Carriers;

/// <summary>One member of a <c>baggage</c> header: slices of the header's own text.</summary>
internal readonly record struct BaggageMember(ReadOnlyMemory<char> Text, ReadOnlyMemory<char> Name, ReadOnlyMemory<char> RawValue)
{
    private static readonly System.Buffers.SearchValues<char> s_tokenCharacters =
        System.Buffers.SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Whether the text is a token of RFC 9110, as header and member names are.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(s_tokenCharacters);

    public bool Is(string name) => Name.Span.SequenceEqual(name);
}
