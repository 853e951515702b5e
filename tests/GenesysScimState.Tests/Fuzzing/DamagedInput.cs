using System.Globalization;
using System.Text;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Simulation;
using Xunit;

namespace GenesysScimState.Tests.Fuzzing;

/// <summary>
/// Whatever a file or an answer holds, the program ends, with an exit code it documents and never by an exception nobody
/// expected. <c>FUZZ_ITERATIONS=10000</c> tries more, <c>FUZZ_SEED=17</c> one damage alone.
/// </summary>
public sealed class DamagedInput
{
    private const int InTheSuite = 40;
    private const int RequestsMax = 3_000;

    /// <summary>Far more than any of these takes: what is still going on then goes on for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string State = """
        - {userName: more@x.test, externalId: "e-more", displayName: More, title: Agent, active: true, dateHire: 2024-05-01, manager: user00@x.test}
          - userName: other@x.test
            displayName: "Other"
            phoneNumbers: {work: "+13175550100", mobile: null}
            roles: [employee, Supervisor]
            routingSkills: {Billing: 4, Returns: 3.5}
            externalIds: {zoomphone: "abc-1"}
          - userName: gone@x.test
            state: absent
            reason: left the company
        """;

    private const string Configuration = """
        unlisted: {users: report, scope: {externalId: present}}
        protected: {users: [admin@example.com], groups: [Administrators]}
        limits:
          deactivate: {count: 25, percent: 10}
          removeMembers: {count: 100, percent: 25, perGroupPercent: 50}
        ignore: [title, phoneNumbers.mobile]
        rate: {share: 100}
        audit: {maxBytes: 10000000, maxFiles: 5, personalData: full}
        """;

    [Fact]
    public async Task A_state_file_in_any_condition_is_read_or_refused()
    {
        using var trouble = Declared();
        var whole = Encoding.UTF8.GetBytes(trouble.File("team.state.yaml"));
        await ForEachAsync(async dice =>
        {
            trouble.Write("team.state.yaml", Mutator.Mutate(whole, dice));
            await EndsAsync(trouble, "validate");
            await EndsAsync(trouble, "plan");
        });
    }

    [Fact]
    public async Task A_configuration_in_any_condition_is_read_or_refused()
    {
        using var trouble = Declared();
        trouble.Configure(Configuration);
        var whole = Encoding.UTF8.GetBytes(trouble.File("scimstate.yaml"));
        await ForEachAsync(async dice =>
        {
            trouble.Write("scimstate.yaml", Mutator.Mutate(whole, dice));
            await EndsAsync(trouble, "validate");
            await EndsAsync(trouble, "plan");
        });
    }

    [Fact]
    public async Task A_saved_plan_in_any_condition_is_shown_or_refused()
    {
        using var trouble = Declared();
        Assert.Equal(0, (await trouble.RunAsync("plan", "-o", "plan.json")).Exit);
        var whole = Encoding.UTF8.GetBytes(trouble.File("plan.json"));
        await ForEachAsync(async dice =>
        {
            trouble.Write("plan.json", Signed(Mutator.Mutate(whole, dice)));
            await EndsAsync(trouble, "show", "plan.json");
            await EndsAsync(trouble, "apply", "plan.json");
        });
    }

    [Fact]
    public Task Answers_in_any_condition_are_understood_or_refused() => ForEachAsync(async dice =>
    {
        using var trouble = Declared();
        trouble.Network = (arrival, server) =>
        {
            if (trouble.Arrivals.Count > RequestsMax)
            {
                throw new InvalidOperationException($"more than {RequestsMax} requests");
            }

            var answer = server();
            return dice.Chance(0.2) ? Answers.With(answer, Mutator.Mutate(FaultyNetwork.BytesOf(answer), dice)) : answer;
        };
        await EndsAsync(trouble, "apply", "--auto-approve");
    });

    [Fact]
    public async Task An_audit_log_in_any_condition_is_gone_on_with_or_refused()
    {
        using var trouble = Declared();
        Assert.Equal(0, (await trouble.RunAsync("apply", "--auto-approve")).Exit);
        var whole = Encoding.UTF8.GetBytes(trouble.File(".scimstate/audit.jsonl"));
        await ForEachAsync(async dice =>
        {
            trouble.Write(".scimstate/audit.jsonl", Mutator.Mutate(whole, dice));
            await EndsAsync(trouble, "plan");
            await EndsAsync(trouble, "apply", "--auto-approve");
        });
    }

    private static Trouble Declared()
    {
        var trouble = new Trouble();
        trouble.Declare(number => number % 3 == 0 ? $", title: \"Boss {number}\"" : "");
        var state = trouble.File("team.state.yaml").Replace("groups:\n", $"  {State}\ngroups:\n", StringComparison.Ordinal);
        trouble.Write("team.state.yaml", state);
        return trouble;
    }

    /// <summary>The plan with the digests that it has now, so that more is looked at than they.</summary>
    private static byte[] Signed(byte[] plan)
    {
        var text = Encoding.UTF8.GetString(plan);
        try
        {
            var (document, _) = PlanJsonReader.Read(new StringReader(text));
            return Encoding.UTF8.GetBytes(PlanJson.Render(document with { Digest = PlanJson.DigestOf(document) }));
        }
        catch (Exception)
        {
            // The program must be able to say what is wrong with it.
            return plan;
        }
    }

    private static async Task EndsAsync(Trouble trouble, params string[] arguments)
    {
        var run = await Task.Run(() => trouble.RunAsync(arguments)).WaitAsync(Patience);
        Assert.True(run.Exit is >= 0 and <= 6 && !run.Error.Contains("GSS799", StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {run}");
    }

    private static async Task ForEachAsync(Func<Dice, Task> attempt)
    {
        var one = Number("FUZZ_SEED");
        var failures = new List<string>();
        for (var seed = one ?? 1; seed <= (one ?? Number("FUZZ_ITERATIONS") ?? InTheSuite); seed++)
        {
            try
            {
                await attempt(new Dice(seed));
            }
            catch (Exception exception)
            {
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {exception.Message}"));
            }
        }

        Assert.True(failures is [], string.Join("\n\n", failures));
    }

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
