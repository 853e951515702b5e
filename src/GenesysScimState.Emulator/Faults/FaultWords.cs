namespace GenesysScimState.Emulator.Faults;

/// <summary>Kinds of faults by the names they have in a faults file and in the request log.</summary>
public static class FaultWords
{
    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.RateLimit => "rate-limit",
        FaultKind.Error => "error",
        FaultKind.Drop => "drop",
        FaultKind.Delay => "delay",
        FaultKind.WrongTotal => "wrong-total",
        FaultKind.DuplicateItem => "duplicate-item",
        FaultKind.MissingItem => "missing-item",
        FaultKind.StaleRead => "stale-read",
        FaultKind.ExpiredToken => "expired-token",
        FaultKind.VersionBump => "version-bump",
        FaultKind.Maintenance => "maintenance",
        FaultKind.Forbidden => "forbidden",
    };

    /// <summary>The kind of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static FaultKind Kind(string word)
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            if (Of(kind).Equals(word, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        throw new ArgumentException($"\"{word}\" is no kind of fault.", nameof(word));
    }
}
