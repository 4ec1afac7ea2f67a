namespace AgentSandbox.Orchestration.Failures;

/// <summary>Every code of a <see cref="SandboxFailure"/>; described in <c>docs/reference/failures.md</c>.</summary>
public static partial class FailureCodes
{
    /// <summary>A name that is not a DNS label.</summary>
    public const string InvalidName = "invalid_name";

    /// <summary>Arguments that are unknown, missing, of the wrong type or out of range.</summary>
    public const string InvalidArguments = "invalid_arguments";

    /// <summary>Arguments that the engine of this repository has no use for.</summary>
    public const string ArgumentUnsupported = "argument_unsupported";

    /// <summary>A request path that is not an absolute path on the service.</summary>
    public const string InvalidPath = "invalid_path";

    /// <summary>A header that may not be sent.</summary>
    public const string InvalidHeader = "invalid_header";

    /// <summary>A body over the limit.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>No sandbox has this name.</summary>
    public const string SandboxNotFound = "sandbox_not_found";

    /// <summary>The sandbox is being removed.</summary>
    public const string SandboxDeleting = "sandbox_deleting";

    /// <summary>The sandbox has ended.</summary>
    public const string SandboxEnded = "sandbox_ended";

    /// <summary>Somebody else owns the sandbox.</summary>
    public const string NotOwner = "not_owner";

    /// <summary>No route group has this name.</summary>
    public const string GroupNotFound = "group_not_found";

    /// <summary>A sandbox, a route group or a run has this name already.</summary>
    public const string NameTaken = "name_taken";

    /// <summary>A sandbox of a route group does not exist.</summary>
    public const string MemberMissing = "member_missing";

    /// <summary>A sandbox of a route group is being removed.</summary>
    public const string MemberDeleting = "member_deleting";

    /// <summary>Two sandboxes of a route group fork the same service.</summary>
    public const string GroupConflict = "group_conflict";

    /// <summary>No service has this name.</summary>
    public const string ServiceNotFound = "service_not_found";

    /// <summary>The service is not a process of the repository.</summary>
    public const string ServiceNotForkable = "service_not_forkable";

    /// <summary>The service does not speak HTTP.</summary>
    public const string ServiceNotHttp = "service_not_http";

    /// <summary>The sandbox has no fork of this service.</summary>
    public const string ForkNotFound = "fork_not_found";

    /// <summary>No service's folder has a change.</summary>
    public const string NothingChanged = "nothing_changed";

    /// <summary>The working tree does not exist, or is not one of this repository.</summary>
    public const string TreeUnavailable = "tree_unavailable";

    /// <summary>Git is missing or refused.</summary>
    public const string GitFailed = "git_failed";

    /// <summary>The configuration file is missing, broken or contradictory.</summary>
    public const string ConfigurationInvalid = "configuration_invalid";

    /// <summary>A value from outside, which the configuration names, is missing.</summary>
    public const string ValueMissing = "value_missing";

    /// <summary>The build command ended with an error.</summary>
    public const string BuildFailed = "build_failed";

    /// <summary>The build command took too long and was ended.</summary>
    public const string BuildTimedOut = "build_timed_out";

    /// <summary>A command of the configuration could not be started.</summary>
    public const string CommandNotStarted = "command_not_started";

    /// <summary>The process ended before it passed its health check.</summary>
    public const string ExitedEarly = "exited_early";

    /// <summary>The process runs and never passed its health check.</summary>
    public const string NeverHealthy = "never_healthy";

    /// <summary>The process served and ended by itself.</summary>
    public const string ForkCrashed = "fork_crashed";

    /// <summary>The process of a baseline service ended by itself.</summary>
    public const string BaselineCrashed = "baseline_crashed";

    /// <summary>A newer deploy of the same service replaced this one before it was ready.</summary>
    public const string Superseded = "superseded";

    /// <summary>Baseline services that the request needs are still starting.</summary>
    public const string BaselineStarting = "baseline_starting";

    /// <summary>A fork is not ready to serve.</summary>
    public const string ForkNotReady = "fork_not_ready";

    /// <summary>The request met no fork although one should have answered: its key was lost.</summary>
    public const string NotRouted = "not_routed";

    /// <summary>The request carried its key all the way and never came to a forked service.</summary>
    public const string NotReached = "not_reached";

    /// <summary>What the routers recorded does not decide who answered.</summary>
    public const string Unproven = "unproven";

    /// <summary>The request got no answer from the router within its limit.</summary>
    public const string RequestTimedOut = "request_timed_out";

    /// <summary>The request could not be sent to the router.</summary>
    public const string RequestFailed = "request_failed";

    /// <summary>Load would have to go through a port-forward.</summary>
    public const string LoadNotDirect = "load_not_direct";

    /// <summary>A comparison with the baseline would change what everybody shares.</summary>
    public const string WouldMutate = "would_mutate";

    /// <summary>No plan has this name.</summary>
    public const string PlanNotFound = "plan_not_found";

    /// <summary>The plan is broken or contradictory.</summary>
    public const string PlanInvalid = "plan_invalid";

    /// <summary>No run has this id.</summary>
    public const string RunNotFound = "run_not_found";

    /// <summary>As many plans run as may run at once.</summary>
    public const string TooManyRuns = "too_many_runs";

    /// <summary>A place of a template has no value.</summary>
    public const string TemplateEmpty = "template_empty";

    /// <summary>A recording is on already.</summary>
    public const string RecordingActive = "recording_active";

    /// <summary>There is no recording.</summary>
    public const string RecordingNotFound = "recording_not_found";

    /// <summary>A file is no recording, or is where plans do not read.</summary>
    public const string RecordingUnusable = "recording_unusable";

    /// <summary>A port that was chosen before is used by another program.</summary>
    public const string PortInUse = "port_in_use";

    /// <summary>The disk is full, or a file cannot be written or read.</summary>
    public const string StorageFailed = "storage_failed";

    /// <summary>A log cursor that this server did not give out.</summary>
    public const string InvalidCursor = "invalid_cursor";

    /// <summary>The host could not be started.</summary>
    public const string HostNotStarted = "host_not_started";

    /// <summary>The host went away while it worked on a call.</summary>
    public const string HostLost = "host_lost";

    /// <summary>A file that would be written exists.</summary>
    public const string FileExists = "file_exists";

    /// <summary>A defect of this program.</summary>
    public const string Internal = "internal_error";
}
