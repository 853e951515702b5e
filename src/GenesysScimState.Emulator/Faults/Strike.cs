using GenesysScimState.Emulator.Generation;

namespace GenesysScimState.Emulator.Faults;

/// <summary>Whether and when one fault strikes.</summary>
internal sealed class Strike(Fault fault, ulong seed, DateTimeOffset start)
{
    private readonly Dice _dice = new(seed);
    private int _met;
    private int _struck;
    private int _left;

    public Fault Fault => fault;

    public bool Hits(EmulatorRequest request, DateTimeOffset now)
    {
        if (!Concerns(request))
        {
            return false;
        }

        if (fault.Kind == FaultKind.Maintenance)
        {
            return now >= start.AddSeconds(fault.From) && now < Ends;
        }

        if (_met++ < fault.Spares || _struck >= (fault.Times ?? int.MaxValue))
        {
            return false;
        }

        if (_left == 0)
        {
            if (!_dice.Chance(fault.Percent))
            {
                return false;
            }

            _left = fault.Burst;
        }

        _left--;
        _struck++;
        return true;
    }

    /// <summary>There was nothing to strike: an empty list, nothing older to show. It does not count.</summary>
    public void Miss() => _struck--;

    public DateTimeOffset Ends => start.AddSeconds((double)fault.From + fault.For);

    private bool Concerns(EmulatorRequest request)
    {
        var isToken = request.Path.EndsWith("/oauth/token", StringComparison.OrdinalIgnoreCase);
        var isSearch = request.Path.EndsWith("/.search", StringComparison.OrdinalIgnoreCase);
        var isRead = request.Method == "GET" || isSearch;
        if ((fault.Method ?? request.Method) != request.Method
            || (fault.Path is { } path && !Holds(request.Path, path)))
        {
            return false;
        }

        return (fault.Requests ?? Usual) switch
        {
            FaultRequests.All => true,
            FaultRequests.Token => isToken,
            FaultRequests.Api => !isToken,
            FaultRequests.Reads => isRead,
            FaultRequests.Lists => isRead && (isSearch || IsList(request.Path)),
            FaultRequests.Writes => !isRead && !isToken,
        };
    }

    private FaultRequests Usual => fault.Kind switch
    {
        FaultKind.WrongTotal or FaultKind.DuplicateItem or FaultKind.MissingItem => FaultRequests.Lists,
        FaultKind.StaleRead => FaultRequests.Reads,
        FaultKind.VersionBump => FaultRequests.Writes,
        FaultKind.Maintenance => FaultRequests.All,
        FaultKind.RateLimit or FaultKind.Error or FaultKind.Drop or FaultKind.Delay or FaultKind.ExpiredToken or
            FaultKind.Forbidden =>
            FaultRequests.Api,
    };

    private static bool Holds(string path, string segments) =>
        $"{Uri.UnescapeDataString(path)}/".Contains($"/{segments.Trim('/')}/", StringComparison.OrdinalIgnoreCase);

    private static bool IsList(string path) =>
        path.Split('/')[^1].ToLowerInvariant() is "users" or "groups";
}
