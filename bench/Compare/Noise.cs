using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentSandbox.Bench.Compare;

/// <summary>Lets an answer vary as a running shop does: ids per request, times, stock, new orders, order of rows, fields that come and go.</summary>
internal sealed partial class Noise(Random random)
{
    // Which sources are at work in this repetition; what is off stays as recorded.
    private readonly bool _stock = random.Next(2) == 0;
    private readonly bool _times = random.Next(2) == 0;
    private readonly bool _rows = random.Next(3) == 0;
    private readonly bool _ids = random.Next(4) == 0;
    private readonly bool _stamp = random.Next(2) == 0;
    private readonly bool _optional = random.Next(3) == 0;

    public Answer Vary(Answer answer)
    {
        var varied = answer.Clone();
        if (varied.Json is { } json)
        {
            Walk(json);
            if (json is JsonObject top && _stamp)
            {
                top["servedAt"] = DateTimeOffset.UnixEpoch.AddSeconds(1_790_000_000 + random.Next(100_000)).ToString("o", CultureInfo.InvariantCulture);
                top["requestId"] = $"{Hex(8)}-{Hex(4)}-{Hex(4)}-{Hex(4)}-{Hex(12)}";
            }

            if (json is JsonObject some && _optional && random.Next(2) == 0)
            {
                some["hint"] = "cached";
            }
        }

        varied.Headers["etag"] = $"\"{random.Next():x}\"";
        return varied;
    }

    private void Walk(JsonNode node)
    {
        if (node is JsonArray rows)
        {
            foreach (var row in rows.OfType<JsonNode>().ToList())
            {
                Walk(row);
            }

            if (_rows && rows.Count > 2 && rows.All(row => row is JsonObject))
            {
                var moved = rows[random.Next(rows.Count)]!; // Rows are objects, as tested.
                rows.Remove(moved);
                rows.Insert(random.Next(rows.Count + 1), moved);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                switch (value)
                {
                    case JsonValue scalar:
                        members[name] = Scalar(name, scalar);
                        break;
                    case { } inner:
                        Walk(inner);
                        break;
                }
            }
        }
    }

    private JsonNode Scalar(string name, JsonValue value) => name switch
    {
        "traceId" => JsonValue.Create($"00-{Hex(32)}-{Hex(16)}-00"),
        "available" or "onHand" or "reserved" when _stock => JsonValue.Create(random.Next(100)),
        "at" or "pickedUpAt" when _times => JsonValue.Create(DateTimeOffset.UnixEpoch.AddSeconds(1_790_000_000 + random.Next(100_000)).ToString("o", CultureInfo.InvariantCulture)),
        "id" or "orderId" when _ids && Generated().IsMatch(value.ToString()) => JsonValue.Create(value.ToString()[..4] + Hex(8)),
        _ => value.DeepClone(),
    };

    private string Hex(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(16).ToString("x", CultureInfo.InvariantCulture)));

    [GeneratedRegex("^(ord|pay)-")]
    private static partial Regex Generated();
}
