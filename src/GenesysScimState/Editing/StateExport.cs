using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Editing;

/// <summary>An organization as state files, and the plan against them, which is empty unless something cannot be said.</summary>
/// <param name="Files">Those that are new or other than before.</param>
/// <param name="Left">What would still be planned of what was exported.</param>
internal sealed record StateExport(ImmutableArray<SourceFile> Files, Plan Left)
{
    /// <summary>From the configuration's folder; what the first line of each file points editors at.</summary>
    public const string SchemaFile = "schemas/state.schema.json";

    public int Users { get; private init; }

    public int Groups { get; private init; }

    /// <summary>Changes taken over into entries that were there.</summary>
    public int Updated { get; private init; }

    /// <summary>Values, users and groups that no state file can say.</summary>
    public int LeftOut { get; private init; }

    public static Checked<StateExport> Make(
        Workspace workspace, ExportTarget target, ActualState actual, SplitBy split, ImmutableArray<Address> only, DateOnly today)
    {
        // Who is in no file is about to be; nothing happens to him in between.
        var options = new PlanOptions(workspace.Dialect, workspace.Configuration.Policy with { Unlisted = UnlistedAction.Ignore }, today);
        var planned = Planner.Plan(target.Desired, actual, options);
        if (planned.Value is not { } plan)
        {
            return new(null, planned.Diagnostics);
        }

        var selected = Selection(only, actual);
        var changes = plan.Changes.Where(change => selected(change.Address) && change.Operation is not (Operation.Create or Operation.Delete)).ToArray();
        var left = new Dictionary<SourceSpan, Obstacle>();
        (ImmutableArray<SourceFile> Files, NewEntries Added, ImmutableArray<Obstacle> Obstacles) written;
        int known;
        do
        {
            // What cannot be changed in its place stays as it is, and the others are done without it.
            written = Write(workspace, target, actual, split, changes, selected, only.IsEmpty, left.Keys);
            known = left.Count;
            foreach (var obstacle in written.Obstacles)
            {
                left.TryAdd(obstacle.Part, obstacle);
            }
        }
        while (left.Count > known);

        if (!written.Obstacles.IsEmpty)
        {
            return new(null, [.. written.Obstacles.Select(obstacle => obstacle.Error)]);
        }

        var judged = Judge(workspace.Dialect, target, actual, written.Files, options);
        if (judged.Value is not { } again)
        {
            return new(null, judged.Diagnostics);
        }

        var rest = again with { Changes = [.. again.Changes.Where(change => selected(change.Address))] };
        var open = rest.Changes.Select(change => (change.Address, change.Operation)).ToHashSet();
        return new(
            new(written.Files, rest)
            {
                Users = written.Added.Users,
                Groups = written.Added.Groups,
                Updated = changes.Count(change => !open.Contains((change.Address, change.Operation))),
                LeftOut = written.Added.LeftOut,
            },
            [.. left.Values.Where(obstacle => !obstacle.IsFile).OrderBy(obstacle => obstacle.At).Select(obstacle => obstacle.Warning), .. rest.Changes.Select(EditingDiagnostics.StillDiffers)]);
    }

    private static (ImmutableArray<SourceFile> Files, NewEntries Added, ImmutableArray<Obstacle> Obstacles) Write(
        Workspace workspace, ExportTarget target, ActualState actual, SplitBy split, Change[] changes, Func<Address, bool> selected, bool isWhole, IEnumerable<SourceSpan> left)
    {
        var order = new StateOrder(workspace.Dialect);
        var adoption = new Adoption(target.Sources, target.Desired, workspace.Dialect, order, left);
        var declared = adoption.Accept(changes, Planner.DeclaredUsers(target.Desired, actual));
        var added = new NewEntries(workspace.Dialect, order, workspace.Configuration.Policy.Ignore, actual, declared);
        Add(added, target, actual, declared, split, selected, isWhole);
        var files = WriteInto(adoption, added.Files);
        var (edited, obstacles) = adoption.Finish();
        return ([.. edited.Concat(files).OrderBy(file => file.Path, StringComparer.Ordinal)], added, obstacles);
    }

    private static void Add(
        NewEntries added, ExportTarget target, ActualState actual, ImmutableDictionary<string, DesiredUser> declared, SplitBy split, Func<Address, bool> selected, bool isWhole)
    {
        var attribute = split == SplitBy.Division ? "division" : "department";
        var folder = new StateFolder(target.Folder, actual.Users.Select(user => user[attribute].Text).OfType<string>());
        var known = target.Desired.Groups.Select(group => group.DisplayName).ToHashSet(StringComparer.Ordinal);
        var groups = added.AddGroups(actual.Groups.Where(group => selected(group.Address) && !known.Contains(group.DisplayName)), folder.Groups);
        var users = actual.Users.Where(user => selected(Address.User(user.UserName)) && !declared.ContainsKey(user.Id)).ToArray();
        if (!isWhole)
        {
            var named = users.Select(user => user["manager"].Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var others = actual.Users.Where(user => named.Contains(user.Id) && !declared.ContainsKey(user.Id) && !users.Contains(user));
            added.AddNames(others, folder.Of(isActive: true, null));
        }

        added.AddUsers(
            users,
            user => folder.Of(user.Active, user[attribute].Text),
            groups.Concat(actual.Groups.Where(group => known.Contains(group.DisplayName))));
    }

    /// <summary>New entries go to the end of files that exist; the others are new files.</summary>
    public static List<SourceFile> WriteInto(Adoption adoption, IEnumerable<(string Path, List<string> Users, List<string> Groups)> added)
    {
        var files = new List<SourceFile>();
        foreach (var (wanted, users, groups) in added)
        {
            var path = adoption.FileFor(wanted);
            var isThere = users.Count > 0 && adoption.Append(path, "users", users);
            isThere |= groups.Count > 0 && adoption.Append(path, "groups", groups);
            if (!isThere)
            {
                files.Add(StateText.ToSource(path, Header(path) + Section("users", users) + Section("groups", groups)));
            }
        }

        return files;
    }

    /// <summary>The plan that the files as they are now would give, with what was read before.</summary>
    public static Checked<Plan> Judge(
        Dialect dialect, ExportTarget target, ActualState actual, ImmutableArray<SourceFile> written, PlanOptions options)
    {
        var sources = target.Sources.Where(source => !written.Any(file => file.Path == source.Path)).Concat(written);
        var bound = WorkspaceReader.Bind(sources.OrderBy(source => source.Path, StringComparer.Ordinal), dialect, CancellationToken.None);
        return bound.Value is { } desired ? Planner.Plan(desired, actual, options) : new(null, bound.Diagnostics);
    }

    /// <summary>What was asked for; with a group come those who are in it.</summary>
    private static Func<Address, bool> Selection(ImmutableArray<Address> only, ActualState actual)
    {
        if (only.IsEmpty)
        {
            return _ => true;
        }

        var members = actual.Groups.Where(group => only.Contains(group.Address)).SelectMany(group => group.MemberIds).ToHashSet(StringComparer.Ordinal);
        var selected = only.Concat(actual.Users.Where(user => members.Contains(user.Id)).Select(user => Address.User(user.UserName))).ToHashSet();
        return selected.Contains;
    }

    public static string Header(string path) =>
        $"# yaml-language-server: $schema={Path.GetRelativePath(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", SchemaFile).Replace('\\', '/')}\n";

    public static string Section(string name, IReadOnlyCollection<string> entries) => entries.Count == 0 || entries.All(entry => entry.StartsWith('#') && !entry.Contains("\n-", StringComparison.Ordinal))
        ? string.Concat(entries)
        : $"{name}:\n" + string.Join('\n', entries.Select(entry => string.Concat(entry.TrimEnd('\n').Split('\n').Select(line => $"  {line}\n"))));
}
