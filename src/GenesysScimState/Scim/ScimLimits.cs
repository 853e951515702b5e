namespace GenesysScimState.Scim;

/// <summary>The numbers of the SCIM client, each with its unit and where it comes from.</summary>
internal static class ScimLimits
{
    /// <summary>One try of one request.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(100);

    /// <summary>
    /// The longest wait a 429 may ask for; above it is a daily limit and not a burst (Retry of the Genesys Cloud SDK).
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(180);

    /// <summary>The first wait when the server names none; it doubles each time.</summary>
    public static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    /// <summary>A wait from here on is told.</summary>
    public static readonly TimeSpan NoticedWait = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    /// <summary>Times a request is sent when the server fails or the connection is lost.</summary>
    public const int Attempts = 6;

    /// <summary>Times a request is sent when the rate limit is exceeded: each answer says how long to wait.</summary>
    public const int AttemptsWhenLimited = 10;

    /// <summary>Times a user's creation is sent after failures that leave open whether it was done.</summary>
    public const int Creations = 3;

    /// <summary>Times a change is sent when somebody else keeps changing the same user or group.</summary>
    public const int Conflicts = 3;

    /// <summary>Times a user or group is read to see a write: at once, and after about 1, 2 and 4 seconds.</summary>
    public const int Looks = 4;

    /// <summary>Writes in a row that waiting did not show, after which nobody waits any more.</summary>
    public const int WaitsInVain = 3;

    /// <summary>Members looked up one by one when a server refuses a batch and does not say because of whom.</summary>
    public const int Lookups = 50;

    /// <summary>From this difference on a clock is called wrong: tokens and certificates are judged by minutes.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>Times a listing is read when it changes meanwhile.</summary>
    public const int Listings = 3;

    /// <summary>
    /// A token is renewed this long before it ends; at half its life when it lives shorter than twice as long.
    /// </summary>
    public static readonly TimeSpan TokenReserve = TimeSpan.FromMinutes(5);

    /// <summary>The largest answer that is read. A page of 25 users is some 50 kB.</summary>
    public const int AnswerBytesMax = 64 * 1024 * 1024;
}
