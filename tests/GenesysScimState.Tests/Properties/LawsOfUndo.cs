using System.Collections.Immutable;
using CsCheck;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Properties;

/// <summary>For any files and any organization: what a plan did, wholly or in part, its undo plan takes back.</summary>
public sealed class LawsOfUndo
{
    private const int Times = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_apply_and_its_undo_give_the_organization_back_except_what_is_named(int doneOf) => await Organizations.Cases.SampleAsync(
        async (Case situation) =>
        {
            var plan = situation.Plan;
            var organization = new ModelOrganization(situation.Actual) { Refuses = change => IsRefused(change, doneOf) };
            await ApplyAsync(plan, organization);
            var done = new ModelOrganization(organization.State);

            var undo = Undo.Of(plan, situation.Actual, done.State, situation.Desired, Options(situation), []);
            var saved = Saved(undo.Plan);
            var again = Undo.Again(saved, done.State, situation.Desired, Options(situation)).Value!;
            Assert.Equal(Sketch.Lines(undo.Plan), Sketch.Lines(again));
            Assert.Empty(PlanComparison.Of(undo.Plan with { Changes = saved }, again).Unreviewed);
            Assert.True(await ApplyAsync(undo.Plan, done));

            Assert.Equal("", Sketch.Lines(Undo.Again(saved, done.State, situation.Desired, Options(situation)).Value!));
            Assert.Equal("", string.Join('\n', Differences(situation, organization.State, done.State, undo.Findings)));
        },
        TestContext.Current.TestOutputHelper!.WriteLine,
        iter: Times);

    /// <summary>One of so many changes is done; chosen so that a failure can be repeated.</summary>
    private static bool IsRefused(Change change, int doneOf) => $"{change.Address}{change.Operation}".Sum(letter => letter) % doneOf != 0;

    private static PlanOptions Options(Case situation) => new(Sketch.Dialect, situation.Policy, Sketch.Today);

    private static ImmutableArray<Change> Saved(Plan plan)
    {
        var document = new PlanDocument("acme", "emulator", plan) { Today = Sketch.Today, Undoes = $"sha256:{new string('0', 64)}" };
        var (read, _) = PlanJsonReader.Read(new StringReader(PlanJson.Render(document)));
        Assert.Equal((document.Undoes, PlanJson.DigestOf(document)), (read.Undoes, PlanJson.DigestOf(read)));
        return read.Plan.Changes;
    }

    private static async Task<bool> ApplyAsync(Plan plan, ModelOrganization organization) =>
        (await new Applier(organization, new MemoryJournal(), new Capabilities { MembersPerRequest = 2 }, 2).ApplyAsync(plan, CancellationToken.None)).IsComplete;

    private static IEnumerable<string> Differences(Case situation, ActualState applied, ActualState after, ImmutableArray<Diagnostic> findings)
    {
        var before = situation.Actual;
        var names = before.Users.Concat(after.Users).DistinctBy(user => user.Id).ToDictionary(user => user.Id, user => user.UserName, StringComparer.Ordinal);
        var now = after.Users.ToLookup(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        foreach (var user in before.Users)
        {
            var address = $"user/{user.UserName}";
            var found = after.Users.FirstOrDefault(other => other.Id == user.Id) ?? now[user.UserName].FirstOrDefault();
            if (found is null)
            {
                if (!IsNamed(user, null))
                {
                    yield return $"{address} is gone";
                }

                continue;
            }

            foreach (var name in user.Attributes.Keys.Union(found.Attributes.Keys, StringComparer.Ordinal))
            {
                if (!Value(name, user).Equals(Value(name, found)) && !IsNamed(user, name) && (found.Id == user.Id || !IsIgnored(name)))
                {
                    yield return $"{address} {name}: [{user[name]}] is now [{found[name]}]";
                }
            }
        }

        var old = before.Users.Select(user => user.Id).ToHashSet(StringComparer.Ordinal);
        var added = after.Users.Where(user => !old.Contains(user.Id) && !before.Users.Any(other => string.Equals(other.UserName, user.UserName, StringComparison.OrdinalIgnoreCase)));
        foreach (var user in added.Where(user => user.Active || !findings.Any(finding => finding.Code == "GSS609")))
        {
            yield return $"{user.UserName} is new";
        }

        foreach (var (group, found) in before.Groups.Zip(after.Groups))
        {
            var moved = Members(group).ToHashSet(StringComparer.OrdinalIgnoreCase);
            moved.SymmetricExceptWith(Members(found));
            moved.RemoveWhere(name => IsSaid(group.Address, name) || before.Users.Any(user => string.Equals(user.UserName, name, StringComparison.OrdinalIgnoreCase) && IsNamed(user, null)));
            if (moved.Count > 0)
            {
                yield return $"{group.Address}: {string.Join(' ', moved)}";
            }
        }

        AttributeValue Value(string name, ActualUser user) => Sketch.Dialect.Find(name) is { Type: not AttributeType.Person } row
            ? Canonical.Of(row, user[name])
            : user[name].Map(id => names.GetValueOrDefault(id, id).ToUpperInvariant());

        IEnumerable<string> Members(ActualGroup group) => group.MemberIds.Select(id => names[id]);

        // By whatever name the user had in between.
        bool IsNamed(ActualUser user, string? part) => new[] { before, applied, after }
            .Select(state => state.Users.FirstOrDefault(other => other.Id == user.Id)?.UserName)
            .OfType<string>().Any(name => IsSaid(Address.User(name), part));

        bool IsSaid(Address address, string? part) => findings.Any(finding =>
            string.Equals(finding.Subject?.ToString(), address.ToString(), StringComparison.OrdinalIgnoreCase)
            && (finding.Message.StartsWith($"{Untrusted.Show(address.ToString())} cannot be", StringComparison.OrdinalIgnoreCase)
                || (part is not null && finding.Message.Contains($": {Untrusted.Show(part)} cannot be", StringComparison.OrdinalIgnoreCase))));

        // What another system owns is not written, also not for who is created again.
        bool IsIgnored(string name) => situation.Policy.Ignore.Contains(name) || situation.Policy.Ignore.Contains(name.Split('.')[0]);
    }
}
