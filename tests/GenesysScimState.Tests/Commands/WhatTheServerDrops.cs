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
          - {userName: ana@example.org, externalId: e-ana, title: Boss, department: Sales, groups: [Support]}
          - {userName: bob@example.org, externalId: e-bob, title: Clerk, groups: [Support]}
          - {userName: cy@example.org, externalId: e-cy, displayName: Cy, title: Clerk}
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
        Assert.Contains("  ! user/ana@example.org  update unverified\n", first.Out, StringComparison.Ordinal);
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
        Assert.Contains("GSS605: accepted, but the group does not show \"ana@example.org\"; ", first.Out, StringComparison.Ordinal);
        Assert.Contains("1 created, 2 updated, 0 activated, 0 deactivated, 0 deleted; 0 members added", first.Out, StringComparison.Ordinal);
        Assert.Contains("+ ana@example.org", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_show_everything_cost_no_request()
    {
        using var organization = Organization();
        var gets = CountGets(organization);

        await ApplyTwiceAsync(organization);

        Assert.Equal(0, gets());
        Assert.Equal(4, organization.Writes.Count);
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

    private static ServedOrganization Organization()
    {
        var organization = new ServedOrganization("");
        organization.Declare(State);
        return organization;
    }

    private static async Task ApplyTwiceAsync(ServedOrganization organization)
    {
        var first = await organization.RunAsync("apply", "--auto-approve");
        Assert.True(first.Exit == (int)ExitCode.Ok, first.ToString());
        var writes = organization.Writes.Count;
        Assert.Equal((int)ExitCode.Ok, (await organization.RunAsync("plan", "--detailed-exitcode")).Exit);
        Assert.Equal(writes, organization.Writes.Count);
    }

    /// <summary>GETs of single users and groups.</summary>
    private static Func<int> CountGets(ServedOrganization organization)
    {
        var count = 0;
        organization.Recorded.Intercept = request =>
        {
            count += request.Method == HttpMethod.Get && request.RequestUri!.Query.Length == 0 ? 1 : 0;
            return null;
        };
        return () => count;
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
