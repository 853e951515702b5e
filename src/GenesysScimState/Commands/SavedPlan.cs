using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary>Saved plans: read from a file, and held against what would be planned now.</summary>
internal static class SavedPlan
{
    public static (PlanDocument? Plan, Diagnostic? Problem) Read(FileInfo? file)
    {
        if (file is null)
        {
            return (null, null);
        }

        try
        {
            RegularFile.Require(file.FullName);
            using var text = File.OpenText(file.FullName);
            var (document, checksum) = PlanJsonReader.Read(text);
            return PlanJson.DigestOf(document) == document.Digest && PlanJson.ChecksumOf(document) == checksum
                ? (document, null)
                : (null, CommandDiagnostics.PlanTampered(file.Name));
        }
        catch (FormatException exception)
        {
            return (null, CommandDiagnostics.NotAPlan(file.Name, exception.Message));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, CommandDiagnostics.PlanUnreadable(file.Name, IoProblem.Of(exception)));
        }
    }

    /// <summary>Asked before anything is sent: a plan for one organization is never held against another.</summary>
    public static Diagnostic? ForAnother(PlanDocument? saved, Workspace workspace, Host host)
    {
        var (organization, target) = (workspace.Configuration.Organization, Review.Label(workspace.Configuration.Target, host));
        return saved is null || (saved.Organization == organization && saved.Target == target)
            ? null
            : CommandDiagnostics.OtherOrganization($"{saved.Organization} ({saved.Target})", $"{organization} ({target})");
    }

    /// <summary>Why the saved plan may not be applied any more; empty when it may.</summary>
    public static ImmutableArray<Diagnostic> Stale(PlanDocument saved, PlanDocument now, ActualState actual)
    {
        if (saved.Digest == now.Digest)
        {
            return [];
        }

        // With the same files, what is no longer planned has been done. With other files it may have been called off; an undo
        // plan calls nothing off, because it is what it wants.
        var moved = PlanComparison.Of(saved.Plan, now.Plan);
        var ids = PlanComparison.IdsOf(saved.Plan);
        var unreviewed = moved.Unreviewed.SelectMany(change => Unreviewed(change, ids));
        return saved.Undoes is null && saved.Source.Tree != now.Source.Tree
            ? [CommandDiagnostics.FilesChanged(now.Plan.IsEmpty), .. unreviewed, .. moved.Done.Select(change => CommandDiagnostics.NoLongerPlanned(change, What(change)))]
            : [.. unreviewed, .. PlanComparison.Ended(saved.Plan, now.Plan, actual).Select(change => CommandDiagnostics.Ended(change, What(change)))];
    }

    /// <summary>Of a user or group that was deleted and made again, that it is another record: the change itself may look the same.</summary>
    private static IEnumerable<Diagnostic> Unreviewed(Change change, ILookup<Address, string> ids) =>
        PlanComparison.OtherRecords(ids, change)
            .Select(other => CommandDiagnostics.Unreviewed(change, What(change), (other.Subject, other.Reviewed, other.Now)))
            .DefaultIfEmpty(CommandDiagnostics.Unreviewed(change, What(change)));

    /// <summary>The operation says what happens to <c>active</c>, and a creation has the address of the user.</summary>
    private static string What(Change change)
    {
        var details = change.IsMembership
            ? string.Join(", ", change.People.Select(person => Untrusted.Show(person.UserName)))
            : string.Join("; ", change.Attributes
                .Where(attribute => attribute.Name != "active" && change.Operation is not (Operation.Create or Operation.CreateGroup))
                .Select(attribute => $"{Untrusted.Show(attribute.Name)} {ValueText.Of(attribute)}"));
        return details.Length == 0 ? Words.Of(change.Operation) : $"{Words.Of(change.Operation)}: {details}";
    }
}
