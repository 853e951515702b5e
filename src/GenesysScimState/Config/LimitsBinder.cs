using GenesysScimState.Core.Planning;

namespace GenesysScimState.Config;

/// <summary>
/// The <c>limits</c> of a configuration. A bound that is not mentioned keeps its default, so that raising one never
/// lifts another by accident; <c>none</c> lifts it on purpose.
/// </summary>
internal static class LimitsBinder
{
    private const string Lifted = "none";

    public static Limits Bind(YamlMapping? limits, AcceptedValues values)
    {
        var defaults = new Limits();
        return new()
        {
            Create = Limit("create", defaults.Create),
            Update = Limit("update", defaults.Update),
            Activate = Limit("activate", defaults.Activate),
            Roles = Limit("roles", defaults.Roles),
            Deactivate = Limit("deactivate", defaults.Deactivate),
            Delete = Limit("delete", defaults.Delete),
            RemoveMembers = Limit("removeMembers", defaults.RemoveMembers),
            RemoveMembersPerGroupPercent = values.Text(limits, "removeMembers") == Lifted
                ? null
                : Bound(values.Mapping(limits, "removeMembers"), "perGroupPercent", defaults.RemoveMembersPerGroupPercent),
            ShrinkPercent = Bound(values.Mapping(limits, "shrink"), "percent", defaults.ShrinkPercent),
        };

        Limit Limit(string name, Limit standard) => values.Text(limits, name) == Lifted
            ? Core.Planning.Limit.None
            : new(
                Bound(values.Mapping(limits, name), "count", standard.Count),
                Bound(values.Mapping(limits, name), "percent", standard.Percent));

        int? Bound(YamlMapping? limit, string name, int? standard) =>
            values.Text(limit, name) == Lifted ? null : values.Integer(limit, name) ?? standard;
    }
}
