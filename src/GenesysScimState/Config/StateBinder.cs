using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// What one state file declares, as far as it can be told without the others. The tree it was read from is not kept, except
/// for the groups: trees of all files at once would be most of the memory this program takes.
/// </summary>
/// <param name="Users">In the order of lines.</param>
/// <param name="Groups">Still as written, since their members may be users of any file.</param>
/// <param name="Values">What of <paramref name="Groups"/> the schema has nothing against.</param>
internal sealed record FileDraft(ImmutableArray<UserDraft> Users, ImmutableArray<YamlMapping> Groups, AcceptedValues Values)
{
    public static Checked<FileDraft> Bind(Checked<YamlFile> file, Dialect dialect)
    {
        if (file.Value is not var (root, values))
        {
            return new(null, file.Diagnostics);
        }

        var findings = file.Diagnostics.ToBuilder();
        var binder = new UserBinder(dialect, findings);
        ImmutableArray<UserDraft> users =
            [.. values.Mappings(root, "users").Select(user => binder.Bind(user, values)).OfType<UserDraft>()];
        return new(new(users, [.. values.Mappings(root, "groups")], values), findings.ToImmutable());
    }
}

/// <summary>All state files to one <see cref="DesiredState"/>: first every user, then who refers to whom.</summary>
internal static class StateBinder
{
    /// <param name="files">In the order of their paths.</param>
    /// <param name="isComplete">
    /// False when a file could not be read: what it may declare cannot be called undeclared.
    /// </param>
    public static Checked<DesiredState> Bind(IReadOnlyCollection<FileDraft> files, bool isComplete)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var closest = new ClosestNames();
        var users = new DeclaredUsers(closest, findings);
        foreach (var user in files.SelectMany(file => file.Users))
        {
            users.Add(user);
        }

        new PersonBinder(users, isComplete, findings).Bind();
        var groups = new GroupBinder(users, closest, isComplete, findings).Bind(files);
        return findings.Any(finding => finding.Severity == Severity.Error)
            ? new(null, findings.ToImmutable())
            : new(new([.. users.All.Select(user => user.ToDesired())], groups), findings.ToImmutable());
    }
}
