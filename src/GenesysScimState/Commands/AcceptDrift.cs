using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Editing;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>drift --accept</c>: the organization's side of what differs goes into the state files, in its place.</summary>
internal static class AcceptDrift
{
    public static async Task<ExitCode> RunAsync(
        Review review, ImmutableArray<Address> asked, Terminal terminal, CancellationToken cancellationToken)
    {
        var (workspace, actual) = (review.Workspace, review.Actual);
        var (accepted, unknown) = PartialPlan.Resolve(asked, workspace.Desired, actual);
        if (!unknown.IsEmpty)
        {
            return terminal.Stop([.. unknown.Select(CommandDiagnostics.UnknownAddress)], ExitCode.Failed);
        }

        var addresses = accepted.ToHashSet();
        var changes = review.Whole.Changes.Where(change => addresses.Contains(change.Address)).ToArray();
        var differing = changes.Select(change => change.Address).Concat(review.Whole.Unlisted.Select(user => user.Address)).ToHashSet();
        if (addresses.Where(address => !differing.Contains(address)).Order().ToArray() is { Length: > 0 } equal)
        {
            return terminal.Stop([.. equal.Select(EditingDiagnostics.NothingToAccept)], ExitCode.Failed);
        }

        var target = await ExportTarget.OfAsync(null, workspace, terminal.Folder, cancellationToken);
        if (target.Value is not { } place)
        {
            return terminal.Stop(target.Diagnostics, ExitCode.Invalid);
        }

        var (files, problems) = Edit(review, place, addresses, changes);
        if (problems.IsEmpty)
        {
            problems = Left(review, place, addresses, files);
        }

        if (!problems.IsEmpty)
        {
            return terminal.Stop(problems, ExitCode.Invalid);
        }

        foreach (var file in files)
        {
            OutputFile.Write(new FileInfo(Path.Combine(terminal.Folder, file.Path)), file.Text);
        }

        terminal.Result(terminal.Options.Json
            ? DiagnosticJson.Render([])
            : string.Concat(addresses.Order().Select(address => $"  ~ {Untrusted.Show(address.ToString())}  as the organization has it\n"))
                + $"\nChanged {string.Join(", ", files.Select(file => Untrusted.Show(file.Path)))}; review and commit.\n");
        return ExitCode.Ok;
    }

    private static (ImmutableArray<SourceFile> Files, ImmutableArray<Diagnostic> Problems) Edit(
        Review review, ExportTarget place, HashSet<Address> addresses, Change[] changes)
    {
        var (workspace, actual) = (review.Workspace, review.Actual);
        var order = new StateOrder(workspace.Dialect);
        var adoption = new Adoption(place.Sources, workspace.Desired, workspace.Dialect, order);
        var declared = adoption.Accept(changes, Planner.DeclaredUsers(workspace.Desired, actual));
        var members = changes.Where(change => change.Operation == Operation.RemoveMembers)
            .SelectMany(change => change.People).Select(person => person.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var users = actual.Users.Where(user => !declared.ContainsKey(user.Id) && (addresses.Contains(Address.User(user.UserName)) || members.Contains(user.Id))).ToArray();
        var managers = changes.SelectMany(change => change.Attributes).Where(attribute => attribute.Type == AttributeType.Person).Select(attribute => attribute.Before.Text)
            .Concat(users.Select(user => actual.Users.FirstOrDefault(other => other.Id == user["manager"].Text)?.UserName)).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var folder = new StateFolder(place.Folder, actual.Users.Select(user => user["division"].Text).OfType<string>());
        var added = new NewEntries(workspace.Dialect, order, workspace.Configuration.Policy.Ignore, actual, declared);
        added.AddNames(actual.Users.Where(user => managers.Contains(user.UserName) && !declared.ContainsKey(user.Id) && !users.Contains(user)), folder.Of(isActive: true, null));
        var known = workspace.Desired.Groups.Select(group => group.DisplayName).ToHashSet(StringComparer.Ordinal);
        added.AddUsers(users, user => folder.Of(user.Active, user["division"].Text), actual.Groups.Where(group => known.Contains(group.DisplayName)));
        var files = StateExport.WriteInto(adoption, added.Files);
        var (edited, obstacles) = adoption.Finish();
        return ([.. edited.Concat(files).OrderBy(file => file.Path, StringComparer.Ordinal)], [.. obstacles.Select(obstacle => obstacle.Error)]);
    }

    /// <summary>Nothing is written before it is known that the plan for what was accepted will be empty.</summary>
    private static ImmutableArray<Diagnostic> Left(Review review, ExportTarget place, HashSet<Address> addresses, ImmutableArray<SourceFile> files)
    {
        var options = new PlanOptions(review.Workspace.Dialect, review.Workspace.Configuration.Policy, review.Document.Today);
        var judged = StateExport.Judge(review.Workspace.Dialect, place, review.Actual, files, options);
        return judged.Value is not { } plan
            ? [.. judged.Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => EditingDiagnostics.NotAccepted(addresses, finding.Message, null))]
            : [.. plan.Changes.Where(change => addresses.Contains(change.Address)).Select(change => EditingDiagnostics.NotAccepted([change.Address], null, change.At))];
    }
}
