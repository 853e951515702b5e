using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Planning;

public sealed class NamesThatMustExist
{
    private const string RolePath = "/api/v2/authorization/roles";

    private static readonly Dialect Dialect = new("test",
    [
        Row("title", AttributeType.Text, null),
        Row("division", AttributeType.Text, new("/divisions", "division")),
        Row("roles", AttributeType.Names, new(RolePath, "role") { Permission = "authorization:role:view", CreatedIn = "Admin > Roles" }),
        Row("skills", AttributeType.Ratings, new("/skills", "skill")),
        Row("backupSkills", AttributeType.Ratings, new("/skills", "skill")),
        Row("teams", AttributeType.Text, new("/teams", "team")) with { IsKeyed = true },
    ]);

    private static readonly SourceSpan At = new("a.yaml", 3, 5);

    [Fact]
    public void Only_lists_of_names_that_are_added_are_needed()
    {
        var plan = Plan(
            Set("title", [], ["Agent"]),
            Set("roles", ["employee"], ["Agent", "employee"]),
            Set("skills", [], ["Billing"]),
            Set("backupSkills", [], ["Billing"]));

        Assert.Equal(["roles", "skills"], Needed(plan));
    }

    [Fact]
    public void Nothing_is_needed_where_nothing_is_added()
    {
        Assert.Empty(Needed(Core.Planning.Plan.Empty));
        Assert.Empty(Needed(Plan(
            Set("title", [], ["Agent"]), Set("roles", ["Agent", "employee"], ["employee"]), Set("division", ["Home"], []))));
    }

    [Fact]
    public void Another_rating_is_no_new_name() => Assert.Empty(Needed(Plan(new AttributeChange(
        "skills", AttributeType.Ratings, AttributeValue.Of([new Entry("Gone", "3")]), AttributeValue.Of([new Entry("Gone", "4")])))));

    [Fact]
    public void What_is_there_already_is_not_looked_at() =>
        Shows(Check(Plan(Set("roles", ["Gone"], ["Agent", "Gone"])), (RolePath, ["Agent"])));

    [Theory]
    [InlineData("Supervisr", "role \"Supervisr\" does not exist in the organization; did you mean \"Supervisor\"?")]
    [InlineData("supervisor", "role \"supervisor\" does not exist in the organization; did you mean \"Supervisor\"?")]
    [InlineData("Juggler", "role \"Juggler\" does not exist in the organization; correct it, or create it under Admin > Roles, with exactly this name")]
    [InlineData("Super\u202evisor", "role \"Super\\u{202e}visor\" does not exist in the organization; did you mean \"Supervisor\"?")]
    public void A_name_that_does_not_exist_is_an_error_on_its_line(string name, string message) =>
        Shows(Check(Plan(Set("roles", [], [name])), (RolePath, ["employee", "Supervisor"])), $"a.yaml:3:5 Error GSS309 {message}");

    [Fact]
    public void Every_name_is_named_and_without_a_place_to_create_it_none_is() => Shows(
        Check(
            Plan(Set("division", ["Home"], ["Mars"]), Set("teams.first", [], ["Red"]), Set("skills", [], ["Billing", "Fencing"])),
            ("/divisions", ["Home"]), ("/teams", ["Blue"]), ("/skills", ["Billing"])),
        "a.yaml:3:5 Error GSS309 division \"Mars\" does not exist in the organization; correct it, or create it, with exactly this name",
        "a.yaml:3:5 Error GSS309 skill \"Fencing\" does not exist in the organization; correct it, or create it, with exactly this name",
        "a.yaml:3:5 Error GSS309 team \"Red\" does not exist in the organization; correct it, or create it, with exactly this name");

    [Fact]
    public void A_list_that_is_not_shown_is_one_warning()
    {
        var plan = Plan(Set("roles", [], ["Agnet", "Supervisr"]), Set("skills", [], ["Billing"]));
        var lists = new Dictionary<string, NameList>
        {
            [RolePath] = NameList.Refused(new ApiRefusal("listing roles", 403)),
            ["/skills"] = NameList.Refused(new ApiRefusal("listing skills", 403) { Code = "not.authorized" }),
        };

        Shows(
            NamesCheck.Check(plan, Dialect, lists),
            " Warning GSS310 names in \"roles\" are not checked, and one that does not exist fails only when it is applied: listing roles was answered with 403; give the client a role with authorization:role:view",
            " Warning GSS310 names in \"skills\" are not checked, and one that does not exist fails only when it is applied: listing skills was answered with 403 not.authorized; give the client a role with the permission that the answer names");
    }

    private static IEnumerable<string> Needed(Plan plan) => NamesCheck.Needed(plan, Dialect).Select(row => row.Name);

    private static ImmutableArray<Diagnostic> Check(Plan plan, params (string Path, ImmutableHashSet<string> Names)[] lists) =>
        NamesCheck.Check(plan, Dialect, lists.ToDictionary(list => list.Path, list => new NameList(list.Names)));

    private static void Shows(ImmutableArray<Diagnostic> findings, params string[] expected) =>
        Assert.Equal(expected, findings.Select(finding => $"{finding.At} {finding.Severity} {finding.Code} {finding.Message}"));

    private static Plan Plan(params AttributeChange[] attributes) => new(
        [
            new Change
            {
                Operation = Operation.Update,
                Address = Address.User("ana@example.org"),
                Reason = ActionReason.Differs,
                Attributes = [.. attributes],
            },
        ],
        []);

    private static AttributeChange Set(string name, string[] before, string[] after) =>
        new(name, AttributeType.Names, Value(before), Value(after), At);

    private static AttributeValue Value(string[] names) => AttributeValue.Of(names.Select(name => new Entry(name)));

    private static AttributeRow Row(string name, AttributeType type, NameSource? names) =>
        new(name, ScimPath.Parse(name), type) { Names = names };
}
