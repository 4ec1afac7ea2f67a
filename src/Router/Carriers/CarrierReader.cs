using AgentSandbox.Router.Hops;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AgentSandbox.Router.Carriers;

/// <summary>Reads every carrier of a request. Pure, and free of allocations on the usual paths.</summary>
internal sealed class CarrierReader
{
    private readonly string[] _foreignHeaders;
    private readonly string[] _foreignMembers;

    public CarrierReader(IEnumerable<Carrier> foreignCarriers)
    {
        var all = foreignCarriers.ToArray();
        _foreignHeaders = [.. all.Where(carrier => carrier.Kind == CarrierKind.Header).Select(carrier => carrier.Name)];
        _foreignMembers = [.. all.Where(carrier => carrier.Kind == CarrierKind.BaggageMember).Select(carrier => carrier.Name)];
    }

    public CarrierReading Read(IHeaderDictionary headers)
    {
        var found = default(Found);
        ReadBaggage(headers.Baggage, ref found);
        if (headers.TryGetValue(Carrier.OwnHeaderName, out var own))
        {
            ReadHeader(own, KeyOrigin.Own, HopCarriers.Header, ref found);
        }

        foreach (var name in _foreignHeaders)
        {
            if (headers.TryGetValue(name, out var foreign))
            {
                ReadHeader(foreign, KeyOrigin.Foreign, HopCarriers.Foreign, ref found);
            }
        }

        var traceparent = headers.TraceParent;
        var traceId = traceparent.Count == 1 ? TraceParent.ReadTraceId(traceparent[0]) : null;
        return new CarrierReading
        {
            Key = found.Key,
            Origin = found.Origin,
            ConflictingKey = found.Conflict,
            RequestId = found.RequestId,
            TraceId = traceId,
            HasTraceparent = traceparent.Count > 0,
            Carriers = found.Carriers | (traceId is null ? HopCarriers.None : HopCarriers.Traceparent),
        };
    }

    private void ReadBaggage(StringValues lines, ref Found found)
    {
        foreach (var line in lines)
        {
            foreach (var member in new BaggageMembers(line ?? ""))
            {
                if (member.Is(Carrier.OwnMemberName))
                {
                    found.Add(BaggageHeader.Decode(member.RawValue), KeyOrigin.Own, HopCarriers.Baggage);
                }
                else if (member.Is(Carrier.RequestMemberName))
                {
                    found.AddRequestId(BaggageHeader.Decode(member.RawValue));
                }
                else if (_foreignMembers.Length > 0 && Array.Exists(_foreignMembers, member.Is))
                {
                    AddForeign(BaggageHeader.Decode(member.RawValue), ref found);
                }
            }
        }
    }

    /// <summary>Equal lines may have been joined by commas on the way, so each part is read for itself.</summary>
    private static void ReadHeader(StringValues lines, KeyOrigin origin, HopCarriers carrier, ref Found found)
    {
        foreach (var line in lines)
        {
            var rest = (line ?? "").AsMemory();
            while (true)
            {
                var comma = rest.Span.IndexOf(',');
                var value = BaggageMembers.Trim(comma < 0 ? rest : rest[..comma]);
                if (origin == KeyOrigin.Own)
                {
                    found.Add(value, origin, carrier);
                }
                else
                {
                    AddForeign(value, ref found);
                }

                if (comma < 0)
                {
                    break;
                }

                rest = rest[(comma + 1)..];
            }
        }
    }

    private static void AddForeign(ReadOnlyMemory<char> value, ref Found found)
    {
        // An empty value of ours is a mistake that must be seen; another tool's empty value means nothing.
        if (!value.IsEmpty)
        {
            found.Add(value, KeyOrigin.Foreign, HopCarriers.Foreign);
        }
    }

    private struct Found
    {
        public ReadOnlyMemory<char> Key;
        public KeyOrigin Origin;
        public string? Conflict;
        public string? RequestId;
        public HopCarriers Carriers;

        public void Add(ReadOnlyMemory<char> key, KeyOrigin origin, HopCarriers carrier)
        {
            Carriers |= carrier;
            if (Origin == KeyOrigin.None)
            {
                Key = key;
                Origin = origin;
                return;
            }

            Origin = Origin == KeyOrigin.Own ? KeyOrigin.Own : origin;
            if (!key.Span.SequenceEqual(Key.Span))
            {
                Conflict ??= key.ToString();
            }
        }

        public void AddRequestId(ReadOnlyMemory<char> id)
        {
            if (RequestId is null && Router.Carriers.RequestId.IsValid(id.Span))
            {
                RequestId = id.ToString();
                Carriers |= HopCarriers.RequestId;
            }
        }
    }
}
