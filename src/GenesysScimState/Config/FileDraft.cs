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

    public static Checked<FileDraft> Read(SourceFile source, Schema schema, Dialect dialect) =>
        new FileBinder(schema, dialect).Read(source, takesItems: true) ?? new FileBinder(schema, dialect).Read(source, takesItems: false)!;

    public static UserDraft? Whole(UserBinder binder, (YamlMapping User, Dictionary<string, string>? Origins) whole, AcceptedValues values) =>
        binder.Bind(whole.User, values, whole.Origins);
}

/// <summary>
/// Binds one file while it is read: each user as soon as it is complete, so that there is the tree of one user at a time.
/// </summary>
internal sealed class FileBinder
{
    private const string Users = "users";
    private const string Groups = "groups";

    private readonly ImmutableArray<(UserDraft?, YamlMapping?)>.Builder _users = ImmutableArray.CreateBuilder<(UserDraft?, YamlMapping?)>();
    private readonly ImmutableArray<YamlMapping>.Builder _groups = ImmutableArray.CreateBuilder<YamlMapping>();
    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Schema _schema;
    private readonly SchemaValidator _validator;
    private readonly UserBinder _binder;
    private readonly Inheritance _alone;
    private YamlFile? _before;

    public FileBinder(Schema schema, Dialect dialect)
    {
        _schema = schema;
        _validator = new(schema);
        _binder = new(dialect, _findings);
        _alone = new(_findings);
    }

    /// <summary>Null when items must not be taken: the file's defaults stand behind its users.</summary>
    public Checked<FileDraft>? Read(SourceFile source, bool takesItems)
    {
        var read = YamlFile.Parse(source.Path, source.Bytes, _validator, FileDiagnostics.EmptyStateFile, takesItems ? Take : null);
        if (read.Value is not { } file)
        {
            return new(null, read.Diagnostics);
        }

        if (_before is { } before && before.Root[Inheritance.Defaults] != file.Root[Inheritance.Defaults])
        {
            return null;
        }

        foreach (var user in file.Values.Mappings(file.Root, Users))
        {
            Bind(user, file);
        }

        var shared = file.Root.Pairs.Where(pair => pair.Key.Text is Inheritance.Templates or Inheritance.Defaults);
        var rest = file with { Root = new YamlMapping(file.Root.At, [.. shared], file.Root.Size, file.Root.Depth) };
        _groups.AddRange(file.Values.Mappings(file.Root, Groups));
        return new(new(_users.DrainToImmutable(), _groups.DrainToImmutable(), rest), [.. read.Diagnostics, .. _findings]);
    }

    private bool Take(MappingPairs before, string list, YamlNode item)
    {
        if (item is not YamlMapping mapping || list is not (Users or Groups))
        {
            return false;
        }

        _validator.CheckItem(list, mapping);
        if (_validator.Rejected.Contains(mapping))
        {
            return true;
        }

        if (list == Groups)
        {
            _groups.Add(mapping);
        }
        else
        {
            Bind(mapping, _before ??= Before(before));
        }

        return true;
    }

    /// <summary>What the file says before its users. Findings about it come with those of the whole file.</summary>
    private YamlFile Before(MappingPairs pairs)
    {
        var root = pairs.SoFar(default);
        _validator.Rejected.UnionWith(SchemaValidator.Validate(_schema, root).Rejected);
        return new(root, new(_validator.Rejected));
    }

    private void Bind(YamlMapping user, YamlFile file) => _users.Add(
        user[Inheritance.Template] is null ? (FileDraft.Whole(_binder, _alone.Of(user, file, isComplete: true), file.Values), null) : (null, user));
}
