using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>Circles of managers that the files alone do not show.</summary>
public sealed class ManagerCirclesTests
{
    private static readonly DesiredUser Ana = Sketch.Declared("ana@x.test");

    [Fact]
    public void A_circle_through_a_value_of_the_organization_is_found()
    {
        var found = Assert.Single(Circles([Ana, Managed("bob", "ana@x.test")], [Person("ana", "id-bob"), Person("bob")]));

        Assert.Equal("the plan makes these users each other's manager: \"bob@x.test\" → \"ana@x.test\" → \"bob@x.test\"; give one of them another manager", found);
    }

    [Fact]
    public void A_circle_through_undeclared_users_is_found_once()
    {
        var found = Assert.Single(Circles([Ana, Managed("bob", "ana@x.test")], [Person("ana", "id-cyd"), Person("bob"), Person("cyd", "id-dan"), Person("dan", "id-bob")]));

        Assert.Contains("\"bob@x.test\" → \"ana@x.test\" → \"cyd@x.test\" → \"dan@x.test\" → \"bob@x.test\"", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_user_is_shown_by_the_new_userName()
    {
        var ana = Sketch.Declared("ana.new@x.test", "e-ana");
        var actual = Person("ana", "id-bob");
        var found = Assert.Single(Circles([ana, Managed("bob", "ana.new@x.test")], [actual with { ExternalId = "e-ana", Attributes = actual.Attributes.SetItem("externalId", Sketch.Text("e-ana")) }, Person("bob")]));

        Assert.Contains("\"ana.new@x.test\"", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_that_the_plan_breaks_or_only_leads_to_is_not_reported()
    {
        Assert.Empty(Circles([Ana, Managed("bob", "ana@x.test")], [Person("ana", "id-cyd"), Person("bob"), Person("cyd", "id-ana")]));
        Assert.Empty(Circles([Managed("ana", null), Managed("bob", "ana@x.test")], [Person("ana", "id-bob"), Person("bob")]));
        Assert.Empty(Circles([Ana, Managed("bob", "ana@x.test"), Sketch.Absent("cyd@x.test")], [Person("ana", "id-cyd"), Person("bob"), Person("cyd", "id-bob")]));
        Assert.Empty(Circles([Ana], [Person("ana", "id-bob"), Person("bob", "id-ana")]));
        Assert.Empty(Circles([Ana, Managed("bob", "ana@x.test")], [Person("ana", "id-ana"), Person("bob")]));
    }

    private static DesiredUser Managed(string name, string? manager) =>
        Sketch.Declared($"{name}@x.test", null, true, ("manager", manager is null ? AttributeValue.Empty : Sketch.Text(manager)));

    private static ActualUser Person(string name, string? manager = null) => manager is null
        ? Sketch.Actual($"{name}@x.test")
        : Sketch.Actual($"{name}@x.test", null, true, null, ("manager", Sketch.Text(manager)));

    private static string[] Circles(DesiredUser[] declared, ActualUser[] existing)
    {
        var (desired, actual) = (Sketch.Files(declared), Sketch.Organization(existing));
        return [.. PostState.Check(Sketch.Plan(desired, actual), desired, actual, Sketch.Dialect).Where(finding => finding.Code == "GSS328").Select(finding => finding.Message)];
    }
}
