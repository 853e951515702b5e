using System.Net;
using System.Text;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Servers that accept a write and do not do it, or do not show it.</summary>
public sealed class WhatTheServerDrops
{
    private const string State = """
        users:
          - {userName: ana@x.test, externalId: e-ana, title: Boss, department: Sales, groups: [Support]}
          - {userName: bob@x.test, externalId: e-bob, title: Clerk, groups: [Support]}
          - {userName: cy@x.test, externalId: e-cy, displayName: Cy, title: Clerk}
        groups:
          - displayName: Support

        """;

    [Fact]
    public async Task An_attribute_that_was_not_stored_is_reported_and_planned_again()
    {
        using var organization = Organization();
        organization.Recorded.Intercept = request => Rewrite(request, "\"value\":\"Boss\"", "\"value\":\"Bass\"");

        var first = await organization.RunAsync("apply", "--auto-approve", "--report", organization.At("report.json"));
        var second = await organization.RunAsync("plan", "--detailed-exitcode");

        Assert.Equal((int)ExitCode.Partial, first.Exit);
        Assert.Contains("  ! user/ana@x.test  update unverified\n", first.Out, StringComparison.Ordinal);
        Assert.Contains("error GSS604: accepted, but the organization shows title as \"Bass\" instead of \"Boss\"; ", first.Out, StringComparison.Ordinal);
        Assert.Contains("0 failed, 1 unverified, 0 skipped, 0 not attempted.", first.Out, StringComparison.Ordinal);
        Assert.Contains("title  \"Bass\" -> \"Boss\"", second.Out, StringComparison.Ordinal);
        Assert.EndsWith("Plan: 0 to add, 1 to change, 0 to destroy.\n", second.Out, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"unverified\"", organization.Audit, StringComparison.Ordinal);
        Schemas.Check("report", await File.ReadAllTextAsync(organization.At("report.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_member_who_was_not_added_is_reported_and_planned_again()
    {
        using var organization = Organization();
        organization.Recorded.Intercept = request => Rewrite(request, "[{\"value\":\"u-ana\"}]", "[{\"value\":\"u-bob\"}]");

        var first = await organization.RunAsync("apply", "--auto-approve");
        var second = await organization.RunAsync("plan", "--detailed-exitcode");

        Assert.Equal((int)ExitCode.Partial, first.Exit);
        Assert.Contains("GSS605: accepted, but the group does not show \"ana@x.test\"; ", first.Out, StringComparison.Ordinal);
        Assert.Contains("1 created, 2 updated, 0 activated, 0 deactivated, 0 deleted; 0 members added", first.Out, StringComparison.Ordinal);
        Assert.Contains("+ ana@x.test", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_show_everything_cost_no_request()
    {
        using var organization = Organization();
        var gets = CountGets(organization);

        await ApplyTwiceAsync(organization);

        Assert.Equal(0, gets());
        Assert.Equal(4, organization.Recorded.Writes.Count);
    }

    [Fact]
    public async Task Answers_without_a_body_cost_one_for_each_change()
    {
        using var organization = Organization();
        var gets = CountGets(organization);
        organization.Recorded.Answered = (request, answer) =>
        {
            if (request.Method == HttpMethod.Patch && answer.IsSuccessStatusCode)
            {
                (answer.StatusCode, answer.Content) = (HttpStatusCode.NoContent, new ByteArrayContent([]));
            }
        };

        await ApplyTwiceAsync(organization);

        Assert.Equal(3, gets());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_server_that_shows_it_later_is_asked_again_for_some_seconds(int late, bool isDone)
    {
        using var organization = Organization();
        var looks = 0;
        organization.Recorded.Answered = (request, answer) =>
        {
            var isAna = request.RequestUri!.AbsolutePath.EndsWith("/u-ana", StringComparison.OrdinalIgnoreCase);
            var isLook = isAna && request.Method == HttpMethod.Get;
            if ((isAna && request.Method == HttpMethod.Patch) || (isLook && looks++ < late))
            {
                Show(answer, "\"title\":\"Boss\"", "\"title\":\"Agent\"");
            }
        };

        var run = await organization.RunAsync("apply", "--auto-approve");

        Assert.True(run.Exit == (int)(isDone ? ExitCode.Ok : ExitCode.Partial), run.ToString());
        Assert.Equal(Math.Min(late + 1, 4), looks);
        Assert.Equal(!isDone, run.Out.Contains("GSS604", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_who_was_not_deleted_is_reported_and_planned_again()
    {
        using var organization = new Workbench(configuration: "limits: {delete: {count: 1}}");
        organization.Declare("users:\n  - {userName: ana@x.test, externalId: e-ana, state: absent, reason: left}\n");
        organization.Recorded.Intercept = request => request.Method == HttpMethod.Delete ? new(HttpStatusCode.NoContent) : null;

        var first = await organization.RunAsync("apply", "--auto-approve");
        var second = await organization.RunAsync("plan", "--detailed-exitcode");

        Assert.Equal((int)ExitCode.Partial, first.Exit);
        Assert.Contains("  ! user/ana@x.test  delete unverified\n", first.Out, StringComparison.Ordinal);
        Assert.Contains("error GSS608: accepted, but the organization still shows the user, and active; ", first.Out, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"unverified\"", organization.Audit, StringComparison.Ordinal);
        Assert.EndsWith("Plan: 0 to add, 0 to change, 1 to destroy.\n", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_waits_for_a_server_that_drops_everything()
    {
        using var organization = new Workbench(organization: Workbench.Of(6));
        organization.Declare("users:\n" + string.Concat(Enumerable.Range(0, 6).Select(number =>
            $"  - {{userName: user{number:00}@x.test, externalId: e-{number:00}, title: Boss}}\n")));
        organization.Recorded.Intercept = request => Rewrite(request, "\"value\":\"Boss\"", "\"value\":\"Bass\"");
        var looks = 0;
        organization.Recorded.Answered = (request, _) => looks += request.Method == HttpMethod.Get && request.RequestUri!.Query.Length == 0 ? 1 : 0;

        Assert.Equal((int)ExitCode.Partial, (await organization.RunAsync("apply", "--auto-approve")).Exit);

        Assert.Equal((3 * 4) + 3, looks);
    }

    [Fact]
    public async Task A_member_that_is_no_user_and_no_group_is_left_alone()
    {
        using var organization = Organization();
        organization.Recorded.Answered = (request, answer) =>
        {
            if (request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith("/Groups", StringComparison.OrdinalIgnoreCase))
            {
                Show(answer, "\"members\":[", "\"members\":[{\"value\":\"ghost-1\"},");
            }
        };

        var first = await organization.RunAsync("apply", "--auto-approve");
        var writes = organization.Recorded.Writes.Count;
        var second = await organization.RunAsync("apply", "--auto-approve");

        Assert.Equal(((int)ExitCode.Ok, (int)ExitCode.Ok), (first.Exit, second.Exit));
        Assert.Contains("team.state.yaml:6:18: warning GSS326: group \"Support\" has a member that is no user and no group of the organization, left alone: id \"ghost-1\"; ", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(organization.Recorded.Writes, write => write.Contains("ghost-1", StringComparison.Ordinal));
        Assert.Equal(writes, organization.Recorded.Writes.Count);
    }

    private static Workbench Organization()
    {
        var organization = new Workbench();
        organization.Declare(State);
        return organization;
    }

    private static async Task ApplyTwiceAsync(Workbench organization)
    {
        var first = await organization.RunAsync("apply", "--auto-approve");
        Assert.True(first.Exit == (int)ExitCode.Ok, first.ToString());
        var writes = organization.Recorded.Writes.Count;
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
        Assert.Equal(writes, organization.Recorded.Writes.Count);
    }

    /// <summary>GETs of single users and groups.</summary>
    private static Func<int> CountGets(Workbench organization)
    {
        var count = 0;
        organization.Recorded.Intercept = request =>
        {
            count += request.Method == HttpMethod.Get && request.RequestUri!.Query.Length == 0 ? 1 : 0;
            return null;
        };
        return () => count;
    }

    private static void Show(HttpResponseMessage answer, string from, string to)
    {
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        answer.Content = new StringContent(reader.ReadToEnd().Replace(from, to, StringComparison.Ordinal), Encoding.UTF8, "application/scim+json");
    }

    private static HttpResponseMessage? Rewrite(HttpRequestMessage request, string from, string to)
    {
        if (request.Content is not null)
        {
            using var reader = new StreamReader(request.Content.ReadAsStream());
            var body = reader.ReadToEnd().Replace(from, to, StringComparison.Ordinal);
            request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        }

        return null;
    }
}
