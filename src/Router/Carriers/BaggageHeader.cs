using System.Text;
using Microsoft.Extensions.Primitives;

namespace AgentSandbox.Router.Carriers;

/// <summary>Reads and writes our members of the W3C <c>baggage</c> header.</summary>
public static class BaggageHeader
{
    /// <summary>The name of the header.</summary>
    public const string Name = "baggage";

    /// <summary>The most members of a header that we write (W3C Baggage, the grammar's own limit).</summary>
    public const int MaxMembers = 180;

    /// <summary>The most bytes of a header that we write (W3C Baggage).</summary>
    public const int MaxBytes = 8192;

    /// <summary>
    /// The header with our members first, canonical and without properties. All other members follow byte for byte;
    /// only when the whole would pass the W3C limits are members dropped, whole and from the end.
    /// </summary>
    /// <param name="key">The key to carry.</param>
    /// <param name="requestId">The identifier that joins the hops of one request, or null.</param>
    /// <param name="existing">The header lines that there are; our members among them are replaced.</param>
    public static string Compose(RoutingKey key, string? requestId, StringValues existing)
    {
        var text = new StringBuilder(64).Append(Carrier.OwnMemberName).Append('=').Append(key.Value);
        var members = 1;
        if (requestId is not null)
        {
            text.Append(',').Append(Carrier.RequestMemberName).Append('=').Append(requestId);
            members++;
        }

        AppendOthers(text, members, existing);
        return text.ToString();
    }

    /// <summary>The header without our members; null when nothing else is in it.</summary>
    internal static string? WithoutOwn(StringValues existing)
    {
        var text = new StringBuilder();
        AppendOthers(text, 0, existing);
        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>Whether one of our members is in the header.</summary>
    internal static bool HasOwn(StringValues existing)
    {
        foreach (var line in existing)
        {
            foreach (var member in new BaggageMembers(line ?? ""))
            {
                if (IsOwn(member))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// A member's value, decoded. Some libraries (.NET 10 among them) fold properties into the value, percent-encoded,
    /// so it is cut at the first semicolon both before and after decoding.
    /// </summary>
    internal static ReadOnlyMemory<char> Decode(ReadOnlyMemory<char> rawValue)
    {
        var value = BaggageMembers.Trim(CutAtSemicolon(rawValue));
        return value.Span.Contains('%')
            ? BaggageMembers.Trim(CutAtSemicolon(Uri.UnescapeDataString(value.Span).AsMemory()))
            : value;
    }

    private static ReadOnlyMemory<char> CutAtSemicolon(ReadOnlyMemory<char> text)
    {
        var end = text.Span.IndexOf(';');
        return end < 0 ? text : text[..end];
    }

    private static bool IsOwn(BaggageMember member) => member.Is(Carrier.OwnMemberName) || member.Is(Carrier.RequestMemberName);

    private static void AppendOthers(StringBuilder text, int members, StringValues existing)
    {
        foreach (var line in existing)
        {
            foreach (var member in new BaggageMembers(line ?? ""))
            {
                if (IsOwn(member))
                {
                    continue;
                }

                // Characters are bytes here: header values are read as Latin-1.
                if (members == MaxMembers || text.Length + 1 + member.Text.Length > MaxBytes)
                {
                    return;
                }

                text.Append(text.Length == 0 ? "" : ",").Append(member.Text.Span);
                members++;
            }
        }
    }
}
