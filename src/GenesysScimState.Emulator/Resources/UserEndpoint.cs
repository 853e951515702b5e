using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>How users come and go.</summary>
internal sealed class UserEndpoint(
    ResourceEndpoint common,
    Dialect dialect,
    Canonical canonical,
    UserRules rules,
    Organization organization,
    Identifiers identifiers,
    TimeProvider time)
{
    /// <summary>
    /// Creates a user. At Genesys Cloud a deleted one of that userName comes back under its old id, but with nothing of its old
    /// attributes; its roles above all are not restored (Genesys help, FAQ on re-enabling a deleted user).
    /// </summary>
    public EmulatorResponse Post(Call call)
    {
        var attributes = new JsonObject();
        canonical.Assign(attributes, dialect.Users, call.Body());
        attributes.Remove("password");
        rules.Settle(null, attributes, null);
        if (dialect.IsPlatform)
        {
            UserRules.GiveDefaultRole(attributes);
        }

        var userName = (string)attributes["userName"]!;
        var deleted = dialect.KeepsDeleted ? organization.Users.FindDeleted(userName) : null;
        var user = deleted?.Next(attributes, time.GetUtcNow())
            ?? new(NewId(userName), 1, time.GetUtcNow(), attributes);
        organization.PutUser(user);
        return common.ReplyWith(call, 201, user).With("Location", dialect.Location(dialect.Users, user.Id));
    }

    public EmulatorResponse Delete(Call call, string id)
    {
        var user = common.FindForWrite(call, id);
        var attributes = user.Attributes();
        attributes["active"] = false;
        organization.PutUser(user.Next(attributes, time.GetUtcNow(), isDeleted: true));
        return Replies.Empty(204);
    }

    private string NewId(string userName) =>
        identifiers.For("user", userName, id => organization.Users.Find(id) is not null);
}
