namespace AgentSandbox.Orchestration.Comparison;

/// <summary>What is different, before it is judged.</summary>
internal enum FindingKind
{
    StatusChanged,
    MediaTypeChanged,
    MediaParametersChanged,
    HeaderRemoved,
    HeaderAdded,
    HeaderChanged,
    BodyRemoved,
    BodyAdded,
    BodyKindChanged,
    BodyBytesChanged,
    MemberRemoved,
    MemberAdded,
    TypeChanged,
    FormatLost,
    ValueChanged,
    ElementRemoved,
    ElementAdded,
    ListEmptied,
    OrderChanged,
    LineChanged,
    LineRemoved,
    LineAdded,
}
