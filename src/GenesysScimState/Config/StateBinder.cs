using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// What one state file declares, as far as it can be told without the others. The tree it was read from is not kept, except
/// for groups, templates and users with templates: trees of all files at once would be most of the memory this program takes.
/// </summary>
/// <param name="Users">In the order of lines; one with a template is still as written, for templates may be in any file.</param>
/// <param name="Groups">Still as written, since their members may be users of any file.</param>
/// <param name="File">The file's templates and defaults, and what of all this the schema has nothing against.</param>
internal sealed record FileDraft(
    ImmutableArray<(UserDraft? Bound, YamlMapping? Written)> Users, ImmutableArray<YamlMapping> Groups, YamlFile File)
{
    public AcceptedValues Values => File.Values;

    public static Checked<FileDraft> Bind(Checked<YamlFile> file, Dialect dialect)
    {
        if (file.Value is not var (root, values))
        {
            return new(null, file.Diagnostics);
        }

        var findings = file.Diagnostics.ToBuilder();
        var binder = new UserBinder(dialect, findings);
        var alone = new Inheritance(findings);
        var users = ImmutableArray.CreateBuilder<(UserDraft?, YamlMapping?)>();
        foreach (var user in values.Mappings(root, "users"))
        {
            users.Add(user[Inheritance.Template] is null ? (Whole(binder, alone.Of(user, file.Value, isComplete: true), values), null) : (null, user));
        }

        var shared = root.Pairs.Where(pair => pair.Key.Text is Inheritance.Templates or Inheritance.Defaults);
        return new(new(users.DrainToImmutable(), [.. values.Mappings(root, "groups")], new(new YamlMapping(root.At, [.. shared], root.Size, root.Depth), values)), findings.ToImmutable());
    }

    public static UserDraft? Whole(UserBinder binder, (YamlMapping User, Dictionary<string, string> Origins) whole, AcceptedValues values) =>
        binder.Bind(whole.User, values, whole.Origins);
}

/// <summary>All state files to one <see cref="DesiredState"/>: first every user, then who refers to whom.</summary>
internal static class StateBinder
{
    /// <param name="files">In the order of their paths.</param>
    /// <param name="dialect">Says which attributes there are.</param>
    /// <param name="isComplete">
    /// False when a file could not be read: what it may declare cannot be called undeclared.
    /// </param>
    public static Checked<DesiredState> Bind(IReadOnlyCollection<FileDraft> files, Dialect dialect, bool isComplete)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var closest = new ClosestNames();
        var users = new DeclaredUsers(closest, findings);
        foreach (var user in Users(files, dialect, isComplete, findings))
        {
            users.Add(user);
        }

        new PersonBinder(users, isComplete, findings).Bind();
        var groups = new GroupBinder(users, closest, isComplete, findings).Bind(files);
        return findings.Any(finding => finding.Severity == Severity.Error)
            ? new(null, findings.ToImmutable())
            : new(new([.. users.All.Select(user => user.ToDesired())], groups), findings.ToImmutable());
    }

    private static IEnumerable<UserDraft> Users(
        IReadOnlyCollection<FileDraft> files, Dialect dialect, bool isComplete, ImmutableArray<Diagnostic>.Builder findings)
    {
        var inheritance = new Inheritance(findings);
        foreach (var file in files)
        {
            inheritance.Declare(file.File);
        }

        var binder = new UserBinder(dialect, findings);
        var values = AcceptedValues.Of(files.Select(file => file.Values));
        foreach (var file in files)
        {
            foreach (var (bound, written) in file.Users)
            {
                if ((bound ?? (written is null ? null : FileDraft.Whole(binder, inheritance.Of(written, file.File, isComplete), values))) is { } user)
                {
                    yield return user;
                }
            }
        }
    }
}
