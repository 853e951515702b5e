namespace GenesysScimState.Emulator.Faults;

/// <summary>Each has the name in a faults file that its remark gives.</summary>
public enum FaultKind
{
    /// <summary>429. <c>rate-limit</c></summary>
    RateLimit,

    /// <summary>A status from 500 on. <c>error</c></summary>
    Error,

    /// <summary>The connection ends without an answer. <c>drop</c></summary>
    Drop,

    /// <summary>The answer comes late; other faults may strike too. <c>delay</c></summary>
    Delay,

    /// <summary>A list says another <c>totalResults</c>. <c>wrong-total</c></summary>
    WrongTotal,

    /// <summary>A list shows its first resource again in place of its last. <c>duplicate-item</c></summary>
    DuplicateItem,

    /// <summary>A list lacks its first resource. <c>missing-item</c></summary>
    MissingItem,

    /// <summary>What the same request was answered before the latest change. <c>stale-read</c></summary>
    StaleRead,

    /// <summary>401; all tokens are forgotten. <c>expired-token</c></summary>
    ExpiredToken,

    /// <summary>Somebody else has just written the user or group: its version is one higher. <c>version-bump</c></summary>
    VersionBump,

    /// <summary>503 for a time that the clock gives. <c>maintenance</c></summary>
    Maintenance,

    /// <summary>403: a permission is missing. <c>forbidden</c></summary>
    Forbidden,
}

/// <summary>Requests as a fault tells them apart.</summary>
public enum FaultRequests
{
    /// <summary>All but those for a token.</summary>
    Api,

    /// <summary>Those for a token.</summary>
    Token,

    /// <summary>GET, lists among them.</summary>
    Reads,

    /// <summary>GET of many users or groups.</summary>
    Lists,

    /// <summary>POST, PUT, PATCH, DELETE, but for a token.</summary>
    Writes,

    /// <summary>Every one.</summary>
    All,
}

/// <summary>What an error says in its body.</summary>
public enum FaultBody
{
    /// <summary>What the dialect says.</summary>
    Json,

    /// <summary>A page, as a proxy in between would give.</summary>
    Html,

    /// <summary>Nothing.</summary>
    None,
}
