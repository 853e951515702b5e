using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// Groups and who is in them: a group's own <c>members</c> and the users who name it in their <c>groups</c>.
/// </summary>
internal sealed class GroupBinder(
    DeclaredUsers users, ClosestNames closest, bool isComplete, ImmutableArray<Diagnostic>.Builder findings)
{
    private readonly List<GroupDraft> _all = [];
    private readonly Dictionary<string, GroupDraft> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where one user names his groups.</summary>
    private readonly Dictionary<string, SourceSpan> _places = new(StringComparer.Ordinal);

    public ImmutableArray<DesiredGroup> Bind(IEnumerable<FileDraft> files)
    {
        foreach (var file in files)
        {
            foreach (var group in file.Groups)
            {
                BindGroup(group, file.Values);
            }
        }

        foreach (var name in users.All.SelectMany(user => user.Groups))
        {
            _byName.GetValueOrDefault(name.Text)?.Expect();
        }

        foreach (var user in users.All)
        {
            BindGroupsOf(user);
        }

        return [.. _all.Select(group => group.ToDesired())];
    }

    private void BindGroup(YamlMapping mapping, AcceptedValues values)
    {
        if (values.Scalar(mapping, "displayName") is not { } displayName)
        {
            return;
        }

        var group = new GroupDraft(displayName)
        {
            Membership = values.Text(mapping, "membership") == "additive" ? Membership.Additive : Membership.Exclusive,
            IsDeclaredExclusive = values.Text(mapping, "membership") == "exclusive",
            MinMembers = values.Integer(mapping, "minMembers") ?? 0,
        };
        if (!_byName.TryAdd(group.DisplayName, group))
        {
            findings.Add(StateDiagnostics.DuplicateGroup(group.DisplayName, _byName[group.DisplayName].At, group.At));
        }
        else
        {
            _all.Add(group);
        }

        foreach (var member in values.Items(mapping, "members"))
        {
            BindMember(group, member, values);
        }
    }

    private void BindMember(GroupDraft group, YamlNode node, AcceptedValues values)
    {
        var details = node as YamlMapping;
        if ((details is null ? node as YamlScalar : values.Scalar(details, "user")) is not { } name)
        {
            return;
        }

        var until = values.Scalar(details, "until");
        if (until is not null && TextForms.DateOf(until.Text) is null)
        {
            findings.Add(StateDiagnostics.NoSuchDate(until.Text, until.At));
        }

        if (users.Find(name.Text) is not { } user)
        {
            if (isComplete)
            {
                findings.Add(StateDiagnostics.UnknownMember(name.Text, users.Closest(name.Text), name.At));
            }
        }
        else if (user.IsAbsent)
        {
            findings.Add(StateDiagnostics.AbsentMember(name.Text, user.At, name.At));
        }
        else
        {
            if (group.Find(user) is { } earlier)
            {
                findings.Add(StateDiagnostics.RepeatedMember(name.Text, earlier.At, name.At));
            }

            group.Add(user, name.At, until is null ? null : TextForms.DateOf(until.Text), values.Text(details, "reason"));
        }
    }

    private void BindGroupsOf(UserDraft user)
    {
        _places.Clear();
        foreach (var name in user.TakeGroups())
        {
            if (!_places.TryAdd(name.Text, name.At))
            {
                findings.Add(StateDiagnostics.RepeatedName(name.Text, _places[name.Text], name.At));
            }
            else if (_byName.TryGetValue(name.Text, out var group) && group.DisplayName == name.Text)
            {
                if (group.Find(user) is { Until: not null } ending)
                {
                    findings.Add(StateDiagnostics.EndWithoutEffect(user.UserName, group.DisplayName, ending.At, name.At));
                }

                group.Join(user, name.At, user.OriginOfGroup(name.Text));
            }
            else if (isComplete)
            {
                var suggestion = group?.DisplayName ?? closest.For(name.Text, _byName.Keys, _byName.Count);
                findings.Add(StateDiagnostics.UndeclaredGroup(name.Text, suggestion, name.At));
            }
        }
    }
}
