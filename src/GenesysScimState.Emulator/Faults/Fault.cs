namespace GenesysScimState.Emulator.Faults;

/// <summary>What goes wrong, and how often. Faults are tried in their order; the first that strikes is the one.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>Which requests it may strike. Null, the default: those its kind makes sense for.</summary>
    public FaultRequests? Requests { get; init; }

    /// <summary>The only HTTP method it may strike, such as <c>POST</c>. Null, the default: every method.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// Segments that the path must hold, such as <c>/Users</c> or <c>/Groups/ID</c>, in any letter case. Null, the
    /// default: every path.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>How many of them in a hundred it strikes, at random; 1 to 100.</summary>
    public int Percent { get; init; } = 100;

    /// <summary>How many of them it spares before it may strike.</summary>
    public int Spares { get; init; }

    /// <summary>How often it strikes at most. Null: no limit.</summary>
    public int? Times { get; init; }

    /// <summary>How many of them in a row it strikes once it has begun: a storm.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>Seconds, for the header of that name. Null: no header.</summary>
    public int? RetryAfter { get; init; }

    public FaultBody Body { get; init; }

    /// <summary>The HTTP status of an error.</summary>
    public int Status { get; init; } = 503;

    /// <summary>Whether the request is carried out before the error or the end of the connection.</summary>
    public bool AfterCommit { get; init; }

    /// <summary>How long a delay is.</summary>
    public int Milliseconds { get; init; } = 1000;

    /// <summary>What is added to a total.</summary>
    public int By { get; init; } = 1;

    /// <summary>Seconds from the start until a maintenance begins.</summary>
    public int From { get; init; }

    /// <summary>Seconds a maintenance takes.</summary>
    public int For { get; init; } = 60;
}
