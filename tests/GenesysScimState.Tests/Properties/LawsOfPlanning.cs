using System.Collections.Immutable;
using CsCheck;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Properties;

/// <summary>What holds for any files and any organization. A failure prints its seed; give it to <c>Sample(seed: …)</c>.</summary>
public sealed class LawsOfPlanning
{
    private const int Times = 400;

    [Fact]
    public async Task A_plan_that_is_applied_leaves_nothing_to_plan()
    {
        await Organizations.Cases.SampleAsync(
            async (Case situation) =>
            {
                var organization = new ModelOrganization(situation.Actual);

                var result = await new Applier(organization, new MemoryJournal(), new Capabilities { MembersPerRequest = 2 }, 2)
                    .ApplyAsync(situation.Plan, CancellationToken.None);

                Assert.True(result.IsComplete);
                Assert.Equal("", Sketch.Lines((situation with { Actual = organization.State }).Plan));
            },
            TestContext.Current.TestOutputHelper!.WriteLine,
            iter: Times);
    }

    [Fact]
    public void The_order_of_files_users_and_groups_does_not_change_the_plan() => Gen
        .SelectMany(Organizations.Cases, situation => Gen.Select(
            Gen.Shuffle(situation.Desired.Users.ToArray()),
            Gen.Shuffle(situation.Actual.Users.ToArray()),
            Gen.Shuffle(situation.Desired.Groups.ToArray()),
            (desired, actual, groups) => (situation, shuffled: situation with
            {
                Desired = new([.. desired], [.. groups]),
                Actual = new([.. actual], [.. situation.Actual.Groups.Reverse()]),
            })))
        .Sample(pair => Assert.Equal(Json(pair.situation.Plan), Json(pair.shuffled.Plan)), iter: Times);

    [Fact]
    public void What_the_files_do_not_mention_is_in_no_plan() => Organizations.Cases.Sample(
        situation =>
        {
            var declared = situation.Desired.Users.ToLookup(user => user.Address);
            foreach (var change in situation.Plan.Changes.Where(change => change.Reason != ActionReason.Unlisted))
            {
                Assert.All(change.Attributes, attribute => Assert.Contains(declared[change.Address], user =>
                    user.Attributes.ContainsKey(attribute.Name) || user.Attributes.ContainsKey(attribute.Name.Split('.')[0])));
            }
        },
        iter: Times);

    [Fact]
    public void What_is_ignored_is_in_no_plan() => Organizations.Cases.Sample(
        situation => Assert.DoesNotContain(
            situation.Plan.Changes.SelectMany(change => change.Attributes),
            attribute => situation.Policy.Ignore.Contains(attribute.Name) || situation.Policy.Ignore.Contains(attribute.Name.Split('.')[0])),
        iter: Times);

    [Fact]
    public void A_saved_plan_reads_back_as_it_was() => Organizations.Cases.Sample(
        situation =>
        {
            var document = Document(situation.Plan);
            var json = PlanJson.Render(document);

            var (read, _) = PlanJsonReader.Read(new StringReader(json));

            Assert.Equal(json, PlanJson.Render(read));
            Assert.Equal(document.Digest, PlanJson.DigestOf(read));
            Assert.Equal(PlanText.Render(document), PlanText.Render(read));
            Assert.Empty(PlanComparison.Of(read.Plan, situation.Plan).Unreviewed);
        },
        iter: Times);

    [Fact]
    public void Files_that_say_what_is_there_ask_for_nothing() => Organizations.Cases.Sample(
        situation =>
        {
            var names = situation.Actual.Users.ToImmutableDictionary(user => user.Id, user => user.UserName, StringComparer.Ordinal);
            var mirror = new DesiredState(
                [.. situation.Actual.Users.Select(user => Sketch.Declared(user.UserName, user.ExternalId, user.Active, [.. Attributes(user, names)]))],
                [.. situation.Actual.Groups.Select(group => Sketch.DeclaredGroup(group.DisplayName, Membership.Exclusive, [.. group.MemberIds.Select(id => names[id])]))]);

            Assert.Equal("", Sketch.Lines(Sketch.Plan(mirror, situation.Actual, situation.Policy)));
            Assert.Empty(Sketch.Plan(mirror, situation.Actual).Unlisted);
        },
        iter: Times);

    [Fact]
    public void Nobody_out_of_scope_and_undeclared_is_deactivated_or_deleted() => Organizations.Cases.Sample(
        situation =>
        {
            var changed = situation.Plan.Changes
                .Where(change => change.Operation is Operation.Deactivate or Operation.Delete)
                .Select(change => change.Id).ToHashSet();
            Assert.DoesNotContain(situation.Actual.Users, user => changed.Contains(user.Id)
                && !IsDeclared(situation.Desired, user)
                && (situation.Policy.Unlisted is UnlistedAction.Ignore or UnlistedAction.Report || !IsInScope(user, situation.Policy.Scope)));
        },
        iter: Times);

    [Fact]
    public void Nobody_is_deleted_but_by_a_tombstone_or_by_unlisted_delete() => Organizations.Cases.Sample(
        situation => Assert.All(
            situation.Plan.Changes.Where(change => change.Operation == Operation.Delete),
            change => Assert.True(change.Reason == ActionReason.Unlisted
                ? situation.Policy.Unlisted == UnlistedAction.Delete
                : situation.Desired.Users.Any(user => user.IsAbsent && user.Address == change.Address))),
        iter: Times);

    [Fact]
    public void Waves_count_up_from_nought_and_nothing_stands_before_what_it_depends_on() => Organizations.Cases.Sample(
        situation =>
        {
            var changes = situation.Plan.Changes;
            Assert.Equal(Enumerable.Range(0, changes.IsEmpty ? 0 : changes[^1].Wave + 1), changes.Select(change => change.Wave).Distinct());
            Assert.All(changes, change => Assert.DoesNotContain(
                changes,
                other => !ReferenceEquals(other, change) && !other.IsMembership && change.DependsOn.Contains(other.Address) && other.Wave >= change.Wave));
        },
        iter: Times);

    [Fact]
    public void Values_are_canonical_after_once() => Organizations.Cases.Sample(
        situation =>
        {
            foreach (var (name, value) in situation.Desired.Users.SelectMany(user => user.Attributes))
            {
                var row = Sketch.Dialect.Find(name)!;
                var once = Canonical.Of(row, value.Value);
                Assert.Equal(once, Canonical.Of(row, once));
            }
        },
        iter: Times);

    private static bool IsDeclared(DesiredState desired, ActualUser user) => desired.Users.Any(declared =>
        (declared.ExternalId is { } id && id == user.ExternalId)
        || string.Equals(declared.UserName, user.UserName, StringComparison.OrdinalIgnoreCase));

    private static bool IsInScope(ActualUser user, UnlistedScope scope) =>
        !(scope.ExternalIdPresent && user.ExternalId is null)
        && (scope.ExternalIdPrefix is null || user.ExternalId is { } id && id.StartsWith(scope.ExternalIdPrefix, StringComparison.Ordinal))
        && (scope.UserNameDomain is null || user.UserName.Split('@')[1] == scope.UserNameDomain)
        && (scope.Division is null || user["division"].Equals(Sketch.Text(scope.Division)));

    private static IEnumerable<(string, AttributeValue)> Attributes(ActualUser user, ImmutableDictionary<string, string> names) =>
        user.Attributes.Select(pair => (pair.Key, pair.Key == "manager" ? pair.Value.Map(id => names[id]) : pair.Value));

    private static PlanDocument Document(Plan plan)
    {
        var document = new PlanDocument("acme", "emulator", plan) { Today = Sketch.Today, Tool = "1.2.3" };
        return document with { Digest = PlanJson.DigestOf(document) };
    }

    private static string Json(Plan plan) => PlanJson.Render(Document(plan));
}
