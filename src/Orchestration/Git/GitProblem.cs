namespace AgentSandbox.Orchestration.Git;

/// <summary>Why a git operation did not happen.</summary>
public enum GitProblem
{
    /// <summary>The <c>git</c> command was not found.</summary>
    GitNotInstalled,

    /// <summary>The directory does not exist (any more).</summary>
    DirectoryMissing,

    /// <summary>The directory is in no git repository.</summary>
    NotARepository,

    /// <summary>The repository is bare: it has no files to work on.</summary>
    BareRepository,

    /// <summary>The directory is inside a <c>.git</c> directory, where there is no working tree.</summary>
    NotAWorkTree,

    /// <summary>Git does not trust the owner of the directory (<c>safe.directory</c>).</summary>
    UntrustedOwner,

    /// <summary>The directory belongs to another repository than the one in use.</summary>
    OtherRepository,

    /// <summary>The text cannot be the name of a commit, for example because it starts with a dash.</summary>
    InvalidReference,

    /// <summary>No commit has this name.</summary>
    UnknownReference,

    /// <summary>A path or pattern leaves the tree or is otherwise not allowed.</summary>
    InvalidPath,

    /// <summary>The commit does not contain the file.</summary>
    FileNotFound,

    /// <summary>The path is no detached worktree of this repository, so it is left alone.</summary>
    NotOurWorktree,

    /// <summary>The directory to write to has content already.</summary>
    TargetNotEmpty,

    /// <summary>Another git process, or one that crashed, holds a lock file.</summary>
    Locked,

    /// <summary>A file could not be read or written.</summary>
    FileAccess,

    /// <summary>Git did not finish within its time limit.</summary>
    TimedOut,

    /// <summary>Git refused for a reason that has no kind of its own here; its message says why.</summary>
    CommandFailed,
}
