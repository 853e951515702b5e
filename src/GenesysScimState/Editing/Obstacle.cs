using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>Something in a state file that cannot be changed in its place without touching what is not meant.</summary>
/// <param name="Part">Where the user, group or template that holds it stands; where the file begins, when none does.</param>
/// <param name="Subject">The user or group; null for anything else.</param>
/// <param name="At">Where it stands.</param>
internal sealed record Obstacle(SourceSpan Part, Address? Subject, SourceSpan At)
{
    /// <summary>A new entry has no place in the file; it gets one in another.</summary>
    public bool IsFile => Part == new SourceSpan(Part.File, 1, 1);

    /// <summary>The end, where all or nothing is written.</summary>
    public Diagnostic Error => EditingDiagnostics.NotEditable(At, isLeft: false, Subject);

    /// <summary>What is said where the rest is written.</summary>
    public Diagnostic Warning => EditingDiagnostics.NotEditable(At, isLeft: true, Subject);

    /// <param name="file">The file.</param>
    /// <param name="owner">The mapping that was to be changed.</param>
    /// <param name="at">What in it cannot be.</param>
    public static Obstacle Of(StateText file, YamlMapping owner, YamlNode at)
    {
        var part = file.Parts.FirstOrDefault(part => file.Layout[part].Start <= file.Layout[owner].Start && file.Layout[owner].End <= file.Layout[part].End);
        return part is null ? OfFile(file.Path, at.At) : new(StateText.PlaceOf(part), SubjectOf(part), at.At);
    }

    public static Obstacle OfFile(string path, SourceSpan? at = null) => new(new(path, 1, 1), null, at ?? new(path, 1, 1));

    private static Address? SubjectOf(YamlMapping part) => (part["userName"], part["displayName"]) switch
    {
        (YamlScalar user, _) => Address.User(user.Text),
        (_, YamlScalar group) => Address.Group(group.Text),
        _ => null,
    };
}
