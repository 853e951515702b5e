namespace GenesysScimState.Emulator;

/// <summary>What a list request for more than 25 resources gets when it also wants the costly attributes.</summary>
/// <remarks>
/// Genesys Cloud SDK documentation, SCIMApi: such a page "may" exceed internal limits; it does not say when.
/// </remarks>
public enum LargePages
{
    /// <summary>The page, up to <see cref="EmulatorOptions.MaxPageSize"/>.</summary>
    Serve,

    /// <summary>429 with a Retry-After.</summary>
    TooManyRequests,

    /// <summary>A page of 25.</summary>
    Cap25,
}

/// <summary>What a PUT does to a writable attribute that its body does not mention.</summary>
public enum AbsentInPut
{
    /// <summary>
    /// Unassigns it (RFC 7644 §3.5.1), but for <c>active</c> and <c>division</c>, which every user has.
    /// </summary>
    Clear,

    /// <summary>Leaves it as it is.</summary>
    Keep,
}

/// <summary>What a write meets that the API does not know or does not take.</summary>
public enum Unwanted
{
    /// <summary>The part in question is left out without a word.</summary>
    Ignore,

    /// <summary>The whole request is refused with 400.</summary>
    Reject,
}

/// <summary>The answer to an If-Match that names an old version.</summary>
/// <remarks>Genesys' documents name all three in different places and years.</remarks>
public enum StaleVersion
{
    /// <summary>409 ScimError.</summary>
    Conflict,

    /// <summary>400 ScimError with scimType <c>invalidVers</c>.</summary>
    InvalidVersion,

    /// <summary>412 ScimError.</summary>
    PreconditionFailed,
}
