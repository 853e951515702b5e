using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Generation;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Resources;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// Reads a data or seed file into an empty organization. Users and groups go through the same table as the API's
/// writes. In a seed ids and meta may be missing, and managers and members may be given by userName.
/// </summary>
internal sealed class DataReader(
    string path,
    EmulatorOptions options,
    Organization organization,
    Identifiers identifiers)
{
    private readonly Dialect _dialect = options.Spoken;
    private readonly Dictionary<string, string> _idByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public void Read() => Read(Parse());

    /// <summary>Made-up people, one at a time: a hundred thousand of them at once would fill the memory.</summary>
    public void Read(Generator generator)
    {
        ReadNames(Generator.Named());
        foreach (var (user, at) in generator.Users().Select((user, at) => (user, at)))
        {
            Identify([user]);
            organization.PutUser(User(user, $"users[{at}]"));
        }

        ReadGroups([.. generator.Groups()]);
        Enroll();
    }

    private void Read(JsonObject file)
    {
        foreach (var section in file.Select(pair => pair.Key).Where(key => !IsSection(key)))
        {
            throw Bad($"\"{section}\" is not known; expected users, groups, roles, skills, languages, divisions");
        }

        ReadNames(file);
        var users = Objects(file, "users");
        Identify(users);
        for (var at = 0; at < users.Count; at++)
        {
            organization.PutUser(User(users[at], $"users[{at}]"));
        }

        ReadGroups(Objects(file, "groups"));
        Enroll(users);
    }

    private void ReadNames(JsonObject file)
    {
        foreach (var (kind, names) in organization.Named)
        {
            names.AddRange(List(file, DataSections.NameOf(kind)).Select((name, at) => Name(name, kind, at)));
        }

        if (_dialect.IsPlatform)
        {
            organization.AddDefaults();
        }
    }

    private void ReadGroups(List<JsonObject> groups)
    {
        for (var at = 0; at < groups.Count; at++)
        {
            ReadGroup(groups[at], $"groups[{at}]");
        }
    }

    /// <summary>
    /// Goes over what was added since the data file was written. A line that does not end was never answered, and one that is
    /// not newer than the file is in it.
    /// </summary>
    public void Replay(string changes)
    {
        foreach (var (section, value) in File.ReadAllText(changes).Split('\n')[..^1].Select(line => Line(line, changes)))
        {
            var (resource, isUser) = (value!.AsObject(), section is "users");
            if ((isUser ? organization.Users : organization.Groups).Find(Text(resource, "id")!) is { } known && known.Version >= Resource.VersionOf(resource))
            {
                continue;
            }

            if (isUser)
            {
                // The groups he joins or leaves have lines of their own.
                _ids.Add(Text(resource, "id")!);
                organization.Users.Put(User(resource, changes));
            }
            else
            {
                organization.PutGroup(Group(resource, changes));
            }
        }

        Enroll();
    }

    private static KeyValuePair<string, JsonNode?> Line(string line, string changes)
    {
        try
        {
            return StrictJson.Parse(Encoding.UTF8.GetBytes(line))!.AsObject().First();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new EmulatorDataException($"{changes}: a line is no change: {exception.Message}", exception);
        }
    }

    private JsonObject Parse()
    {
        try
        {
            return StrictJson.Parse(File.ReadAllBytes(path)) as JsonObject
                ?? throw Bad("must hold one JSON object");
        }
        catch (JsonException exception)
        {
            var place = exception.LineNumber is { } line ? $":{line + 1}:{exception.BytePositionInLine + 1}" : "";
            // Its first sentence: the rest is the place again, and for programmers.
            throw new EmulatorDataException($"{path}{place}: not valid JSON: {exception.Message.Split(". ")[0].TrimEnd('.')}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmulatorDataException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Gives every user an id first, because managers and members may be named before they come.</summary>
    private void Identify(List<JsonObject> users)
    {
        for (var at = 0; at < users.Count; at++)
        {
            if (Text(users[at], "id") is { } id && !_ids.Add(id))
            {
                throw Bad($"users[{at}]: id \"{id}\" is used twice");
            }
        }

        for (var at = 0; at < users.Count; at++)
        {
            var user = users[at];
            var userName = Text(user, "userName") ?? throw Bad($"users[{at}]: userName is required");
            var id = Text(user, "id") ?? identifiers.For("user", userName, _ids.Contains);
            _ids.Add(id);
            user["id"] = id;
            if (!IsDeleted(user) && !_idByName.TryAdd(userName, id))
            {
                throw Bad($"users[{at}]: userName \"{userName}\" is used twice");
            }
        }
    }

    private Resource User(JsonObject user, string place)
    {
        place = $"{place} ({Text(user, "userName")})";
        if ((user[UserSchemas.Enterprise.Urn] as JsonObject)?["manager"] is JsonObject manager)
        {
            Resolve(manager, $"{place}: manager");
        }

        var mirrors = new Mirrors(options with { ReadOnlyWrites = Unwanted.Ignore });
        var rules = new UserRules(options with { AllowDuplicateExternalIds = true }, organization, mirrors);
        var attributes = Assign(user, _dialect.Users, place, read =>
        {
            read.Remove("password");
            rules.Settle(Text(user, "id"), read, null);
        });
        return new Resource(user, attributes, IsDeleted(user));
    }

    private void ReadGroup(JsonObject group, string place)
    {
        var name = Text(group, "displayName") ?? throw Bad($"{place}: displayName is required");
        group["id"] ??= identifiers.For("group", name, id => organization.Groups.Find(id) is not null);
        if (organization.Groups.Find(Text(group, "id")!) is not null
            || organization.Groups.FindByName(name) is not null)
        {
            throw Bad($"{place} ({name}): a group of that id or displayName comes before it");
        }

        organization.PutGroup(Group(group, place));
    }

    private Resource Group(JsonObject group, string place)
    {
        var name = Text(group, "displayName");
        place = $"{place} ({name})";
        foreach (var member in group["members"] as JsonArray ?? [])
        {
            Resolve(member as JsonObject ?? throw Bad($"{place}: a member must be an object"), $"{place}: member");
        }

        var attributes = Assign(group, _dialect.Groups, place, read => read["displayName"] = name);
        return new Resource(group, attributes, IsDeleted(group));
    }

    /// <summary>Where users name their groups: those that name them, and those they name themselves.</summary>
    /// <param name="users">As they were shown; null: all, and none names a group.</param>
    private void Enroll(List<JsonObject>? users = null)
    {
        if (!_dialect.MembersInUser)
        {
            return;
        }

        users ??= [.. organization.Users.All.Select(user => new JsonObject { ["id"] = user.Id })];
        foreach (var (user, at) in users.Select((user, at) => (organization.Users.Find(Text(user, "id")!)!, at)))
        {
            var named = (users[at]["members"] as JsonArray ?? []).Select(member => Text(member as JsonObject, "value") ?? "");
            var groups = named.Select(name => organization.Groups.Find(name) ?? organization.Groups.FindByName(name)
                ?? throw Bad($"users[{at}]: member \"{name}\" is neither the id nor the displayName of a group"))
                .Select(group => group.Id)
                .Concat(organization.GroupsOf(user.Id))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(id => (JsonNode)new JsonObject { ["value"] = id })
                .ToArray();
            if (groups.Length > 0)
            {
                var attributes = user.Attributes();
                attributes["members"] = new JsonArray(groups);
                organization.PutUser(user.With(attributes));
            }
        }
    }

    private JsonObject Assign(JsonObject resource, ResourceKind kind, string place, Action<JsonObject> settle)
    {
        try
        {
            var attributes = new JsonObject();
            var members = kind == _dialect.Users && _dialect.MembersInUser ? "members" : DataSections.DeletedMark;
            new Canonical(options, Knows).Assign(attributes, kind, resource, DataSections.DeletedMark, members);
            settle(attributes);
            return attributes;
        }
        catch (RefusalException refusal)
        {
            throw Bad($"{place}: {refusal.Message}", refusal);
        }
    }

    /// <summary>Deleted users may still be managers of others: nothing takes them off.</summary>
    private bool Knows(Names kind, string name) =>
        kind is Names.Manager or Names.Member ? _ids.Contains(name) : organization.Knows(kind, name);

    private void Resolve(JsonObject reference, string place)
    {
        var value = Text(reference, "value") ?? throw Bad($"{place}: value is required");
        reference["value"] = _ids.Contains(value)
            ? value
            : _idByName.GetValueOrDefault(value)
                ?? throw Bad($"{place} \"{value}\" is neither the id nor the userName of a user");
    }

    private List<JsonObject> Objects(JsonObject file, string section) =>
        [.. List(file, section).Select((item, at) =>
            item as JsonObject ?? throw Bad($"{section}[{at}] must be an object"))];

    private JsonArray List(JsonObject file, string section) => file[section] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw Bad($"{section} must be a list"),
    };

    private string Name(JsonNode? name, Names kind, int at) =>
        name?.GetValueKind() == JsonValueKind.String
            ? name.GetValue<string>()
            : throw Bad($"{DataSections.NameOf(kind)}[{at}] must be a name");

    internal static string? Text(JsonObject? owner, string name) =>
        owner?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : null;

    private bool IsSection(string key) =>
        key is "users" or "groups"
        || organization.Named.Keys.Select(DataSections.NameOf).Contains(key, StringComparer.Ordinal);

    private static bool IsDeleted(JsonObject resource) =>
        resource[DataSections.DeletedMark] is JsonValue mark && mark.GetValueKind() == JsonValueKind.True;

    private EmulatorDataException Bad(string what, Exception? cause = null) => new($"{path}: {what}", cause);
}
