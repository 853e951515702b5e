using System.Globalization;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// A seed is a life: an organization and files, some runs in bad weather that may die anywhere, then good weather until
/// nothing is left to do. Every run is held against <see cref="Checker"/>, the end against the same life without trouble.
/// </summary>
internal static class Simulator
{
    public const string Secret = "canary-secret-8Xq2";

    private const int CalmRounds = 8;

    /// <summary>What happened, request by request; the same for the same seed.</summary>
    /// <param name="seed">Which life.</param>
    /// <param name="sabotage">What is wrong on purpose; null: nothing.</param>
    /// <param name="dialect">Null: the one of the seed.</param>
    public static async Task<string> RunAsync(long seed, Sabotage? sabotage = null, SpokenDialect? dialect = null)
    {
        var dice = new Dice(seed);
        var world = World.Of(dice.Fork(), dialect ?? SpokenDialect.Of(seed));
        using var session = new Session(world, Weather.Of(dice.Fork()), dice.Fork(), sabotage);
        try
        {
            await LiveAsync(session);
            await EndAsync(session, seed);
            Check(session);
            return session.TraceText;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"seed {seed} ({world.Dialect.Name}{(world.Dialect.HasVersions ? "" : " without versions")}): {exception.Message}\n{session.TraceText}"), exception);
        }
    }

    private static async Task LiveAsync(Session session)
    {
        var runs = session.WasCalm ? 0 : 1 + session.Dice.Below(4);
        for (var run = 0; run < runs; run++)
        {
            if (session.Dice.Chance(0.12))
            {
                await session.RunBothAsync(session.Dice.Chance(0.4), AccidentOf(session.Dice), AccidentOf(session.Dice));
                Check(session);
                continue;
            }

            foreach (var command in Commands(session.Dice))
            {
                await session.RunAsync(AccidentOf(session.Dice), command);
                Check(session);
            }
        }
    }

    private static string[][] Commands(Dice dice) => dice.Below(8) switch
    {
        0 => [["validate"], ["plan"]],
        1 => [["drift"]],
        2 or 3 => [["plan", "-o", "plan.json"], ["apply", "plan.json"], ["apply", "plan.json"]],
        _ => [["apply", "--auto-approve"]],
    };

    private static Accident? AccidentOf(Dice dice)
    {
        if (dice.Chance(0.3))
        {
            return new(1 + dice.Below(dice.One(6, 30, 80)), dice.Chance(0.5), null);
        }

        var end = dice.One(DiskEnd.Full, DiskEnd.FullForGood, DiskEnd.FullWhenFlushed, DiskEnd.Crash, DiskEnd.Crash, DiskEnd.CrashInRotation);
        return !dice.Chance(0.25) ? null
            : new(0, IsBefore: false, new DiskTrouble(end, end == DiskEnd.CrashInRotation ? dice.Below(3) : dice.Below(dice.One(1_000, 10_000, 60_000))));
    }

    private static async Task EndAsync(Session session, long seed)
    {
        session.Weather.ClearUp();
        session.Clock.Skew = TimeSpan.Zero;
        CliRun? last = null;
        for (var round = 0; round < CalmRounds && last?.Exit != 0; round++)
        {
            last = await session.RunAsync(null, "apply", "--auto-approve");
            Check(session);
        }

        if (last!.Exit == 4 && session.World.IsTight)
        {
            return;
        }

        Require(last.Exit == 0, $"good weather does not help: {last}");
        session.Sabotage.Before(session, "the second apply");
        var again = await session.RunAsync(null, "apply", "--auto-approve");
        Require(again!.Exit == 0 && session.Writes == 0, $"a second apply writes {session.Writes} times: {again}");
        var first = await session.RunAsync(null, "plan", "--json", "--detailed-exitcode");
        session.Sabotage.Before(session, "the second plan");
        var second = await session.RunAsync(null, "plan", "--json", "--detailed-exitcode");
        Require(first!.Exit == 0, $"the plan is not empty: {first}");
        Require(first.Out == second!.Out, "two plans of the same are not the same");
        session.Sabotage.Before(session, "the end");
        Require(session.Here.Audit.Broken() is null, session.Here.Audit.Broken() ?? "");
        var verified = await session.RunAsync(null, "audit", "verify");
        Require(verified!.Exit == 0, $"the audit log does not stand: {verified}");
        Survived(session);
        if (!session.Weather.HasStrangers && !session.WasCalm)
        {
            var calm = await CalmAsync(seed, session.World.Dialect);
            Require(calm == session.Census.Text, $"another end than without trouble:\n{Difference(calm, session.Census.Text)}");
        }
    }

    /// <summary>What becomes of the same world when nothing goes wrong.</summary>
    private static async Task<string> CalmAsync(long seed, SpokenDialect dialect)
    {
        var dice = new Dice(seed);
        var world = World.Of(dice.Fork(), dialect);
        var weather = Weather.Of(dice.Fork());
        weather.ClearUp();
        using var session = new Session(world, weather, dice.Fork());
        var run = await session.RunAsync(null, "apply", "--auto-approve");
        Check(session);
        Require(run!.Exit == 0 || session.World.IsTight, $"without trouble: {run}");
        return session.Census.Text;
    }

    private static void Survived(Session session)
    {
        var users = session.Census.Users;
        foreach (var (id, number) in session.Stranger.Written.Where(pair => users.ContainsKey(pair.Key)))
        {
            Require(users[id].EmployeeNumber == number, $"{users[id].UserName} has lost the employee number that somebody else gave");
        }
    }

    private static void Check(Session session) =>
        Require(session.Violations is [], string.Join('\n', session.Violations));

    private static void Require(bool isSo, string message)
    {
        if (!isSo)
        {
            throw new InvalidOperationException(message);
        }
    }

    private static string Difference(string expected, string actual) => string.Join('\n', expected.Split('\n').Except(actual.Split('\n')).Select(line => $"- {line}")
        .Concat(actual.Split('\n').Except(expected.Split('\n')).Select(line => $"+ {line}")));
}
