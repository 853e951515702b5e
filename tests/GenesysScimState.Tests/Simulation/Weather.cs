namespace GenesysScimState.Tests.Simulation;

/// <summary>What can go wrong with one request.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection is refused: the request never left.</summary>
    Refused,

    /// <summary>The connection breaks before the server has seen the request.</summary>
    RequestLost,

    /// <summary>The connection breaks after the server has done it.</summary>
    AnswerLost,
    TimeoutBefore,
    TimeoutAfter,
    ErrorBefore,
    ErrorAfter,
    Limited,

    /// <summary>The request arrives twice; one of the two answers comes back.</summary>
    Twice,
    Truncated,

    /// <summary>401: the token has been revoked.</summary>
    Unauthorised,
    WrongTotal,
    ItemMissing,
    ItemTwice,

    /// <summary>A page that is empty, of a listing that has none.</summary>
    Empty,

    /// <summary>The first entry is the last one of the page before.</summary>
    Moved,

    /// <summary>What the same request was answered some time ago.</summary>
    Stale,

    /// <summary>A write is done, and looks at what was written show for some time what was there before.</summary>
    LagsBehind,

    /// <summary>The program's clock jumps, forwards or back.</summary>
    ClockJump,

    /// <summary>Somebody else writes to the organization just before.</summary>
    Stranger,

    /// <summary>Somebody else writes to the very user just before.</summary>
    VersionBump,
}

/// <summary>How bad it is: which faults there are, how often, and how many at most, so that every run ends.</summary>
internal sealed class Weather
{
    private static readonly Fault[] OfTransport =
    [
        Fault.Refused, Fault.RequestLost, Fault.AnswerLost, Fault.TimeoutBefore, Fault.TimeoutAfter, Fault.ErrorBefore,
        Fault.ErrorAfter, Fault.Limited, Fault.Twice, Fault.Truncated, Fault.Unauthorised, Fault.LagsBehind, Fault.ClockJump,
    ];

    private static readonly Fault[] OfListings =
        [Fault.WrongTotal, Fault.ItemMissing, Fault.ItemTwice, Fault.Empty, Fault.Moved, Fault.Stale];

    private static readonly Fault[] OfOthers = [Fault.Stranger, Fault.Stranger, Fault.VersionBump];

    private readonly Dice _dice;
    private readonly Fault[] _kinds;
    private readonly double _chance;
    private int _left;
    private int _quiet;

    private Weather(Dice dice, Fault[] kinds, double chance, int left) => (_dice, _kinds, _chance, _left) = (dice, kinds, chance, left);

    public bool HasStrangers => _kinds.Contains(Fault.Stranger) || _kinds.Contains(Fault.VersionBump);

    /// <summary>Whether a listing may tell what was never so.</summary>
    public bool Lies => _kinds.Intersect(OfListings).Any();

    public bool IsCalm => _left == 0;

    public static Weather Of(Dice dice)
    {
        if (dice.Chance(0.1))
        {
            return new(dice, [], 0, 0);
        }

        Fault[] kinds =
        [
            .. OfTransport.Where(_ => dice.Chance(0.5)),
            .. dice.Chance(0.5) ? OfListings.Where(_ => dice.Chance(0.6)) : [],
            .. dice.Chance(0.3) ? OfOthers : [],
        ];
        return kinds is [] ? new(dice, [], 0, 0) : new(dice, kinds, dice.One(0.01, 0.05, 0.05, 0.2, 0.5), dice.One(1, 4, 10, 25));
    }

    public void ClearUp() => _left = 0;

    /// <summary>A run begins. Some begin quietly, so that what goes wrong is not always the reading.</summary>
    public void Begin() => _quiet = _left == 0 ? 0 : _dice.Below(_dice.One(1, 10, 30));

    /// <summary>What goes wrong with the next request.</summary>
    public Fault Next(bool isListing, bool isToken, bool isWrite)
    {
        if (_left == 0 || _quiet-- > 0 || !_dice.Chance(_chance))
        {
            return Fault.None;
        }

        var fault = _dice.One(_kinds);
        var isPossible = fault switch
        {
            _ when OfListings.Contains(fault) => isListing,
            Fault.Unauthorised => !isToken,
            Fault.VersionBump or Fault.LagsBehind => isWrite,
            _ => true,
        };
        _left -= isPossible ? 1 : 0;
        return isPossible ? fault : Fault.None;
    }
}
