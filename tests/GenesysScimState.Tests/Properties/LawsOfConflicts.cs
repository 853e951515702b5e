using CsCheck;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Properties;

/// <summary>
/// For any plan: a change that has not been made is to be sent again, one that has been made is done, and what is read back
/// then is what was meant. So nothing that the planner plans is ever taken for somebody else's edit, or for dropped.
/// </summary>
public sealed class LawsOfConflicts
{
    private const int Times = 400;

    [Fact]
    public async Task Each_change_is_as_before_until_it_is_made_and_as_after_from_then_on() => await Organizations.Cases.SampleAsync(
        async (Case situation) =>
        {
            var organization = new Judged(new ModelOrganization(situation.Actual));

            var result = await new Applier(organization, new MemoryJournal(), new Capabilities { MembersPerRequest = 2 }, 1)
                .ApplyAsync(situation.Plan, CancellationToken.None);

            Assert.True(result.IsComplete);
        },
        TestContext.Current.TestOutputHelper!.WriteLine,
        iter: Times);

    /// <summary>Asks the rules before each write and after it.</summary>
    private sealed class Judged(ModelOrganization model) : IOrganization
    {
        public Task<ActualState> ReadAsync(CancellationToken cancellationToken) => model.ReadAsync(cancellationToken);

        public Task<NameList> ListNamesAsync(AttributeRow row, CancellationToken cancellationToken) =>
            model.ListNamesAsync(row, cancellationToken);

        public Task<WriteResult> CheckAsync(Change change, WriteResult result, IReadOnlyDictionary<string, string> ids) =>
            model.CheckAsync(change, result, ids);

        public async Task<WriteResult> WriteAsync(Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
        {
            var comparison = new Comparison(Sketch.Dialect, ids);
            Judge(change, change.Id, comparison, isMade: false);
            var result = await model.WriteAsync(change, ids, cancellationToken);
            Judge(change, result.Id, comparison, isMade: true);
            return result;
        }

        private void Judge(Change change, string? id, Comparison comparison, bool isMade)
        {
            if (change.IsMembership)
            {
                var members = model.State.Groups.Single(group => group.Id == id).MemberIds;
                Assert.Equal(isMade ? 0 : change.People.Length, comparison.Unsettled(change, members).Length);
                return;
            }

            var now = model.State.Users.SingleOrDefault(user => user.Id == id);
            if (change.Operation == Operation.Create)
            {
                Assert.True(!isMade || comparison.Unlike(change, now!).IsEmpty);
                return;
            }

            var conflict = ConflictRule.Decide(change, now, comparison);
            Assert.Equal(
                (Sketch.Line(change), isMade ? ConflictVerdict.Done : ConflictVerdict.SendAgain), (Sketch.Line(change), conflict.Verdict));
        }
    }
}
