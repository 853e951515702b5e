using GenesysScimState.Config;
using GenesysScimState.Core.Planning;
using GenesysScimState.Editing;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>Templates that are missing or there twice, and what ends soon.</summary>
public sealed class TemplatesAndEnds
{
    [Theory]
    [InlineData("users: [{userName: a@x.test, template: agnet}]\ntemplates: {agent: {title: Agent}}\n", "GSS260")]
    [InlineData("templates: {agent: {title: Agent}}\n", "GSS261")]
    public void What_is_wrong_is_found(string text, string code)
    {
        var bound = WorkspaceReader.Bind(
            [StateText.ToSource("a.yaml", text), StateText.ToSource("b.yaml", code == "GSS261" ? text : "users: []\n")], Sketch.Dialect, CancellationToken.None);

        Assert.Equal([code], bound.Diagnostics.Select(finding => finding.Code));
    }

    [Fact]
    public void What_ends_within_a_week_is_named()
    {
        var bound = WorkspaceReader.Bind([StateText.ToSource("a.yaml", "users: [{userName: a@x.test, until: 2026-12-01}]\n")], Sketch.Dialect, CancellationToken.None);

        Assert.Equal(["GSS262"], Endings.Soon(bound.Value!, Sketch.Today).Select(finding => finding.Code));
        Assert.Empty(Endings.Soon(bound.Value!, Sketch.Today.AddDays(-1)));
        Assert.Empty(Endings.Soon(bound.Value!, new DateOnly(2026, 12, 2)));
    }
}
