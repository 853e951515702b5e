using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>From a change to the one request that makes it.</summary>
internal static class WriteCall
{
    public static Call Of(Change change, Dialect dialect, IReadOnlyDictionary<string, string> ids)
    {
        var names = change.Attributes.Select(attribute => attribute.Name);
        var members = change.People.Select(person => Wire.Id(person, ids));
        var version = dialect.Capabilities.Etag ? change.ExpectedVersion : null;
        Call User(HttpMethod method, string permission) =>
            To(change, method, ScimUrl.Of(dialect.Paths.Users, change.Id!), permission) with
            {
                Version = version,
                Alternative = method == HttpMethod.Patch ? "capabilities: {write: put}" : null,
            };
        Call Group(byte[] body) =>
            To(change, HttpMethod.Patch, ScimUrl.Of(dialect.Paths.Groups, change.Id!), Permissions.Groups) with { Body = body };

        var call = change.Operation switch
        {
            Operation.Create => To(change, HttpMethod.Post, dialect.Paths.Users, Permissions.For(Permissions.AddUser, names)) with
            {
                Body = CreateBody.OfUser(change, dialect, ids),
            },
            Operation.Update or Operation.Activate or Operation.Deactivate =>
                User(HttpMethod.Patch, Permissions.For(Permissions.EditUser, names)) with
                {
                    Body = PatchBody.OfUser(change, dialect, ids),
                },
            Operation.Delete => User(HttpMethod.Delete, Permissions.DeleteUser),
            Operation.AddMembers => Group(PatchBody.AddMembers(members)) with { Alternative = "capabilities: {members: group-put}" },
            Operation.RemoveMembers => Group(PatchBody.RemoveMembers(members, dialect.Capabilities.MemberRemoval)) with
            {
                Removes = true,
                Alternative = dialect.Capabilities.MemberRemoval == MemberRemoval.Filter
                    ? "capabilities: {memberRemoval: values}" : "capabilities: {members: group-put}",
            },
            Operation.CreateGroup => NewGroup(change, dialect),
        };
        return Written(call, change) with
        {
            Removes = call.Removes || (call.Method == HttpMethod.Patch && change.Attributes.Any(attribute => attribute.After.IsEmpty)),
            WritesNames = WritesNames(change, dialect),
        };
    }

    private static bool WritesNames(Change change, Dialect dialect) => change.Attributes.Any(attribute =>
        dialect.Find(attribute.Name) is { } row && (row.Names is not null || row.Type is AttributeType.Names or AttributeType.Ratings));

    /// <summary>A user or a group as a whole.</summary>
    /// <param name="id">Of the user or group; of a membership that is written in the user, the user's.</param>
    public static Call Whole(Change change, string resource, string id, byte[] body, string? version) => Written(
        To(change, HttpMethod.Put, ScimUrl.Of(resource, id), change.IsMembership
            ? Permissions.Groups : Permissions.For(Permissions.EditUser, change.Attributes.Select(attribute => attribute.Name))) with
        {
            Body = body,
            Version = version,
            Alternative = change.IsMembership ? "capabilities: {members: group-patch}" : "capabilities: {write: patch}",
            WritesNames = change.Attributes.Any(attribute => attribute.Type is AttributeType.Names or AttributeType.Ratings),
        },
        change);

    private static Call Written(Call call, Change change) =>
        call with { Sending = new() { IsWrite = true, IsRepeatable = IsRepeatable(call, change) } };

    /// <summary>
    /// By SCIM a group is its name. The platform's own API (Genesys Cloud SDK, GroupsApi) wants three things more, for which the
    /// values are those that its groups have by default.
    /// </summary>
    private static Call NewGroup(Change change, Dialect dialect) => dialect.Capabilities.CreateGroups == GroupCreation.Platform
        ? To(change, HttpMethod.Post, "/api/v2/groups", Permissions.AddGroup) with
        {
            MediaType = "application/json",
            Body = Wire.Bytes(new()
            {
                ["name"] = change.Address.Name,
                ["type"] = "official",
                ["rulesVisible"] = true,
                ["visibility"] = "public",
            }),
        }
        : To(change, HttpMethod.Post, dialect.Paths.Groups, Permissions.AddGroup) with
        {
            Alternative = "capabilities: {createGroups: no}",
            Body = Wire.Bytes(new() { ["schemas"] = Wire.Texts(dialect.GroupSchemas), ["displayName"] = change.Address.Name }),
        };

    private static Call To(Change change, HttpMethod method, string path, string permissions) =>
        new($"{Verb(change.Operation)} {change.Address}", method, path, permissions) { Subject = change.Address };

    /// <summary>
    /// A version makes the second of two equal requests fail, membership is a set, and a PUT leaves what it says. Without a version a PATCH that adds an
    /// element could add it twice.
    /// </summary>
    private static bool IsRepeatable(Call call, Change change) => change.IsMembership
        || call.Method == HttpMethod.Delete
        || call.Method == HttpMethod.Put
        || (call.Method == HttpMethod.Patch && call.Version is not null);

    private static string Verb(Operation operation) => operation switch
    {
        Operation.Create => "creating",
        Operation.Update => "updating",
        Operation.Activate => "activating",
        Operation.Deactivate => "deactivating",
        Operation.Delete => "deleting",
        Operation.AddMembers => "adding members to",
        Operation.RemoveMembers => "removing members from",
        Operation.CreateGroup => "creating",
    };
}
