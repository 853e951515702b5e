using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Edits of others between our read and our first write.</summary>
public sealed class SomebodyElseWrites
{
    private const string Promotion = "users:\n  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n";
    private const string Tombstone = "users:\n  - {userName: ana@x.test, externalId: e-ana, state: absent, reason: left}\n";
    private const string Deleting = "limits: {delete: {count: 1}}";

    [Fact]
    public async Task What_the_plan_is_not_about_is_kept_and_the_plan_is_carried_out()
    {
        using var organization = new Workbench();
        organization.Declare(Promotion);
        BeforeTheFirstWrite(organization, () => organization.PatchUser("u-ana", """[{"op":"add","path":"displayName","value":"Ana Maria"}]"""));

        var first = await organization.RunAsync("apply", "--auto-approve");
        var again = await organization.RunAsync("plan", "--detailed-exitcode");

        Assert.True(first.Exit == (int)ExitCode.Ok, first.ToString());
        Assert.Equal(2, organization.Recorded.Writes.Count);
        Assert.All(organization.Recorded.Writes, write => Assert.Contains("If-Match", write, StringComparison.Ordinal));
        Assert.Equal((int)ExitCode.Ok, again.Exit);
        organization.Declare("users:\n  - {userName: ana@x.test, externalId: e-ana, title: Boss, displayName: Ana Maria}\n");
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task What_the_plan_is_about_is_left_alone_and_named()
    {
        using var organization = new Workbench();
        organization.Declare(Promotion);
        BeforeTheFirstWrite(organization, () => organization.PatchUser("u-ana", """[{"op":"add","path":"title","value":"Chief"}]"""));

        var first = await organization.RunAsync("apply", "--auto-approve");
        var second = await organization.RunAsync("plan");

        Assert.Equal((int)ExitCode.Partial, first.Exit);
        Assert.Contains("  ! user/ana@x.test  update failed\n", first.Out, StringComparison.Ordinal);
        Assert.Contains("GSS508", first.Out, StringComparison.Ordinal);
        Assert.Contains("it was left alone: title is now \"Chief\"; plan again", first.Out, StringComparison.Ordinal);
        Assert.Single(organization.Recorded.Writes);
        Assert.Contains("title  \"Chief\" -> \"Boss\"", second.Out, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("apply", "--auto-approve")).Exit);
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task What_somebody_else_did_for_us_is_done()
    {
        using var organization = new Workbench();
        organization.Declare(Promotion);
        BeforeTheFirstWrite(organization, () => organization.PatchUser("u-ana", """[{"op":"add","path":"title","value":"Boss"}]"""));

        var first = await organization.RunAsync("apply", "--auto-approve");

        Assert.Equal((int)ExitCode.Ok, first.Exit);
        Assert.Contains("Apply complete: 0 created, 1 updated", first.Out, StringComparison.Ordinal);
        Assert.Single(organization.Recorded.Writes);
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Theory]
    [InlineData("title", "\"Chief\"", 0, 0)]
    [InlineData("active", "false", 6, 2)]
    public async Task A_deletion_is_made_unless_the_user_is_not_who_was_to_be_deleted(string path, string value, int first, int left)
    {
        using var organization = new Workbench(configuration: Deleting);
        organization.Declare(Tombstone);
        BeforeTheFirstWrite(organization, () => organization.PatchUser("u-ana", $$"""[{"op":"add","path":"{{path}}","value":{{value}}}]"""));

        var run = await organization.RunAsync("apply", "--auto-approve");
        var plan = await organization.RunAsync("plan", "--detailed-exitcode");

        Assert.True(run.Exit == first, run.ToString());
        Assert.True(plan.Exit == left, plan.ToString());
        if (first == (int)ExitCode.Partial)
        {
            Assert.Contains("left alone: active is now \"false\"", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_was_deleted_meanwhile_is_deleted()
    {
        using var organization = new Workbench(configuration: Deleting);
        organization.Declare(Tombstone);
        BeforeTheFirstWrite(organization, () => organization.DeleteUser("u-ana"));

        var run = await organization.RunAsync("apply", "--auto-approve");

        Assert.True(run.Exit == (int)ExitCode.Ok, run.ToString());
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task A_busy_group_is_no_conflict()
    {
        using var organization = new Workbench();
        organization.Declare("users:\n  - {userName: ana@x.test, groups: [Support]}\n  - {userName: bob@x.test, groups: [Support]}\ngroups:\n  - {displayName: Support}\n");
        BeforeTheFirstWrite(organization, () => organization.PatchGroup("g-s", """[{"op":"add","path":"members","value":[{"value":"u-ana"}]}]"""));

        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("apply", "--auto-approve")).Exit);
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task A_member_who_was_deleted_meanwhile_is_named()
    {
        using var organization = new Workbench();
        organization.Declare("users:\n  - {userName: ana@x.test, groups: [Support]}\n  - {userName: bob@x.test, groups: [Support]}\ngroups:\n  - {displayName: Support}\n");
        BeforeTheFirstWrite(organization, () => organization.DeleteUser("u-ana"));

        var run = await organization.RunAsync("apply", "--auto-approve");
        var again = await organization.RunAsync("plan");

        Assert.Equal((int)ExitCode.Partial, run.Exit);
        Assert.Contains("error GSS524: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("the organization has no such user: \"ana@x.test\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"ana@x.test\"", again.ToString(), StringComparison.Ordinal);
    }

    private static void BeforeTheFirstWrite(Workbench organization, Action edit)
    {
        var isFirst = true;
        organization.Recorded.Intercept = request =>
        {
            if (isFirst && request.Method != HttpMethod.Get)
            {
                isFirst = false;
                edit();
            }

            return null;
        };
    }
}
