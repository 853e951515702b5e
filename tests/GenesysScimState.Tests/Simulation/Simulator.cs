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
    public static async Task<string> RunAsync(long seed)
    {
        var dice = new Dice(seed);
        var world = World.Of(dice.Fork());
        using var session = new Session(world, Weather.Of(dice.Fork()), dice.Fork());
        try
        {
            await LiveAsync(session);
            await EndAsync(session, seed);
            Check(session);
            return session.TraceText;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {exception.Message}\n{session.TraceText}"), exception);
        }
    }

    private static async Task LiveAsync(Session session)
    {
        var runs = session.WasCalm ? 0 : 1 + session.Dice.Below(4);
        for (var run = 0; run < runs; run++)
        {
            foreach (var command in Commands(session.Dice))
            {
                await session.RunAsync(CrashOf(session.Dice), command);
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

    private static Crash? CrashOf(Dice dice) =>
        dice.Chance(0.4) ? new(1 + dice.Below(dice.One(6, 30, 80)), dice.Chance(0.5), dice.One(0, 0.3, 0.9, 0.99, 1)) : null;

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
        var again = await session.RunAsync(null, "apply", "--auto-approve");
        Require(again!.Exit == 0 && session.Writes == 0, $"a second apply writes {session.Writes} times: {again}");
        var first = await session.RunAsync(null, "plan", "--json", "--detailed-exitcode");
        var second = await session.RunAsync(null, "plan", "--json", "--detailed-exitcode");
        Require(first!.Exit == 0, $"the plan is not empty: {first}");
        Require(first.Out == second!.Out, "two plans of the same are not the same");
        Require(session.BrokenChain is null, session.BrokenChain ?? "");
        Survived(session);
        if (!session.Weather.HasStrangers && !session.WasCalm)
        {
            var calm = await CalmAsync(seed);
            Require(calm == session.Census.Text, $"another end than without trouble:\n{Difference(calm, session.Census.Text)}");
        }
    }

    /// <summary>What becomes of the same world when nothing goes wrong.</summary>
    private static async Task<string> CalmAsync(long seed)
    {
        var dice = new Dice(seed);
        var world = World.Of(dice.Fork());
        var weather = Weather.Of(dice.Fork());
        weather.ClearUp();
        using var session = new Session(world, weather, dice.Fork());
        var run = await session.RunAsync(null, "apply", "--auto-approve");
        Check(session);
        Require(run!.Exit == 0, $"without trouble: {run}");
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
        Require(session.Checker.Violations is [], string.Join('\n', session.Checker.Violations));

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
