using GenesysScimState.Config;
using Xunit;

namespace GenesysScimState.Tests.Config;

public sealed class StateThatMakesNoSense
{
    [Fact]
    public async Task Every_error_of_every_file_is_shown_in_one_run_in_order() =>
        Reading.Shows(
            await Reading.FolderAsync(
                (WorkspaceReader.ConfigFile, "organization: acme\ntarget: {region: eu-central-9}\nlimit: {}\n"),
                ("state/b.yaml", "users:\n  - userName: b@example.com\n    titel: x\n    routingSkills: {Billing: 6}\n"),
                ("state/a.yaml", "users:\n  - userName: nobody\n    manager: c@example.com\n    active: yes\n")),
            "scimstate.yaml:2:18: error GSS155: \"eu-central-9\" is neither a region nor a domain; did you mean \"eu-central-1\"?",
            "scimstate.yaml:3:1: error GSS130: unknown key \"limit\" in this file; did you mean \"limits\"?",
            "state/a.yaml:2:15: error GSS134: \"nobody\" is not an e-mail address; write it like \"alice.smith@example.com\"",
            "state/a.yaml:3:14: error GSS204: the manager \"c@example.com\" is not declared; did you mean \"b@example.com\"?",
            "state/a.yaml:4:13: error GSS131: \"active\" must be true or false, not the text \"yes\"",
            "state/b.yaml:3:5: error GSS130: unknown key \"titel\" in a user; did you mean \"title\"?",
            "state/b.yaml:4:30: error GSS135: \"Billing\" is \"6\"; it must be from 0 to 5");

    [Fact]
    public async Task A_user_is_declared_once_whatever_the_case() =>
        Reading.Shows(
            await Reading.FolderAsync(
                (WorkspaceReader.ConfigFile, Reading.Config),
                ("state/a.yaml", "users:\n  - userName: Ann@example.com\n    externalId: x\n  - userName: bob@example.com\n    externalId: X\n"),
                ("state/b.yaml", "users:\n  - userName: ann@EXAMPLE.com\n  - userName: c@example.com\n    externalId: x\n  - {userName: c@example.com, groups: [A]}\n")),
            "state/b.yaml:2:15: error GSS200: the user \"ann@EXAMPLE.com\" is already declared at state/a.yaml:2:15",
            "state/b.yaml:4:17: error GSS201: the externalId \"x\" already belongs to the user at state/a.yaml:2:15",
            "state/b.yaml:5:16: error GSS200: ",
            "state/b.yaml:5:40: error GSS203: ");

    [Fact]
    public async Task A_group_is_declared_once() =>
        Reading.Shows(
            await Reading.FolderAsync(
                (WorkspaceReader.ConfigFile, Reading.Config),
                ("state/a.yaml", "groups: [{displayName: Support}]"),
                ("state/b.yaml", "groups: [{displayName: support}]")),
            "state/b.yaml:1:24: error GSS202: the group \"support\" is already declared at state/a.yaml:1:24");

    [Theory]
    [InlineData("Suport", "did you mean \"Support\"?")]
    [InlineData("support", "did you mean \"Support\"?")]
    [InlineData("Billing Team", "declare it under \"groups\"")]
    public async Task A_user_can_only_name_declared_groups(string name, string cure) =>
        Reading.Shows(
            await Reading.StateAsync($"users:\n  - userName: a@example.com\n    groups: [{name}]\ngroups: [{{displayName: Support}}]\n"),
            $"state/a.yaml:3:14: error GSS203: the group \"{name}\" is not declared; {cure}");

    [Fact]
    public async Task Members_must_be_declared_and_stay() =>
        Reading.Shows(
            await Reading.StateAsync(
                """
                users:
                  - userName: ann@example.com
                  - {userName: gone@example.com, state: absent}
                groups:
                  - displayName: Support
                    members: [anne@example.com, GONE@example.com, {user: ann@example.com, until: 2026-02-30}, ANN@example.com]
                    minMembers: -1
                """),
            "state/a.yaml:6:15: error GSS207: the member \"anne@example.com\" is not declared; did you mean \"ann@example.com\"?",
            "state/a.yaml:6:33: error GSS208: the member \"GONE@example.com\" is declared absent at state/a.yaml:3:16",
            "state/a.yaml:6:82: error GSS221: \"2026-02-30\" is not a date of the calendar",
            "state/a.yaml:6:95: warning GSS209: the member \"ANN@example.com\" is already in this list, at state/a.yaml:6:58",
            "state/a.yaml:7:17: error GSS135: \"minMembers\" is \"-1\"; it must be 0 or more");

    [Fact]
    public async Task Managers_must_be_declared_stay_and_lead_somewhere() =>
        Reading.Shows(
            await Reading.StateAsync(
                """
                users:
                  - {userName: tail@example.com, manager: a@example.com}
                  - {userName: b@example.com, manager: idp_c}
                  - {userName: c@example.com, manager: A@example.com, externalId: idp_c}
                  - {userName: a@example.com, manager: b@example.com}
                  - {userName: self@example.com, manager: self@example.com}
                  - {userName: lost@example.com, manager: somebody@elsewhere.example}
                  - {userName: late@example.com, manager: gone@example.com}
                  - {userName: gone@example.com, state: absent}
                """),
            "state/a.yaml:3:40: error GSS206: these users are each other's manager: \"b@example.com\" → \"c@example.com\" → \"a@example.com\" → \"b@example.com\"",
            "state/a.yaml:6:43: error GSS206: \"self@example.com\" is named as manager of the same user",
            "state/a.yaml:7:43: error GSS204: …a user with nothing but \"userName\" is enough",
            "state/a.yaml:8:43: error GSS205: the manager \"gone@example.com\" is declared absent at state/a.yaml:9:16");

    [Fact]
    public async Task What_a_file_that_cannot_be_read_may_declare_is_not_called_undeclared() =>
        Reading.Shows(
            await Reading.FolderAsync(
                (WorkspaceReader.ConfigFile, Reading.Config),
                ("state/a.yaml", "users:\n  - {userName: a@example.com, manager: b@example.com, groups: [Support]}"),
                ("state/b.yaml", "users: [")),
            "state/b.yaml:1:8: error GSS112: ");

    [Fact]
    public async Task An_absent_user_has_no_attributes_and_only_an_absent_one_a_reason() =>
        Reading.Shows(
            await Reading.StateAsync(
                """
                users:
                  - userName: a@example.com
                    state: absent
                    externalId: x
                    title: Agent
                    groups: []
                  - userName: b@example.com
                    reason: none
                """),
            "state/a.yaml:5:5: error GSS211: \"title\" has no meaning",
            "state/a.yaml:6:5: error GSS211: \"groups\" has no meaning",
            "state/a.yaml:8:5: error GSS212: \"reason\"");

    [Theory]
    [InlineData("division: null", "15: error GSS215: \"division\" cannot be emptied")]
    [InlineData("displayName: \"\"", "18: error GSS215: \"displayName\"")]
    [InlineData("attributes: {location: US}", "18: error GSS216: …externalIds[authority eq \"location\"]")]
    [InlineData("phoneNumbers: {mobil: \"+13175550100\"}", "20: error GSS217: unknown key \"mobil\" in \"phoneNumbers\"; did you mean \"mobile\"?")]
    [InlineData("externalIds: {\"x-pc:scimv2:v1:a\": b}", "19: error GSS218: ")]
    [InlineData("externalIds: {\"\": b}", "19: error GSS137: ")]
    [InlineData("roles: [\"\"]", "13: error GSS137: an entry of \"roles\" must not be empty")]
    [InlineData("roles: [a, b, a]", "19: warning GSS210: \"a\" is already in this list, at state/a.yaml:3:13")]
    [InlineData("groups: [a, b]\n    roles: employee", "14: error GSS203: …\nstate/a.yaml:3:17: error GSS203: …\nstate/a.yaml:4:12: error GSS131: \"roles\" must be a list, not the text \"employee\"")]
    [InlineData("dateHire: 2023-02-29", "15: error GSS221: ")]
    [InlineData("dateHire: 5/1/2024", "15: error GSS134: \"5/1/2024\" is not a date; write it like \"2024-05-01\"")]
    [InlineData("phoneNumbers: {work: 555-bad}", "26: error GSS134: \"555-bad\" is not a phone number; write it like \"+13175550100\"")]
    [InlineData("phoneNumbers: {work: +123456789012345678}", "26: error GSS222: ")]
    [InlineData("workEmail: a@b", "16: error GSS134: \"a@b\" is not an e-mail address")]
    [InlineData("routingSkills: {A: 5.01}", "24: error GSS135: ")]
    [InlineData("routingSkills: {A: -0.5}", "24: error GSS135: ")]
    [InlineData("routingSkills: {A: high}", "24: error GSS131: \"A\" must be a number, not the text \"high\"")]
    [InlineData("routingSkills: {A: .nan}", "24: error GSS131: ")]
    [InlineData("state: gone", "12: error GSS133: \"gone\" is not known as \"state\"; it can be \"present\" or \"absent\"")]
    [InlineData("title: [a]", "12: error GSS131: \"title\" must be text, not a list")]
    [InlineData("title: true", "12: error GSS131: \"title\" must be text, not true")]
    [InlineData("name: {first: Ann}", "12: error GSS130: unknown key \"first\" in \"name\"; it can be \"givenName\" or \"familyName\"")]
    public async Task A_value_that_is_wrong_is_shown_at_its_place(string line, string expected) =>
        Reading.Shows(
            await Reading.StateAsync($"users:\n  - userName: a@example.com\n    {line}\n"),
            $"state/a.yaml:3:{expected}".Split('\n'));

    [Theory]
    [InlineData("routingSkills", 51, "3:20: error GSS219: \"routingSkills\" has 51 entries; the organization takes 50 at most")]
    [InlineData("routingLanguages", 51, "3:23: error GSS219: ")]
    [InlineData("externalIds", 101, "3:18: error GSS219: ")]
    public async Task More_entries_than_the_organization_takes_are_refused(string attribute, int count, string expected)
    {
        var entries = string.Join(", ", Enumerable.Range(0, count).Select(number => $"s{number}: 1"));

        Reading.Shows(
            await Reading.StateAsync($"users:\n  - userName: a@example.com\n    {attribute}: {{{entries}}}\n"),
            $"state/a.yaml:{expected}");
    }

    [Theory]
    [InlineData("users:\n  - title: x\n", "2:5: error GSS132: a user needs the key \"userName\"")]
    [InlineData("users:\n  - alice@example.com\n", "2:5: error GSS131: an entry of \"users\" must be a mapping of keys to values, not the text")]
    [InlineData("user: []\n", "1:1: error GSS130: unknown key \"user\" in this file; did you mean \"users\"?")]
    [InlineData("- a\n", "1:1: error GSS131: this file must be a mapping of keys to values, not a list")]
    [InlineData("groups:\n  - members: []\n", "2:5: error GSS132: a group needs the key \"displayName\"")]
    [InlineData("groups:\n  - displayName: A\n    members: [[a]]\n", "3:15: error GSS131: an entry of \"members\" must be text or a mapping of keys to values, not a list")]
    [InlineData("groups:\n  - displayName: A\n    members: [{until: 2026-01-01}]\n", "3:15: error GSS132: a member needs the key \"user\"")]
    public async Task The_form_of_a_file_is_checked(string text, string expected) =>
        Reading.Shows(await Reading.StateAsync(text), $"state/a.yaml:{expected}");

    [Fact]
    public async Task Text_in_messages_cannot_fake_a_line() =>
        Reading.Shows(
            await Reading.StateAsync("users:\n  - userName: a@example.com\n    \"x\\n::error\\e[31m\": 1\n"),
            "state/a.yaml:3:5: error GSS130: unknown key \"x\\u{a}::error\\u{1b}[31m\"");
}
