using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Applying;

/// <summary>The rule for a user read again: as before, as after, or neither.</summary>
public sealed class AVersionConflict
{
    private static readonly Comparison Comparison = new(
        Sketch.Dialect, new Dictionary<string, string>(StringComparer.Ordinal) { ["boss@x.test"] = "id-boss" });

    [Theory]
    [InlineData("Agent", "Sales", ConflictVerdict.SendAgain, "")]
    [InlineData("Lead", "Service", ConflictVerdict.Done, "")]
    [InlineData("Boss", "Sales", ConflictVerdict.LeaveAlone, "title [Boss]")]
    [InlineData(null, "Sales", ConflictVerdict.LeaveAlone, "title []")]
    [InlineData("Boss", "Service", ConflictVerdict.LeaveAlone, "title [Boss], department [Service]")]
    [InlineData("Lead", "Sales", ConflictVerdict.LeaveAlone, "title [Lead]")]
    [InlineData("agent", "Sales", ConflictVerdict.LeaveAlone, "title [agent]")]
    public void Is_decided_by_the_attributes_of_the_change(string? title, string? department, ConflictVerdict verdict, string changed)
    {
        var change = Update(("title", "Agent", "Lead"), ("department", "Sales", "Service"));

        Decides(verdict, changed, change, Ana(("title", title), ("department", department), ("displayName", "Somebody else was here")));
    }

    [Theory]
    [InlineData("+13175550100", ConflictVerdict.SendAgain)]
    [InlineData("tel:+1 (317) 555-0100", ConflictVerdict.SendAgain)]
    [InlineData("+1 317 555 0199", ConflictVerdict.Done)]
    [InlineData("+13175550111", ConflictVerdict.LeaveAlone)]
    public void Is_decided_by_what_the_server_would_store(string now, ConflictVerdict verdict) => Assert.Equal(
        verdict, ConflictRule.Decide(Update(("phoneNumbers.work", "+13175550100", "+13175550199")), Ana(("phoneNumbers.work", now)), Comparison).Verdict);

    [Theory]
    [InlineData("id-old", ConflictVerdict.SendAgain, "")]
    [InlineData("id-boss", ConflictVerdict.Done, "")]
    [InlineData("id-third", ConflictVerdict.LeaveAlone, "manager [id-third]")]
    [InlineData(null, ConflictVerdict.LeaveAlone, "manager []")]
    public void Compares_people_by_id(string? now, ConflictVerdict verdict, string changed) => Decides(
        verdict, changed, Update(("manager", "old@x.test", "boss@x.test")) with { Found = Ana(("manager", "id-old")) }, Ana(("manager", now)));

    [Theory]
    [InlineData(Operation.Deactivate, true, ConflictVerdict.SendAgain)]
    [InlineData(Operation.Deactivate, false, ConflictVerdict.Done)]
    [InlineData(Operation.Activate, true, ConflictVerdict.Done)]
    [InlineData(Operation.Activate, false, ConflictVerdict.SendAgain)]
    public void Knows_what_activating_and_deactivating_write(Operation operation, bool active, ConflictVerdict verdict) => Assert.Equal(
        verdict, ConflictRule.Decide(Update() with { Operation = operation }, Ana(("active", active ? "true" : "false")), Comparison).Verdict);

    [Theory]
    [InlineData("ana@x.test", "e-ana", "true", ConflictVerdict.SendAgain, "")]
    [InlineData("ANA@x.test", "e-ana", "true", ConflictVerdict.SendAgain, "")]
    [InlineData("ann@x.test", "e-ana", "true", ConflictVerdict.LeaveAlone, "userName [ann@x.test]")]
    [InlineData("ana@x.test", "e-new", "true", ConflictVerdict.LeaveAlone, "externalId [e-new]")]
    [InlineData("ana@x.test", "e-ana", "false", ConflictVerdict.LeaveAlone, "active [false]")]
    public void A_deletion_is_about_who_the_user_is_and_whether_he_is_active(
        string userName, string externalId, string active, ConflictVerdict verdict, string changed)
    {
        var change = Update() with { Operation = Operation.Delete, Found = Ana(("title", "Agent")) };

        Decides(verdict, changed, change, Ana(("userName", userName), ("externalId", externalId), ("active", active), ("title", "Boss")));
    }

    [Fact]
    public void Who_is_gone_is_deleted_and_cannot_be_changed()
    {
        Decides(ConflictVerdict.Done, "", Update() with { Operation = Operation.Delete }, now: null);
        Decides(ConflictVerdict.Gone, "", Update(("title", "Agent", "Lead")), now: null);
    }

    private static void Decides(ConflictVerdict verdict, string changed, Change change, ActualUser? now)
    {
        var conflict = ConflictRule.Decide(change, now, Comparison);

        Assert.Equal(
            (verdict, changed),
            (conflict.Verdict, string.Join(", ", conflict.Changed.Select(held => $"{held.Name} [{held.Value}]"))));
    }

    private static Change Update(params (string Name, string? Before, string? After)[] attributes) => new()
    {
        Operation = Operation.Update,
        Address = Address.User("ana@x.test"),
        Reason = ActionReason.Differs,
        Id = "id-ana",
        ExternalId = "e-ana",
        Attributes =
        [
            .. attributes.Select(attribute => new AttributeChange(
                attribute.Name, Sketch.Dialect.Find(attribute.Name)!.Type, AttributeValue.Of(attribute.Before), AttributeValue.Of(attribute.After))),
        ],
    };

    private static ActualUser Ana(params (string Name, string? Value)[] attributes)
    {
        var all = attributes.Aggregate(
            Sketch.Actual("ana@x.test", "e-ana").Attributes, (known, pair) => known.SetItem(pair.Name, AttributeValue.Of(pair.Value)));
        return new("id-ana", "8", all["userName"].Text!, all["externalId"].Text, all["active"].Equals(AttributeValue.True), all);
    }
}
