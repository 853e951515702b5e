using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>The opposite of each kind of change, and what is named because it has none.</summary>
public sealed class TakingAPlanBack
{
    private static readonly ActualUser Ana = Sketch.Actual("ana@x.test", "e-ana", true, null, ("displayName", Sketch.Text("Ana")), ("title", Sketch.Text("Agent")));
    private static readonly ActualUser Bob = Sketch.Actual("bob@x.test", "e-bob");

    [Theory]
    [InlineData("Agent", "Boss", "Update user/ana@x.test title:[Boss]->[Agent]")]
    [InlineData("", "Boss", "Update user/ana@x.test title:[Boss]->[]")]
    [InlineData("Agent", "", "Update user/ana@x.test title:[]->[Agent]")]
    public async Task An_attribute_is_as_it_was(string before, string after, string expected)
    {
        var actual = Sketch.Organization(Sketch.Actual("ana@x.test", "e-ana", true, null, ("title", AttributeValue.Of(before))));

        await GoesBackAsync(Sketch.Files(Sketch.Declared("ana@x.test", "e-ana", true, ("title", AttributeValue.Of(after)))), actual, expected);
    }

    [Theory]
    [InlineData(true, "Activate user/ana@x.test active:[false]->[true]")]
    [InlineData(false, "Deactivate user/ana@x.test active:[true]->[false]")]
    public async Task Who_became_inactive_is_activated_and_the_other_way_round(bool active, string expected) => await GoesBackAsync(
        Sketch.Files(Sketch.Declared("ana@x.test", "e-ana", !active)),
        Sketch.Organization(Sketch.Actual("ana@x.test", "e-ana", active)),
        expected);

    [Fact]
    public async Task An_unlisted_user_who_was_deactivated_is_activated() => await GoesBackAsync(
        DesiredState.Empty,
        Sketch.Organization(Ana),
        "Activate user/ana@x.test active:[false]->[true]",
        new Policy { Unlisted = UnlistedAction.Deactivate });

    [Fact]
    public async Task Members_leave_and_come_back_and_nobody_else_moves()
    {
        var carol = Sketch.Actual("carol@x.test");
        var actual = new ActualState([Ana, Bob, carol], [Sketch.Group("Team", Bob.Id), Sketch.Group("Club", carol.Id)]);
        var desired = new DesiredState(
            [Sketch.Declared("ana@x.test"), Sketch.Declared("bob@x.test")],
            [Sketch.DeclaredGroup("Team", Membership.Exclusive, "ana@x.test"), Sketch.DeclaredGroup("Club", Membership.Additive, "ana@x.test")]);

        await GoesBackAsync(desired, actual, "RemoveMembers group/Club ana@x.test\nRemoveMembers group/Team ana@x.test\nAddMembers group/Team bob@x.test");
    }

    [Fact]
    public async Task Who_was_created_becomes_inactive_leaves_the_groups_and_is_named()
    {
        var desired = new DesiredState(
            [Sketch.Declared("new@x.test", "e-new", true, ("displayName", Sketch.Text("New")))],
            [Sketch.DeclaredGroup("Team", Membership.Additive, "new@x.test")]);

        var (undo, _) = await AfterAsync(desired, new ActualState([Bob], [Sketch.Group("Team", Bob.Id)]));

        Assert.Equal("Deactivate user/new@x.test active:[true]->[false]\nRemoveMembers group/Team new@x.test", Sketch.Lines(undo.Plan));
        Assert.Equal("GSS609", Assert.Single(undo.Findings).Code);
    }

    [Fact]
    public async Task Who_was_deleted_is_created_as_he_was_with_his_manager_and_his_groups_and_is_named()
    {
        var leaver = Sketch.Actual("leo@x.test", "e-leo", true, null, ("displayName", Sketch.Text("Leo")), ("manager", Sketch.Text(Bob.Id)), ("roles", Sketch.Names("employee")));
        var actual = new ActualState([Ana, Bob, leaver], [Sketch.Group("Team", leaver.Id, Bob.Id), Sketch.Group("Club", Bob.Id)]);

        var (undo, organization) = await AfterAsync(Sketch.Files(Sketch.Absent("leo@x.test", "e-leo")), actual);

        Assert.Equal(
            "Create user/leo@x.test userName:[]->[leo@x.test] externalId:[]->[e-leo] displayName:[]->[Leo] active:[]->[true] manager:[]->[bob@x.test] roles:[]->[employee]\nAddMembers group/Team leo@x.test",
            Sketch.Lines(undo.Plan));
        Assert.Equal("GSS610", Assert.Single(undo.Findings).Code);
        await ApplyAsync(undo.Plan, organization);
        Assert.Contains("new-leo@x.test", organization.State.Groups.Single(group => group.DisplayName == "Team").MemberIds.AsEnumerable());
    }

    [Fact]
    public async Task Who_was_adopted_and_renamed_is_found_by_id_alone() => await GoesBackAsync(
        Sketch.Files(Sketch.Declared("ana.new@x.test", "e-ana", true, ("title", Sketch.Text("Boss"))) with { Id = Ana.Id }),
        Sketch.Organization(Sketch.Actual("ana@x.test", null, true, Ana.Id)),
        "Update user/ana@x.test userName:[ana.new@x.test]->[ana@x.test] externalId:[e-ana]->[] title:[Boss]->[]");

    [Fact]
    public async Task UserNames_that_were_swapped_are_swapped_back()
    {
        var (undo, organization) = await AfterAsync(
            Sketch.Files(Sketch.Declared("bob@x.test", "e-ana"), Sketch.Declared("ana@x.test", "e-bob")),
            Sketch.Organization(Ana, Bob));

        await ApplyAsync(undo.Plan, organization);

        Assert.Empty(undo.Findings);
        Assert.Equal(["ana@x.test", "bob@x.test"], organization.State.Users.OrderBy(user => user.Id, StringComparer.Ordinal).Select(user => user.UserName));
    }

    [Fact]
    public async Task A_manager_who_was_renamed_by_the_same_plan_is_named_as_before()
    {
        var report = Sketch.Actual("rep@x.test", "e-rep", true, null, ("manager", Sketch.Text(Ana.Id)));
        var desired = Sketch.Files(
            Sketch.Declared("anna@x.test", "e-ana"), Sketch.Declared("bob@x.test", "e-bob"),
            Sketch.Declared("rep@x.test", "e-rep", true, ("manager", Sketch.Text("bob@x.test"))));

        await GoesBackAsync(
            desired, Sketch.Organization(Ana, Bob, report),
            "Update user/ana@x.test userName:[anna@x.test]->[ana@x.test]\nUpdate user/rep@x.test manager:[bob@x.test]->[ana@x.test]");
    }

    [Fact]
    public async Task What_cannot_be_emptied_is_named_and_the_rest_is_undone()
    {
        var desired = Sketch.Files(Sketch.Declared("ana@x.test", "e-ana", true, ("division", Sketch.Text("North")), ("title", Sketch.Text("Boss"))));

        var (undo, _) = await AfterAsync(desired, Sketch.Organization(Ana));

        Assert.Equal("Update user/ana@x.test title:[Boss]->[Agent]", Sketch.Lines(undo.Plan));
        Assert.StartsWith("user/ana@x.test: division cannot be undone: nothing was there", Assert.Single(undo.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_went_to_somebody_new_stays_and_the_rest_is_undone()
    {
        var desired = Sketch.Files(
            Sketch.Declared("anna@x.test", "e-ana", true, ("title", Sketch.Text("Boss"))),
            Sketch.Declared("ana@x.test", "e-new", true, ("displayName", Sketch.Text("New"))));

        var (undo, _) = await AfterAsync(desired, Sketch.Organization(Ana));

        Assert.Equal("Deactivate user/ana@x.test active:[true]->[false]\nUpdate user/anna@x.test title:[Boss]->[Agent]", Sketch.Lines(undo.Plan));
        Assert.Equal(["GSS609", "GSS613"], undo.Findings.Select(finding => finding.Code));
        Assert.StartsWith("user/anna@x.test: userName cannot be undone: userName \"ana@x.test\" belongs to another user", undo.Findings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_whose_name_went_to_the_next_one_is_still_the_manager_who_was()
    {
        var report = Sketch.Actual("rep@x.test", "e-rep", true, null, ("manager", Sketch.Text(Ana.Id)));
        var desired = Sketch.Files(
            Sketch.Declared("anna@x.test", "e-ana"),
            Sketch.Declared("ana@x.test", "e-new", true, ("displayName", Sketch.Text("New"))),
            Sketch.Declared("rep@x.test", "e-rep", true, ("manager", Sketch.Text("ana@x.test"))));

        var (undo, organization) = await AfterAsync(desired, Sketch.Organization(Ana, report));
        await ApplyAsync(undo.Plan, organization);

        Assert.Contains("Update user/rep@x.test manager:[ana@x.test]->[anna@x.test]", Sketch.Lines(undo.Plan), StringComparison.Ordinal);
        Assert.Equal(Ana.Id, organization.State.Users.Single(user => user.UserName == "rep@x.test")["manager"].Text);
    }

    [Fact]
    public async Task A_deleted_user_whose_name_was_given_away_is_named_and_so_is_who_reported_to_him()
    {
        var report = Sketch.Actual("rep@x.test", "e-rep", true, null, ("manager", Sketch.Text(Ana.Id)));
        var desired = Sketch.Files(
            Sketch.Absent("ana@x.test", "e-ana"),
            Sketch.Declared("ana@x.test", "e-new", true, ("displayName", Sketch.Text("New"))),
            Sketch.Declared("rep@x.test", "e-rep", true, ("manager", Sketch.Text("bob@x.test"))),
            Sketch.Declared("bob@x.test", "e-bob"));

        var (undo, _) = await AfterAsync(desired, new ActualState([Ana, Bob, report], [Sketch.Group("Team", Ana.Id)]));

        Assert.Equal("Deactivate user/ana@x.test active:[true]->[false]", Sketch.Lines(undo.Plan));
        Assert.Contains(undo.Findings, finding => finding.Message == "user/rep@x.test: manager cannot be undone: the user \"ana@x.test\" cannot be created again");
        Assert.Contains(undo.Findings, finding => finding.Message == "group/Team: ana@x.test cannot be undone: the user \"ana@x.test\" cannot be created again");
        Assert.Contains(undo.Findings, finding => finding.Message.StartsWith("user/ana@x.test cannot be undone: userName \"ana@x.test\" belongs to another user", StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_that_was_created_stays_and_its_members_leave()
    {
        var created = new Change
        {
            Operation = Operation.CreateGroup,
            Address = Address.Group("Team"),
            Reason = ActionReason.NotInOrganization,
            Attributes = [new("displayName", AttributeType.Text, AttributeValue.Empty, Sketch.Text("Team"))],
        };
        var added = created with { Operation = Operation.AddMembers, Attributes = [], People = [new(Ana.UserName, Ana.Id)] };
        var after = new ActualState([Ana, Bob], [Sketch.Group("Team", Ana.Id, Bob.Id)]);

        var undo = Of(new Plan([created, added], []), Sketch.Organization(Ana, Bob), after);

        Assert.Equal("RemoveMembers group/Team ana@x.test", Sketch.Lines(undo.Plan));
        Assert.StartsWith("group/Team cannot be undone: scimstate deletes no groups", Assert.Single(undo.Findings).Message, StringComparison.Ordinal);
        Assert.Empty(Of(new Plan([created, added], []), Sketch.Organization(Ana), Sketch.Organization(Ana)).Findings);
    }

    [Fact]
    public void What_was_not_done_is_not_undone()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Declared("ana@x.test", "e-ana", true, ("title", Sketch.Text("Boss")), ("division", Sketch.Text("North")))), Sketch.Organization(Ana));

        var undo = Of(plan, Sketch.Organization(Ana), Sketch.Organization(Ana));

        Assert.True(undo.Plan.IsEmpty);
        Assert.Empty(undo.Findings);
    }

    [Fact]
    public void What_somebody_else_wrote_meanwhile_is_left_alone_and_named()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Declared("ana@x.test", "e-ana", true, ("title", Sketch.Text("Boss")), ("department", Sketch.Text("D")))), Sketch.Organization(Ana));
        var after = Sketch.Organization(Sketch.Actual("ana@x.test", "e-ana", true, null, ("title", Sketch.Text("Chief")), ("department", Sketch.Text("D"))));

        var undo = Of(plan, Sketch.Organization(Ana), after);

        Assert.Equal("Update user/ana@x.test department:[D]->[]", Sketch.Lines(undo.Plan));
        Assert.Equal("user/ana@x.test: title cannot be undone: it is \"Chief\" now, and the plan did not write that", Assert.Single(undo.Findings).Message);
    }

    [Fact]
    public void Who_or_what_is_gone_is_named()
    {
        var actual = new ActualState([Ana, Bob], [Sketch.Group("Team", Bob.Id), Sketch.Group("Club")]);
        var plan = Sketch.Plan(
            new DesiredState(
                [Sketch.Declared("ana@x.test", "e-ana", true, ("title", Sketch.Text("Boss"))), Sketch.Declared("bob@x.test", "e-bob")],
                [Sketch.DeclaredGroup("Team", Membership.Exclusive), Sketch.DeclaredGroup("Club", Membership.Additive, "bob@x.test")]),
            actual);

        var undo = Of(plan, actual, new ActualState([], [Sketch.Group("Team")]));

        Assert.True(undo.Plan.IsEmpty);
        Assert.Equal(
            [
                "group/Team: bob@x.test cannot be undone: the user is not in the organization any more",
                "user/ana@x.test cannot be undone: the user is not in the organization any more",
                "group/Club cannot be undone: the group is not in the organization any more",
            ],
            undo.Findings.Select(finding => finding.Message));
    }

    [Fact]
    public void A_user_whom_an_earlier_run_deleted_is_taken_from_its_undo_plan_or_named()
    {
        var before = new ActualState([Ana, Bob], [Sketch.Group("Team", Ana.Id)]);
        var plan = Sketch.Plan(Sketch.Files(Sketch.Absent("ana@x.test", "e-ana")), before);
        var now = new ActualState([Bob], [Sketch.Group("Team")]);
        var first = Of(plan, before, now);

        var second = Undo.Of(plan, now, now, DesiredState.Empty, Options, first.Plan.Changes);

        Assert.Equal(Sketch.Lines(first.Plan), Sketch.Lines(second.Plan));
        Assert.EndsWith("AddMembers group/Team ana@x.test", Sketch.Lines(second.Plan), StringComparison.Ordinal);
        Assert.StartsWith("user/ana@x.test cannot be undone: an earlier run deleted the user", Assert.Single(Of(plan, now, now).Findings).Message, StringComparison.Ordinal);
    }

    private static PlanOptions Options => new(Sketch.Dialect, new Policy(), Sketch.Today);

    private static Undo Of(Plan plan, ActualState before, ActualState after) => Undo.Of(plan, before, after, DesiredState.Empty, Options, []);

    /// <summary>The undo plan is as expected, gives back what was there, and then wants nothing more.</summary>
    private static async Task GoesBackAsync(DesiredState desired, ActualState actual, string expected, Policy? policy = null)
    {
        var (undo, organization) = await AfterAsync(desired, actual, policy);

        Assert.Equal(expected, Sketch.Lines(undo.Plan));
        Assert.Empty(undo.Findings);
        Assert.All(undo.Plan.Changes, change => Assert.Equal((ActionReason.Undo, null), (change.Reason, change.At)));
        await ApplyAsync(undo.Plan, organization);
        Assert.Equal(Sketch.Lines(Sketch.Plan(desired, actual, policy)), Sketch.Lines(Sketch.Plan(desired, organization.State, policy)));
        Assert.True(Undo.Again(undo.Plan.Changes, organization.State, desired, Options).Value!.IsEmpty);
    }

    private static async Task<(Undo Undo, ModelOrganization Organization)> AfterAsync(DesiredState desired, ActualState actual, Policy? policy = null)
    {
        var plan = Sketch.Plan(desired, actual, policy);
        var organization = new ModelOrganization(actual);
        await ApplyAsync(plan, organization);
        return (Of(plan, actual, organization.State), organization);
    }

    private static async Task ApplyAsync(Plan plan, ModelOrganization organization) => Assert.True(
        (await new Applier(organization, new MemoryJournal(), new Capabilities(), 1).ApplyAsync(plan, CancellationToken.None)).IsComplete);
}
