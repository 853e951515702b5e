using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    /// <summary>
    /// When a resource that does not say so last changed: fixed, so that a seed always reads the same.
    /// </summary>
    private static readonly DateTimeOffset Unrecorded = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dialect _dialect = options.Spoken;
    private readonly Dictionary<string, string> _idByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public void Read() => Read(Parse());

    public void Read(JsonObject file)
    {
        foreach (var section in file.Select(pair => pair.Key).Where(key => !IsSection(key)))
        {
            throw Bad($"\"{section}\" is not known; expected users, groups, roles, skills, languages, divisions");
        }

        foreach (var (kind, names) in organization.Named)
        {
            names.AddRange(List(file, DataSections.NameOf(kind)).Select((name, at) => Name(name, kind, at)));
        }

        if (_dialect.IsPlatform)
        {
            AddDefaults(organization);
        }

        var users = Objects(file, "users");
        Identify(users);
        for (var at = 0; at < users.Count; at++)
        {
            ReadUser(users[at], $"users[{at}]");
        }

        var groups = Objects(file, "groups");
        for (var at = 0; at < groups.Count; at++)
        {
            ReadGroup(groups[at], $"groups[{at}]");
        }

        if (_dialect.MembersInUser)
        {
            Enroll(users);
        }
    }

    /// <summary>What every organization has.</summary>
    public static void AddDefaults(Organization organization)
    {
        AddFirst(organization.Named[Names.Role], Organization.DefaultRole);
        AddFirst(organization.Named[Names.Division], Organization.DefaultDivision);

        static void AddFirst(List<string> names, string name)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                names.Insert(0, name);
            }
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
            throw new EmulatorDataException($"{path}{place}: not valid JSON: {exception.Message}", exception);
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

    private void ReadUser(JsonObject user, string place)
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
        organization.PutUser(Resource(user, attributes, IsDeleted(user)));
    }

    private void ReadGroup(JsonObject group, string place)
    {
        var name = Text(group, "displayName") ?? throw Bad($"{place}: displayName is required");
        place = $"{place} ({name})";
        foreach (var member in group["members"] as JsonArray ?? [])
        {
            Resolve(member as JsonObject ?? throw Bad($"{place}: a member must be an object"), $"{place}: member");
        }

        group["id"] ??= identifiers.For("group", name, id => organization.Groups.Find(id) is not null);
        if (organization.Groups.Find(Text(group, "id")!) is not null
            || organization.Groups.FindByName(name) is not null)
        {
            throw Bad($"{place}: a group of that id or displayName comes before it");
        }

        var attributes = Assign(group, _dialect.Groups, place, read => read["displayName"] = name);
        organization.PutGroup(Resource(group, attributes, false));
    }

    /// <summary>Where users name their groups: those that name them, and those they name themselves.</summary>
    private void Enroll(List<JsonObject> users)
    {
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
                var attributes = user.Attributes.DeepClone().AsObject();
                attributes["members"] = new JsonArray(groups);
                organization.PutUser(user with { Attributes = attributes });
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

    private static Resource Resource(JsonObject resource, JsonObject attributes, bool isDeleted)
    {
        var meta = resource["meta"] as JsonObject;
        var hasVersion = int.TryParse(
            Text(meta, "version")?.TrimStart('W', '/').Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var modified = Time(Text(meta, "lastModified"));
        return new(Text(resource, "id")!, hasVersion ? version : 1, modified ?? Unrecorded, attributes, isDeleted)
        {
            Created = Time(Text(meta, "created")) ?? modified ?? Unrecorded,
        };
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

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

    private static string? Text(JsonObject? owner, string name) =>
        owner?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : null;

    private bool IsSection(string key) =>
        key is "users" or "groups"
        || organization.Named.Keys.Select(DataSections.NameOf).Contains(key, StringComparer.Ordinal);

    private static bool IsDeleted(JsonObject user) =>
        user[DataSections.DeletedMark] is JsonValue mark && mark.GetValueKind() == JsonValueKind.True;

    private EmulatorDataException Bad(string what, Exception? cause = null) => new($"{path}: {what}", cause);
}
