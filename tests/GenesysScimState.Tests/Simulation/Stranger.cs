using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;

namespace GenesysScimState.Tests.Simulation;

/// <summary>Somebody else who works in the same organization while the program does.</summary>
internal sealed class Stranger(ScimEmulator emulator, Dice dice, SpokenDialect dialect)
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The employee number that was last given to each user, by id: an attribute that no file manages.</summary>
    public IReadOnlyDictionary<string, string> Written => _written;

    public string Act()
    {
        var census = Census.Of(emulator);
        var users = census.Users.Values.Where(user => user.UserName != World.ProtectedUser).ToArray();
        var groups = census.Groups.Where(group => group.Value.Name != World.ProtectedGroup).ToArray();
        if (users is [] || groups is [])
        {
            return "finds nobody";
        }

        var user = dice.One(users);
        var group = dice.One(groups);
        return dice.Below(6) switch
        {
            0 => Replace(user, "title", $"{World.Canary} foreign"),
            1 => Join(user.Id, group.Key),
            2 when group.Value.Members is { Length: > 0 } members && dice.One(members) is var member => Leave(member, group.Key),
            3 => Recreate(user),
            4 when dialect.IsWhole => Put(user.Id, whole => whole["active"] = !user.IsActive),
            4 => Patch($"Users/{user.Id}", $$"""{"op":"replace","path":"active","value":{{(user.IsActive ? "false" : "true")}}}"""),
            _ => Number(user.Id),
        };
    }

    /// <summary>Gives a user another employee number, and so another version.</summary>
    public string Number(string id)
    {
        var number = $"foreign-{++_count}";
        var done = dialect.IsWhole ? Put(id, whole => whole["attributes"] = With(whole["attributes"], "employeeNumber", number))
            : Patch($"Users/{id}", $$"""{"op":"replace","path":"{{Enterprise}}:employeeNumber","value":"{{number}}"}""");
        if (done.EndsWith(" 200", StringComparison.Ordinal))
        {
            _written[id] = number;
        }

        return done;
    }

    /// <summary>Gives a user, or everybody, a title that no file wants.</summary>
    public string Retitle(string? id = null)
    {
        var users = Census.Of(emulator).Users;
        foreach (var user in id is null ? users.Values.Where(user => user.UserName != World.ProtectedUser) : [users[id]])
        {
            Replace(user, "title", $"{World.Canary} foreign");
        }

        return "other titles";
    }

    /// <summary>Makes a user whom no file names.</summary>
    public string Create() => Send("POST", "Users", $$"""{"userName":"new@x.test","displayName":"New"{{Name("New")}}}""");

    private string Replace(Resident user, string path, string value) => dialect.IsWhole ? Put(user.Id, whole => whole[path] = value)
        : Patch($"Users/{user.Id}", $$"""{"op":"replace","path":"{{path}}","value":"{{value}}"}""");

    private string Join(string user, string group) => dialect.IsWhole
        ? Put(user, whole => whole["members"] = new JsonArray(
            [.. whole["members"]?.AsArray().Select(member => member!.DeepClone()) ?? [], new JsonObject { ["value"] = group }]))
        : Patch($"Groups/{group}", $$"""{"op":"add","path":"members","value":[{"value":"{{user}}"}]}""");

    private string Leave(string user, string group) => dialect.IsWhole
        ? Put(user, whole => whole["members"]!.AsArray().RemoveAll(member => (string?)member!["value"] == group))
        : Patch($"Groups/{group}", $$"""{"op":"remove","path":"members[value eq \"{{user}}\"]"}""");

    private static JsonObject With(JsonNode? attributes, string name, string value)
    {
        var all = attributes?.DeepClone().AsObject() ?? [];
        all[name] = value;
        return all;
    }

    /// <summary>Where the name is wanted in parts.</summary>
    private string Name(string name) => dialect.IsWhole ? $$""","name":{"givenName":"{{name}}","familyName":"again"}""" : "";

    private string Recreate(Resident user)
    {
        _written.Remove(user.Id);
        var externalId = user.ExternalId is null ? "" : $$""","externalId":"{{user.ExternalId}}" """;
        return Send("DELETE", $"Users/{user.Id}", "") + ", " + Send(
            "POST", "Users", $$"""{"userName":"{{user.UserName}}","displayName":"{{World.Canary}} again"{{Name(World.Canary)}}{{externalId}}}""");
    }

    /// <summary>Reads the user, and sends him back whole with something else in him.</summary>
    private string Put(string id, Action<JsonObject> edit)
    {
        var whole = JsonNode.Parse(Answer("GET", $"Users/{id}", "").Body.Span)!.AsObject();
        if (whole["id"] is null)
        {
            return $"GET Users/{id} finds nobody";
        }

        whole.Remove("meta");
        edit(whole);
        return Send("PUT", $"Users/{id}", whole.ToJsonString());
    }

    private string Patch(string path, string operation) => Send(
        "PATCH", path, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""");

    private string Send(string method, string path, string body) => $"{method} {path} {Answer(method, path, body).Status}";

    private EmulatorResponse Answer(string method, string path, string body)
    {
        var token = emulator.Handle(Request("POST", "/oauth/token", "grant_type=client_credentials", new()
        {
            ["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"emulator:{Simulator.Secret}")),
            ["Content-Type"] = "application/x-www-form-urlencoded",
        }));
        using var granted = JsonDocument.Parse(token.Body);
        return emulator.Handle(Request(method, dialect.Base + path, body, new()
        {
            ["Authorization"] = $"Bearer {granted.RootElement.GetProperty("access_token").GetString()}",
            ["Content-Type"] = "application/scim+json",
        }));
    }

    private static EmulatorRequest Request(string method, string target, string body, Dictionary<string, string> headers) =>
        new(method, target, new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetBytes(body));
}
