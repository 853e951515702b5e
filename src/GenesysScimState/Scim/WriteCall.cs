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
            To(change, method, ScimUrl.Of("Users", change.Id!), permission) with { Version = version };
        Call Group(byte[] body) =>
            To(change, HttpMethod.Patch, ScimUrl.Of("Groups", change.Id!), Permissions.Groups) with { Body = body };

        var call = change.Operation switch
        {
            Operation.Create => To(change, HttpMethod.Post, "Users", Permissions.For(Permissions.AddUser, names)) with
            {
                Body = CreateBody.OfUser(change, dialect, ids),
            },
            Operation.Update or Operation.Activate or Operation.Deactivate =>
                User(HttpMethod.Patch, Permissions.For(Permissions.EditUser, names)) with
                {
                    Body = PatchBody.OfUser(change, dialect, ids),
                },
            Operation.Delete => User(HttpMethod.Delete, Permissions.DeleteUser),
            Operation.AddMembers => Group(PatchBody.AddMembers(members)),
            Operation.RemoveMembers => Group(PatchBody.RemoveMembers(members)),
        };
        return call with { Sending = new() { IsWrite = true, IsRepeatable = IsRepeatable(call, change) } };
    }

    private static Call To(Change change, HttpMethod method, string path, string permissions) =>
        new($"{Verb(change.Operation)} {change.Address}", method, path, permissions) { Subject = change.Address };

    /// <summary>
    /// A version makes the second of two equal requests fail, and membership is a set. Without a version a PATCH that adds an
    /// element could add it twice.
    /// </summary>
    private static bool IsRepeatable(Call call, Change change) => change.IsMembership
        || call.Method == HttpMethod.Delete
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
    };
}
