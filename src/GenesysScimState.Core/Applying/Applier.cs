using System.Collections.Concurrent;
using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Core.Applying;

/// <summary>
/// Carries out a plan, wave by wave; the changes of a wave side by side, at most <c>concurrency</c> at once.
/// </summary>
/// <remarks>
/// One bad record never stops the others: a failure is written down and the run goes on; only what depends on the failed
/// change is skipped, with the reason. Memberships are sent in batches, one after the other, because a group is one
/// resource. When the run is interrupted, nothing new starts, what is under way is finished, and the rest is reported as
/// not attempted; so it is when the journal cannot be written, and when so many writes in a row failed for one reason that
/// the rest would too (<see cref="FailureStreak"/>). Every change of the plan has exactly one outcome.
/// </remarks>
public sealed class Applier(IOrganization organization, IJournal journal, Capabilities capabilities, int concurrency)
{
    /// <summary>The ids of those whom this run created, by userName.</summary>
    private readonly ConcurrentDictionary<string, string> _created = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The ids of the groups that this run created, by displayName.</summary>
    private readonly ConcurrentDictionary<string, string> _createdGroups = new(StringComparer.Ordinal);

    /// <summary>The last outcome of each user and group, memberships apart.</summary>
    private readonly ConcurrentDictionary<Address, Outcome> _settled = new();

    /// <summary>Where memberships are the user's: the groups of this plan that a user joins or leaves, by userName.</summary>
    private ILookup<string, Change> _memberships = Array.Empty<Change>().ToLookup(_ => "", StringComparer.OrdinalIgnoreCase);

    /// <summary>The users whom this plan changes themselves, and that write puts them into their groups.</summary>
    private HashSet<string> _written = [];

    private readonly FailureStreak _streak = new();

    /// <summary>Why nothing new may start: the journal could not be written, or nothing has a prospect any more.</summary>
    private volatile Diagnostic? _stopped;

    public async Task<ApplyResult> ApplyAsync(Plan plan, CancellationToken cancellationToken)
    {
        var outcomes = new Outcome[plan.Changes.Length];
        _memberships = plan.Changes
            .Where(change => capabilities.Members == MembershipWrite.User && change is { IsMembership: true, Id: not null })
            .SelectMany(change => change.People.Select(person => (person.UserName, Group: change)))
            .ToLookup(pair => pair.UserName, pair => pair.Group, StringComparer.OrdinalIgnoreCase);
        _written = plan.Changes.Where(change => !change.IsMembership)
            .Select(change => change.Address.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var waves = plan.Changes.Select((change, index) => (change, index)).GroupBy(pair => pair.change.Wave).OrderBy(wave => wave.Key);
        foreach (var wave in waves)
        {
            // The token is looked at before each change, never inside one: a cancelled run still has all its outcomes.
            var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
            await Parallel.ForEachAsync(wave, options, async (pair, _) =>
            {
                var outcome = await SettleAsync(pair.change, cancellationToken);
                outcomes[pair.index] = outcome;
                if (!pair.change.IsMembership)
                {
                    _settled[pair.change.Address] = outcome;
                }

                await WriteDownAsync(() => journal.SettledAsync(outcome));
            });
        }

        return new ApplyResult([.. outcomes]) { Stopped = _stopped };
    }

    private async Task<Outcome> SettleAsync(Change change, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || _stopped is not null)
        {
            return await WithoutRequestAsync(change);
        }

        var failed = change.DependsOn.Where(Failed).ToArray();
        if (!change.IsMembership)
        {
            if (failed.Length > 0)
            {
                return new Outcome(change, OutcomeKind.Skipped, Missing(change, failed, isPartial: false));
            }

            var with = WithMemberships(change);
            return await WriteAsync(change, with, [with], cancellationToken);
        }

        // A group does not have to wait for a user who could not be created: the others are added, the one is named.
        var possible = change.People.Where(person => !failed.Contains(Address.User(person.UserName))).ToArray();
        if (possible.Length == 0 || failed.Contains(change.Address))
        {
            return new Outcome(change, OutcomeKind.Skipped, Missing(change, failed, isPartial: false));
        }

        var whole = change with
        {
            People = [.. possible],
            Id = change.Id ?? _createdGroups.GetValueOrDefault(change.Address.Name),
            Along = Along(change, possible),
        };
        var size = capabilities.Members == MembershipWrite.User ? possible.Length : capabilities.MembersPerRequest;
        var batches = possible.Chunk(size).Select(people => whole with { People = [.. people] });
        var outcome = await WriteAsync(change, whole, [.. batches], cancellationToken);
        return failed.Length > 0 && outcome.Kind == OutcomeKind.Done
            ? outcome with { Kind = OutcomeKind.Failed, Problem = Missing(change, failed, isPartial: true) }
            : outcome;
    }

    /// <summary>
    /// Nothing new may start. A membership that went along with an earlier request is done all the same, or is for some of
    /// its people.
    /// </summary>
    private async Task<Outcome> WithoutRequestAsync(Change change)
    {
        var outcome = new Outcome(change, OutcomeKind.NotAttempted, _stopped ?? ApplyDiagnostics.Interrupted(change));
        var ids = IdsOf(change);
        var made = change.IsMembership ? change.People.Where(person => organization.IsMade(change, person, ids)).ToArray() : [];
        if (made.Length == 0)
        {
            return outcome;
        }

        var known = change with { People = [.. made] };
        var result = await WriteAsync(change, known, [known], CancellationToken.None);
        return result.Kind == OutcomeKind.Done && made.Length < change.People.Length
            ? result with { Kind = outcome.Kind, Problem = outcome.Problem } : result;
    }

    /// <summary>One request makes a user and puts him into his groups, where the server takes them in the user.</summary>
    private Change WithMemberships(Change change) => change.Operation is Operation.Create or Operation.Update or Operation.Activate
        ? change with { Along = [.. _memberships[change.Address.Name].Where(group => group.Operation == Operation.AddMembers)] } : change;

    /// <summary>
    /// One request is all memberships of a person, where the server takes them in the user: what else of this plan is still to
    /// become of them goes along. It keeps its own outcome: when its turn comes, it finds itself made.
    /// </summary>
    private ImmutableArray<Change> Along(Change change, Person[] people)
    {
        return
        [
            .. people.SelectMany(person => _memberships[person.UserName].Where(other => IsStillToCome(other, person)).Select(other => (other, person)))
                .GroupBy(pair => (pair.other.Address, pair.other.Operation))
                .Select(group => group.First().other with { People = [.. group.Select(pair => pair.person)] }),
        ];

        bool IsStillToCome(Change other, Person person) => !ReferenceEquals(other, change)
            && (other.Wave == change.Wave || (other.Wave > change.Wave && !_written.Contains(person.UserName)));
    }

    /// <summary>
    /// An update that was accepted stops nothing. A creation that is not verified does: the id may be of another user.
    /// </summary>
    private bool Failed(Address dependency) => IsUnverifiedCreation(dependency)
        || (_settled.TryGetValue(dependency, out var outcome) && outcome.Kind is not (OutcomeKind.Done or OutcomeKind.Unverified));

    /// <summary>Whether the creation of a user or group was accepted, and is not verified.</summary>
    private bool IsUnverifiedCreation(Address dependency) => _settled.TryGetValue(dependency, out var outcome)
        && outcome is { Kind: OutcomeKind.Unverified, Change.Operation: Operation.Create or Operation.CreateGroup };

    private Diagnostic Missing(Change change, Address[] failed, bool isPartial) =>
        !isPartial && Array.TrueForAll(failed, IsUnverifiedCreation)
            ? ApplyDiagnostics.CreationUnverified(change, failed) : ApplyDiagnostics.DependencyFailed(change, failed, isPartial);

    /// <param name="change">As planned.</param>
    /// <param name="whole">What of it can be done.</param>
    /// <param name="writes">The same, in requests.</param>
    /// <param name="cancellationToken">Looked at between two requests.</param>
    private async Task<Outcome> WriteAsync(Change change, Change whole, Change[] writes, CancellationToken cancellationToken)
    {
        var outcome = new Outcome(change, OutcomeKind.Done);
        var isUnchecked = false;
        var ids = IdsOf(whole);
        foreach (var write in writes)
        {
            if (outcome.Attempts > 0 && (cancellationToken.IsCancellationRequested || _stopped is not null))
            {
                return outcome with { Kind = OutcomeKind.NotAttempted, Problem = _stopped ?? ApplyDiagnostics.Interrupted(change) };
            }

            if (!await WriteDownAsync(() => journal.IntentAsync(write)))
            {
                return outcome with { Kind = OutcomeKind.NotAttempted, Problem = _stopped };
            }

            if (await SendAsync(write, ids, cancellationToken) is not { } result)
            {
                return outcome with { Kind = OutcomeKind.NotAttempted, Problem = ApplyDiagnostics.Interrupted(change) };
            }

            isUnchecked |= result.IsUnchecked;
            if (isUnchecked && result.Succeeded && ReferenceEquals(write, writes[^1]))
            {
                // Once for all batches; before the last of them is written down.
                result = await organization.CheckAsync(whole, result, ids);
            }

            _stopped ??= _streak.Add(result);
            await WriteDownAsync(() => journal.OutcomeAsync(write, result));
            outcome = Add(outcome, write, result);
            if (outcome.Kind != OutcomeKind.Done)
            {
                return outcome;
            }
        }

        return outcome;
    }

    /// <summary>
    /// Null when the run was interrupted before anything was sent. Whatever else goes wrong is a failure of this change
    /// alone: the others go on, and there is a report.
    /// </summary>
    private async Task<WriteResult?> SendAsync(
        Change write, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        try
        {
            return await organization.WriteAsync(write, ids, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            return new WriteResult(ApplyDiagnostics.Unexpected(write, $"{exception.GetType().Name}: {exception.Message}")) { IsUnknown = true };
        }
    }

    /// <summary>Who is meant by the names in a change: the plan's own ids, and those of this run's creations.</summary>
    private Dictionary<string, string> IdsOf(Change change)
    {
        var ids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in change.People)
        {
            if ((person.Id ?? _created.GetValueOrDefault(person.UserName)) is { } id)
            {
                ids[person.UserName] = id;
            }
        }

        return ids;
    }

    private Outcome Add(Outcome outcome, Change write, WriteResult result)
    {
        var change = outcome.Change;
        if (result.Succeeded && !change.IsMembership && result.Id is not null)
        {
            (change.Operation == Operation.CreateGroup ? _createdGroups : _created)[change.Address.Name] = result.Id;
        }

        return outcome with
        {
            Kind = result.Kind,
            Problem = result.Problem is { } problem ? problem with { At = change.At, Subject = change.Address } : null,
            Attempts = outcome.Attempts + result.Attempts,
            Duration = outcome.Duration + result.Duration,
            Status = result.Status,
            CorrelationId = result.CorrelationId,
            PeopleDone = change.IsMembership && (result.IsDoneInPart || result.PeopleMissing > 0)
                ? Math.Max(0, outcome.PeopleDone + write.People.Length - result.PeopleMissing) : outcome.PeopleDone,
        };
    }

    /// <summary>What cannot be written down is not done: after the first failure nothing new starts.</summary>
    private async Task<bool> WriteDownAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (JournalException exception)
        {
            _stopped = exception.Problem;
            return false;
        }
    }
}
