using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>Where a server wants a full name and an e-mail address, and files have displayName and userName.</summary>
public sealed class AttributesMadeOfOthers
{
    private static readonly Dialect Nested = DialectReader.Embedded("nested", default).Value!;

    [Fact]
    public void A_user_who_is_created_has_the_full_name_and_the_address() => Assert.Equal(
        "active, displayName: Juan Carlos García, name.familyName: García, name.formatted: Juan Carlos García, name.givenName: Juan Carlos, userName, workEmail: a@x.test",
        Planned(Declared("Juan Carlos García"), null));

    [Fact]
    public void A_name_that_stays_as_it_is_is_not_taken_apart_again() =>
        Assert.Equal("", Planned(Declared("Juan Carlos García"), Existing("Juan Carlos García", "Juan", "Carlos García")));

    [Fact]
    public void A_name_that_changes_takes_its_parts_along() => Assert.Equal(
        "displayName: Ana Ruiz, name.familyName: Ruiz, name.formatted: Ana Ruiz, name.givenName: Ana",
        Planned(Declared("Ana Ruiz"), Existing("Ana Gil", "An", "Gil")));

    [Fact]
    public void A_declared_part_is_what_is_declared() => Assert.Equal(
        "displayName: Ana Ruiz Gil, name.familyName: Ruiz Gil, name.formatted: Ana Ruiz Gil, name.givenName: Ana",
        Planned(
            Sketch.Declared("a@x.test", attributes: [("displayName", Sketch.Text("Ana Ruiz Gil")), ("name.givenName", Sketch.Text("Ana")), ("name.familyName", Sketch.Text("Ruiz Gil"))]),
            Existing("Ana Gil", "An", "Gil")));

    [Fact]
    public void One_word_is_no_full_name_and_somebody_without_one_cannot_be_created()
    {
        var planned = Planner.Plan(Sketch.Files(Declared("Cher")), ActualState.Empty, new(Nested, new Policy(), Sketch.Today));

        Assert.Equal(["GSS304", "GSS304"], planned.Diagnostics.Select(finding => finding.Code));
        Assert.Equal("displayName: Cher, name.formatted: Cher", Planned(Declared("Cher"), Existing("Cherilyn Sarkisian", "Cherilyn", "Sarkisian")));
    }

    [Fact]
    public void An_address_that_is_the_userName_steps_aside_with_it()
    {
        static ActualUser At(string externalId, string userName) => Sketch.Actual(userName, externalId, attributes: ("workEmail", Sketch.Text(userName)));
        var plan = Planner.Plan(
            Sketch.Files(Sketch.Declared("a@x.test", "e-1"), Sketch.Declared("b@x.test", "e-2")),
            new([At("e-1", "b@x.test"), At("e-2", "a@x.test")], []), new(Nested, new Policy(), Sketch.Today)).Value!;

        Assert.Equal(
            ["b@x.test -> b.1@x.test", "a@x.test -> b@x.test", "b.1@x.test -> a@x.test"],
            plan.Changes.Select(change => change.Attributes.Single(attribute => attribute.Name == "workEmail")).Select(change => $"{change.Before} -> {change.After}"));
    }

    private static DesiredUser Declared(string name) => Sketch.Declared("a@x.test", attributes: ("displayName", Sketch.Text(name)));

    private static ActualUser Existing(string name, string given, string family) => Sketch.Actual(
        "a@x.test", attributes: [("displayName", Sketch.Text(name)), ("name.givenName", Sketch.Text(given)), ("name.familyName", Sketch.Text(family)), ("name.formatted", Sketch.Text(name))]);

    private static string Planned(DesiredUser user, ActualUser? existing)
    {
        var actual = new ActualState(existing is null ? [] : [existing], []);
        var plan = Planner.Plan(Sketch.Files(user), actual, new(Nested, new Policy(), Sketch.Today)).Value!;
        var changes = plan.Changes.SelectMany(change => change.Attributes).Select(attribute => attribute.Name is "active" or "userName" ? attribute.Name : $"{attribute.Name}: {attribute.After}");
        // With one space after the colon of each, sorted for reading.
        return string.Join(", ", changes.Order(StringComparer.Ordinal));
    }
}
