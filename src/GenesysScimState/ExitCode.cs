namespace GenesysScimState;

/// <summary>How a command ended, for the shell. A table in the README lists the same numbers; a test compares them.</summary>
internal enum ExitCode
{
    /// <summary>Done; nothing left to do, or a plan without <c>--detailed-exitcode</c>.</summary>
    Ok = 0,

    /// <summary>Misuse, an unreachable or refusing target, an incomplete read, or a bug.</summary>
    Failed = 1,

    /// <summary><c>drift</c> found drift, <c>plan --detailed-exitcode</c> has changes, or <c>fmt --check</c> would change a file.</summary>
    Differs = 2,

    /// <summary>Errors in the files.</summary>
    Invalid = 3,

    /// <summary>A guard stopped it before the first write.</summary>
    Refused = 4,

    /// <summary>The organization or the files are no longer what the saved plan was made for; nothing was written.</summary>
    Stale = 5,

    /// <summary>Apply started, and not every change is done.</summary>
    Partial = 6,

    /// <summary>Ctrl-C.</summary>
    Interrupted = 130,
}
