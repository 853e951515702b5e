using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

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
