using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary><c>identity.takeover</c> and <c>identity.lookalike</c>.</summary>
public sealed class IdentityGuardsTests
{
    [Fact]
    public void A_user_found_by_userName_keeps_another_externalId()
    {
        var refusal = Assert.Single(Judge([Sketch.Declared("ana@x.test", "e-new")], [Sketch.Actual("ANA@x.test", "e-old")]));

        Assert.Equal(("identity.takeover", "GSS412"), (refusal.Guard, refusal.Problem.Code));
        Assert.Equal(["user/ana@x.test"], refusal.Offenders.Select(offender => offender.ToString()));
    }

    [Fact]
    public void A_user_without_externalId_is_adopted() =>
        Assert.Empty(Judge([Sketch.Declared("ana@x.test", "e-ana")], [Sketch.Actual("ana@x.test")]));

    [Fact]
    public void An_externalId_that_is_not_declared_is_not_replaced() =>
        Assert.Empty(Judge([Sketch.Declared("ana@x.test")], [Sketch.Actual("ana@x.test", "e-ana")]));

    [Fact]
    public void A_user_wanted_by_id_is_not_a_takeover() =>
        Assert.Empty(Judge([Sketch.Declared("ana@x.test", "e-new") with { Id = "id-ana", ExternalId = null }], [Sketch.Actual("ana@x.test", "e-old")]));

    [Theory]
    [InlineData("employeeNumber", "1001", "employeeNumber", "1001", true)]
    [InlineData("employeeNumber", "A-7", "employeeNumber", " a-7 ", true)]
    [InlineData("employeeNumber", "1001", "employeeNumber", "1002", false)]
    [InlineData("phoneNumbers.work", "+13175550100", "phoneNumbers.work", "tel:+1 (317) 555-0100", true)]
    [InlineData("phoneNumbers.work", "+13175550100", "phoneNumbers.mobile", "+13175550100", true)]
    [InlineData("phoneNumbers.work", "+13175550100", "phoneNumbers.work", "tel:+13175550100;ext=12", false)]
    [InlineData("externalIds.zoomphone", "abc-1", "externalIds.zoomphone", "abc-1", true)]
    [InlineData("externalIds.zoomphone", "abc-1", "externalIds.payroll", "abc-1", false)]
    [InlineData("employeeNumber", "1001", "phoneNumbers.work", "1001", false)]
    [InlineData("title", "Agent", "title", "Agent", false)]
    public void The_same_name_and_the_same_mark_is_a_lookalike(string name, string value, string otherName, string otherValue, bool isRefused)
    {
        var declared = Person("ana@new.test", "Ana Silva", (name, Sketch.Text(value)));
        var existing = Sketch.Actual("ana@old.test", null, true, null, ("displayName", Sketch.Text("Ana Silva")), (otherName, Sketch.Text(otherValue)));

        Assert.Equal(isRefused ? "identity.lookalike" : "", string.Join(' ', Judge([declared], [existing]).Select(refusal => refusal.Guard)));
    }

    [Theory]
    [InlineData("Ana Silva", "ANA SILVA ", true)]
    [InlineData("Ana Silva", "Ana Silveira", false)]
    public void Names_are_compared_without_case_and_outer_blanks(string declared, string existing, bool isRefused) =>
        Assert.Equal(isRefused, !Judge([Numbered("a@new.test", declared)], [Existing("a@old.test", existing)]).IsEmpty);

    [Fact]
    public void An_inactive_user_is_a_lookalike() =>
        Assert.Single(Judge([Numbered("a@new.test", "Ana")], [Existing("a@old.test", "Ana") with { Active = false }]));

    [Fact]
    public void A_declared_user_is_not_a_lookalike()
    {
        // Ana is renamed, Bob is deleted, and Cyd is declared beside a namesake.
        Assert.Empty(Judge([Numbered("a@new.test", "Ana", "e-ana")], [Existing("a@old.test", "Ana", "e-ana")]));
        Assert.Empty(Judge([Sketch.Absent("a@old.test"), Numbered("a@new.test", "Ana")], [Existing("a@old.test", "Ana")]));
        Assert.Empty(Judge([Sketch.Declared("a@old.test"), Numbered("a@new.test", "Ana")], [Existing("a@old.test", "Ana")]));
    }

    [Fact]
    public void A_renamed_domain_names_the_first_pairs_and_counts_the_rest()
    {
        var refusal = Assert.Single(Judge(
            [.. Enumerable.Range(10, 30).Select(number => Person($"u{number}@new.test", $"Person {number}", ("employeeNumber", Sketch.Text($"{number}"))))],
            [.. Enumerable.Range(10, 30).Select(number => Sketch.Actual($"u{number}@old.test", null, true, null, ("displayName", Sketch.Text($"Person {number}")), ("employeeNumber", Sketch.Text($"{number}"))))]));

        Assert.Equal(30, refusal.Offenders.Length);
        Assert.Contains("30 users to create", refusal.Problem.Message, StringComparison.Ordinal);
        Assert.Contains("user/u10@new.test and user/u10@old.test (employeeNumber)", refusal.Problem.Message, StringComparison.Ordinal);
        Assert.Contains(" and 25 more; ", refusal.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_lookalikes_of_one_user_are_all_named()
    {
        var refusal = Assert.Single(Judge([Numbered("a@new.test", "Ana")], [Existing("a@old.test", "Ana"), Existing("b@old.test", "Ana")]));

        Assert.Equal(["user/a@new.test"], refusal.Offenders.Select(offender => offender.ToString()));
        Assert.Contains("user/a@old.test (employeeNumber), user/a@new.test and user/b@old.test (employeeNumber)", refusal.Problem.Message, StringComparison.Ordinal);
    }

    private static DesiredUser Person(string userName, string displayName, params (string Name, AttributeValue Value)[] attributes) =>
        Sketch.Declared(userName, null, true, [("displayName", Sketch.Text(displayName)), .. attributes]);

    private static DesiredUser Numbered(string userName, string displayName, string? externalId = null) =>
        Sketch.Declared(userName, externalId, true, ("displayName", Sketch.Text(displayName)), ("employeeNumber", Sketch.Text("1001")));

    private static ActualUser Existing(string userName, string displayName, string? externalId = null) =>
        Sketch.Actual(userName, externalId, true, null, ("displayName", Sketch.Text(displayName)), ("employeeNumber", Sketch.Text("1001")));

    private static System.Collections.Immutable.ImmutableArray<Refusal> Judge(DesiredUser[] declared, ActualUser[] existing)
    {
        var (desired, actual) = (Sketch.Files(declared), Sketch.Organization(existing));
        var policy = new Policy { Limits = new Limits { Create = new(Count: 100), Delete = new(Count: 100) } };
        return Guards.Check(Sketch.Plan(desired, actual, policy), desired, actual, policy, last: null);
    }
}
