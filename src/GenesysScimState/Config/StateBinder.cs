using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// The trees of all state files to one <see cref="DesiredState"/>: first every user, then who refers to whom.
/// </summary>
internal static class StateBinder
{
    /// <param name="files">In the order of their paths.</param>
    /// <param name="isComplete">
    /// False when a file could not be read: what it may declare cannot be called undeclared.
    /// </param>
    public static Checked<DesiredState> Bind(IReadOnlyCollection<YamlFile> files, Dialect dialect, bool isComplete)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var closest = new ClosestNames();
        var users = new DeclaredUsers(closest, findings);
        var binder = new UserBinder(dialect, findings);
        foreach (var (root, values) in files)
        {
            foreach (var mapping in values.Mappings(root, "users"))
            {
                if (binder.Bind(mapping, values) is { } user)
                {
                    users.Add(user);
                }
            }
        }

        new PersonBinder(users, isComplete, findings).Bind();
        var groups = new GroupBinder(users, closest, isComplete, findings).Bind(files);
        return findings.Any(finding => finding.Severity == Severity.Error)
            ? new(null, findings.ToImmutable())
            : new(new([.. users.All.Select(user => user.ToDesired())], groups), findings.ToImmutable());
    }
}
