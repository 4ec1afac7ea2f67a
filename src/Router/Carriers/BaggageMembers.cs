namespace AgentSandbox.Router.Carriers;

/// <summary>The members of one <c>baggage</c> header line, in order, without allocating. Empty members are left out.</summary>
internal struct BaggageMembers(string header)
{
    private int _position;

    public BaggageMember Current { get; private set; }

    public readonly BaggageMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_position < header.Length)
        {
            var comma = header.IndexOf(',', _position);
            var end = comma < 0 ? header.Length : comma;
            var text = Trim(header.AsMemory(_position, end - _position));
            _position = end + 1;
            if (!text.IsEmpty)
            {
                Current = Split(text);
                return true;
            }
        }

        return false;
    }

    /// <summary>Removes the optional white space of HTTP, which is space and tab and nothing else.</summary>
    public static ReadOnlyMemory<char> Trim(ReadOnlyMemory<char> text) => text.Trim(" \t");

    private static BaggageMember Split(ReadOnlyMemory<char> text)
    {
        var equals = text.Span.IndexOf('=');
        return equals < 0
            ? new BaggageMember(text, default, default)
            : new BaggageMember(text, Trim(text[..equals]), text[(equals + 1)..]);
    }
}
