using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>The <c>capabilities</c> and <c>paths</c> of a dialect file; what it leaves out is as before.</summary>
internal static class CapabilitiesBinder
{
    public static Capabilities Bind(YamlMapping? mapping, AcceptedValues values, Capabilities before) => new()
    {
        Write = values.Text(mapping, "write") switch
        {
            "patch" => WriteMethod.Patch,
            "put" => WriteMethod.Put,
            _ => before.Write,
        },
        Members = values.Text(mapping, "members") switch
        {
            "group-patch" => MembershipWrite.GroupPatch,
            "group-put" => MembershipWrite.GroupPut,
            "user" => MembershipWrite.User,
            _ => before.Members,
        },
        MemberRemoval = values.Text(mapping, "memberRemoval") switch
        {
            "filter" => MemberRemoval.Filter,
            "values" => MemberRemoval.Values,
            _ => before.MemberRemoval,
        },
        CreateConflict = values.Text(mapping, "createConflict") switch
        {
            "fail" => CreateConflict.Fail,
            "update" => CreateConflict.Update,
            _ => before.CreateConflict,
        },
        CreateGroups = values.Text(mapping, "createGroups") switch
        {
            "no" => GroupCreation.No,
            "platform" => GroupCreation.Platform,
            "scim" => GroupCreation.Scim,
            _ => before.CreateGroups,
        },
        Discovery = values.Boolean(mapping, "discovery") ?? before.Discovery,
        Filter = values.Boolean(mapping, "filter") ?? before.Filter,
        Etag = values.Boolean(mapping, "etag") ?? before.Etag,
        PageSize = values.Integer(mapping, "pageSize") ?? before.PageSize,
        Paging = values.Text(mapping, "paging") switch
        {
            "index" => Paging.Index,
            "cursor" => Paging.Cursor,
            _ => before.Paging,
        },
        Concurrency = values.Integer(mapping, "concurrency") ?? before.Concurrency,
        InactiveListedApart = values.Boolean(mapping, "inactiveListedApart") ?? before.InactiveListedApart,
        MembersPerRequest = values.Integer(mapping, "membersPerRequest") ?? before.MembersPerRequest,
    };

    public static Paths Paths(YamlMapping? mapping, AcceptedValues values, Paths before) => new()
    {
        Base = values.Text(mapping, "base")?.TrimEnd('/') ?? before.Base,
        Users = values.Text(mapping, "users") ?? before.Users,
        Groups = values.Text(mapping, "groups") ?? before.Groups,
        Token = values.Text(mapping, "token") ?? before.Token,
    };
}
