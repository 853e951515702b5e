using System.Security.Cryptography;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

public sealed class AWholeFolder
{
    private const string State = """
        # yaml-language-server: $schema=../schemas/state.schema.json
        users:
          - userName: Alice.Smith@example.com
            externalId: idp_001
            name: {givenName: Alice, familyName: Smith}
            title: Senior Agent
            department: ""
            division: Home
            employeeNumber: 0100
            dateHire: 2024-05-01
            manager: BOB.jones@example.com
            workEmail: a.smith@acme.example
            phoneNumbers: {work: +13175550100, mobile: null}
            roles: [employee, Supervisor]
            routingSkills: {Returns: 3.50, Billing: 4.0}
            routingLanguages: {}
            externalIds: {zoomphone: "abc-1"}
            groups: [Support Agents]
          - userName: bob.jones@example.com
            active: false
            phoneNumbers: {}
          - userName: gone@example.com
            state: absent
            reason: left the company, HR-2231
        groups:
          - displayName: Support Agents
            members: [bob.jones@example.com, {user: idp_001, until: 2026-12-31, reason: project}]
            minMembers: 2
          - displayName: US Region
            membership: additive
        """;

    [Fact]
    public async Task Every_attribute_is_read()
    {
        var result = await Reading.StateAsync(State);

        Assert.Equal(["GSS223"], result.Diagnostics.Select(finding => finding.Code));
        var alice = result.Value!.Desired.Users[0];
        Assert.Equal(
            """
            active: true
            dateHire: 2024-05-01
            department: 
            displayName: Alice Smith
            division: Home
            employeeNumber: 0100
            externalId: idp_001
            externalIds.zoomphone: abc-1
            manager: bob.jones@example.com
            phoneNumbers.mobile: 
            phoneNumbers.work: +13175550100
            roles: Supervisor, employee
            routingLanguages: 
            routingSkills: Billing: 4, Returns: 3.5
            title: Senior Agent
            userName: Alice.Smith@example.com
            workEmail: a.smith@acme.example
            """.ReplaceLineEndings("\n"),
            string.Join('\n', alice.Attributes.Select(attribute => $"{attribute.Key}: {attribute.Value.Value}")));
        Assert.Equal("idp_001", alice.ExternalId);
        Assert.Equal("state/a.yaml:3:15", alice.At.ToString());
        Assert.Equal("state/a.yaml:13:26", alice.Attributes["phoneNumbers.work"].At.ToString());
    }

    [Fact]
    public async Task An_absent_user_has_a_reason_and_nothing_else()
    {
        var gone = (await Reading.DesiredAsync(State)).Users[2];

        Assert.True(gone.IsAbsent);
        Assert.Equal("left the company, HR-2231", gone.Reason);
        Assert.Equal(["userName"], gone.Attributes.Keys);
    }

    [Fact]
    public async Task An_empty_map_clears_every_key_under_the_bare_name()
    {
        var bob = (await Reading.DesiredAsync(State)).Users[1];

        Assert.Equal(AttributeValue.Empty, bob.Attributes["phoneNumbers"].Value);
        Assert.Equal(AttributeValue.False, bob.Attributes["active"].Value);
    }

    [Fact]
    public async Task Members_come_from_the_group_and_from_users_and_the_longer_membership_counts()
    {
        var groups = (await Reading.DesiredAsync(State)).Groups;

        Assert.Equal(
            "bob.jones@example.com state/a.yaml:27:15 , Alice.Smith@example.com state/a.yaml:18:14 ",
            string.Join(", ", groups[0].Members.Select(member => $"{member.UserName} {member.At} {member.Until}")));
        Assert.Equal("project", groups[0].Members[1].Reason);
        Assert.Equal(2, groups[0].MinMembers);
        Assert.Equal(Membership.Additive, groups[1].Membership);
    }

    [Fact]
    public async Task Files_are_kept_with_their_bytes_in_order_of_path()
    {
        var result = await Reading.FolderAsync(
            ("state/b.yaml", "users: []"),
            ("state/deep/er/c.yaml", "groups: []"),
            ("state/B.yaml", "users:"),
            ("state/.hidden.yaml", "nonsense"),
            ("notes.yaml", "nonsense"),
            (WorkspaceReader.ConfigFile, Reading.Config));

        Reading.Shows(result);
        Assert.Equal(
            ["scimstate.yaml Config", "state/B.yaml State", "state/b.yaml State", "state/deep/er/c.yaml State"],
            result.Value!.Files.Select(file => $"{file.Path} {file.Role}"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("users: []"u8)), result.Value.Files[2].Digest);
    }

    [Fact]
    public async Task Is_edited_only_as_it_was_read()
    {
        using var folder = new TempFolder();
        folder.Write(WorkspaceReader.ConfigFile, Reading.Config);
        folder.Write("state/a.yaml", "users: []\n");
        var workspace = (await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken)).Value!;
        var read = await WorkspaceReader.StateFilesAsync(workspace, folder.Path, TestContext.Current.CancellationToken);
        Assert.Equal("users: []\n", Assert.Single(read.Value!).Text);

        folder.Write("state/a.yaml", "groups: []\n");
        var changed = await WorkspaceReader.StateFilesAsync(workspace, folder.Path, TestContext.Current.CancellationToken);
        Assert.Null(changed.Value);
        Assert.Equal(("GSS109", new SourceSpan("state/a.yaml", 1, 1)), (Assert.Single(changed.Diagnostics).Code, changed.Diagnostics[0].At));
    }
}
