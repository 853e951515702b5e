using System.Net;
using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>apply --verify, and an apply that stops because nothing it does can work.</summary>
public sealed class VerifyingAnApply
{
    private const string Edited = """[{"op":"add","path":"title","value":"Chief"}]""";
    private const string Promotion = "users:\n  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n";

    [Fact]
    public async Task Says_that_nothing_is_left_also_when_there_was_nothing_to_do()
    {
        using var organization = Organization();

        for (var time = 1; time <= 2; time++)
        {
            var run = await organization.RunAsync("apply", "--auto-approve", "--verify");

            Assert.True(run.Exit == (int)ExitCode.Ok, run.ToString());
            Assert.EndsWith("\nVerified: nothing is left to do.\n", run.Out, StringComparison.Ordinal);
        }

        Assert.Single(organization.Recorded.Writes);
    }

    [Fact]
    public async Task Names_what_is_left()
    {
        using var organization = Organization();
        AfterTheWrite(organization, () => organization.PatchUser("u-ana", Edited));

        var run = await organization.RunAsync("apply", "--auto-approve", "--verify");
        var plan = await organization.RunAsync("plan");

        Assert.Equal((int)ExitCode.Partial, run.Exit);
        Assert.Contains("Apply complete: ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("\nNot verified: 1 change left to do.\n  ~ user/ana@x.test  update\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("title  \"Chief\" -> \"Boss\"", plan.Out, StringComparison.Ordinal);
        organization.Recorded.Answered = (_, _) => { };
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("apply", "--auto-approve", "--verify")).Exit);
    }

    [Theory]
    [InlineData(false, 0, 0)]
    [InlineData(true, 6, 1)]
    public async Task Is_in_the_report(bool isEdited, int exit, int left)
    {
        using var organization = Organization();
        AfterTheWrite(organization, () =>
        {
            if (isEdited)
            {
                organization.PatchUser("u-ana", Edited);
            }
        });

        var run = await organization.RunAsync("apply", "--auto-approve", "--verify", "--json");

        Schemas.Check("report", run.Out);
        using var report = JsonDocument.Parse(run.Out);
        Assert.Equal((exit, exit), (run.Exit, report.RootElement.GetProperty("exit_code").GetInt32()));
        Assert.Equal(left, report.RootElement.GetProperty("left").GetArrayLength());
    }

    [Fact]
    public async Task A_reviewed_plan_can_be_verified_too()
    {
        using var organization = Organization();
        await organization.RunAsync("plan", "-o", organization.At("plan.json"));

        var run = await organization.RunAsync("apply", organization.At("plan.json"), "--verify");

        Assert.EndsWith("\nVerified: nothing is left to do.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organization_that_cannot_be_read_any_more_is_not_verified()
    {
        using var organization = Organization();
        var isWritten = false;
        organization.Recorded.Intercept = request => isWritten ? Forbidden() : null;
        AfterTheWrite(organization, () => isWritten = true);

        var run = await organization.RunAsync("apply", "--auto-approve", "--verify");

        Assert.Equal((int)ExitCode.Partial, run.Exit);
        Assert.Contains("error GSS505: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Apply complete: ", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("erified", run.Out, StringComparison.Ordinal);
        organization.Recorded.Intercept = _ => null;
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task When_every_write_is_refused_it_stops_and_says_so_once()
    {
        using var organization = new Workbench(organization: Workbench.Of(12));
        organization.Declare("users:\n" + string.Concat(Enumerable.Range(0, 12).Select(number =>
            $"  - {{userName: user{number:00}@x.test, externalId: e-{number:00}, title: Boss}}\n")));
        organization.Recorded.Intercept = request => request.Method == HttpMethod.Get ? null : Forbidden();

        var run = await organization.RunAsync("apply", "--auto-approve", "--verify");

        Assert.Equal((int)ExitCode.Partial, run.Exit);
        Assert.Equal(5, organization.Recorded.Writes.Count);
        Assert.Contains("  ! user/user04@x.test  update failed\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("  ! 7 changes not attempted\n      error GSS603: not attempted, because 5 writes in a row failed for the same reason", run.Out, StringComparison.Ordinal);
        Assert.Contains("5 failed, 0 skipped, 7 not attempted. Run apply again to finish.", run.Out, StringComparison.Ordinal);
        organization.Recorded.Intercept = _ => null;
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("apply", "--auto-approve", "--verify")).Exit);
    }

    private static HttpResponseMessage Forbidden() => new(HttpStatusCode.Forbidden)
    {
        Content = new StringContent("""{"code":"missing.any.permissions","message":"x"}"""),
    };

    private static Workbench Organization()
    {
        var organization = new Workbench();
        organization.Declare(Promotion);
        return organization;
    }

    private static void AfterTheWrite(Workbench organization, Action edit) => organization.Recorded.Answered = (request, _) =>
    {
        if (request.Method == HttpMethod.Patch)
        {
            edit();
        }
    };
}
