namespace AgentSandbox.Orchestration.Failures;

/// <content>What installing, enrolling and their undoing can end with.</content>
public static partial class FailureCodes
{
    /// <summary>No operator looks after the namespace.</summary>
    public const string OperatorMissing = "operator_missing";

    /// <summary>Another installation would look after the same namespace, or this one has another scope.</summary>
    public const string OtherInstallation = "other_installation";

    /// <summary>Pods of the operator or of the routers did not become ready.</summary>
    public const string InstallationNotReady = "installation_not_ready";

    /// <summary>Not every router pod listens on the ports of a Service; the Service was left as it is.</summary>
    public const string RoutersNotListening = "routers_not_listening";

    /// <summary>A Service was changed, and the cluster does not send its traffic accordingly yet.</summary>
    public const string EnrolmentUnconfirmed = "enrolment_unconfirmed";

    /// <summary>There are sandboxes where something is to be uninstalled.</summary>
    public const string SandboxesRemain = "sandboxes_remain";

    /// <summary>Routers that are to be removed still carry connections.</summary>
    public const string RoutersCarryTraffic = "routers_carry_traffic";

    /// <summary>Objects of an installation were still there when the time was over.</summary>
    public const string ObjectsRemain = "objects_remain";
}
