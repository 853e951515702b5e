using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>They share what is the same, and each still says all of its own.</summary>
public sealed class AttributesOfNewUsers
{
    [Fact]
    public void Say_what_each_user_declares_whatever_the_one_before_had()
    {
        DesiredUser[] users =
        [
            User("a@x.test", ("title", "Agent", 3), ("department", "Support", 4)),
            User("b@x.test", ("title", "Lead", 13), ("department", "Sales", 14)),
            User("c@x.test", ("department", "Sales", 24)),
            User("d@x.test", ("title", "Agent", 33), ("department", "Support", 34)),
            User("e@x.test", ("phoneNumbers.work", "+1 317 555 0100", 43), ("title", "Agent", 44)),
        ];

        var plan = Sketch.Plan(Sketch.Files(users), ActualState.Empty);

        Assert.Equal(
            """
            a@x.test: userName=a@x.test, displayName=X, active=true, title=Agent:3, department=Support:4
            b@x.test: userName=b@x.test, displayName=X, active=true, title=Lead:13, department=Sales:14
            c@x.test: userName=c@x.test, displayName=X, active=true, department=Sales:24
            d@x.test: userName=d@x.test, displayName=X, active=true, title=Agent:33, department=Support:34
            e@x.test: userName=e@x.test, displayName=X, active=true, title=Agent:44, phoneNumbers.work=+13175550100:43
            """.ReplaceLineEndings("\n"),
            string.Join('\n', plan.Changes.Select(Shown)));
        Assert.All(plan.Changes, change => Assert.All(change.Attributes, attribute => Assert.True(attribute.Before.IsEmpty)));
    }

    [Fact]
    public void Keep_where_they_are_from()
    {
        SourceSpan[] places = [new("t.yaml", 7, 10), new("a.yaml", 3, 4)];
        var value = new DesiredValue(AttributeValue.Of([new Entry("employee"), new Entry("supervisor")]), places[1], [.. places], "template agent");
        var user = User("a@x.test");
        var plan = Sketch.Plan(Sketch.Files(user with { Attributes = user.Attributes.SetItem("roles", value) }), ActualState.Empty);

        var roles = plan.Changes[0].Of("roles")!.Value;
        Assert.Equal((places[1], "template agent"), (roles.At, roles.Origin));
        Assert.Equal(places, roles.Places);
        Assert.Equal(places[0], roles.PlaceOf("employee"));
        Assert.Equal(AttributeType.Names, roles.Type);
        Assert.Null(plan.Changes[0].Of("title"));
        Assert.Equal([.. plan.Changes[0].Attributes], plan.Changes[0].Attributes);
    }

    private static DesiredUser User(string userName, params (string Name, string Value, int Line)[] attributes)
    {
        var user = Sketch.Declared(userName, attributes: ("displayName", Sketch.Text("X")));
        return user with
        {
            Attributes = AttributeMap.Of(user.Attributes.Concat(attributes.Select(
                attribute => KeyValuePair.Create(attribute.Name, new DesiredValue(AttributeValue.Of(attribute.Value), new("a.yaml", attribute.Line, 5)))))),
        };
    }

    private static string Shown(Change change) => $"{change.Address.Name}: " + string.Join(
        ", ", change.Attributes.Select(attribute => $"{attribute.Name}={attribute.After}{(attribute.At == Sketch.At ? "" : $":{attribute.At!.Value.Line}")}"));
}
