using System.Text;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class PatchBodies
{
    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal) { ["bob@example.org"] = "b-1" };

    [Fact]
    public void A_text_is_replaced() =>
        Assert.Equal("""{"op":"replace","path":"title","value":"Lead"}""", Operations(Genesys.Set("title", "Agent", "Lead")));

    [Fact]
    public void A_text_that_is_cleared_is_removed() =>
        Assert.Equal("""{"op":"remove","path":"title"}""", Operations(Genesys.Set("title", "Agent", null)));

    [Fact]
    public void A_boolean_is_a_JSON_boolean() =>
        Assert.Equal("""{"op":"replace","path":"active","value":false}""", Operations(Genesys.Set("active", "true", "false")));

    [Fact]
    public void An_attribute_of_an_extension_has_its_URN() => Assert.Equal(
        $$"""{"op":"replace","path":"{{Genesys.Enterprise}}:department","value":"Sales"}""",
        Operations(Genesys.Set("department", null, "Sales")));

    [Fact]
    public void A_sub_attribute_is_named_by_a_dot() => Assert.Equal(
        """{"op":"replace","path":"name.givenName","value":"Ana"}""", Operations(Genesys.Set("givenName", null, "Ana")));

    [Fact]
    public void A_new_element_is_added_to_its_container() => Assert.Equal(
        """{"op":"add","path":"phoneNumbers","value":[{"type":"mobile","value":"+13175550101"}]}""",
        Operations(Genesys.Set("phoneNumbers.mobile", null, "+13175550101")));

    [Fact]
    public void An_element_is_replaced_by_its_filter() => Assert.Equal(
        """{"op":"replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"+1317"}""",
        Operations(Genesys.Set("phoneNumbers.mobile", "+1", "+1317")));

    [Fact]
    public void An_element_that_is_cleared_is_removed_as_a_whole() => Assert.Equal(
        """{"op":"remove","path":"emails[type eq \"work\"]"}""", Operations(Genesys.Set("workEmail", "a@b.c", null)));

    [Fact]
    public void A_key_with_quotes_cannot_leave_its_filter() => Assert.Equal(
        $$"""{"op":"remove","path":"{{Genesys.Extension}}:externalIds[authority eq \"a\\\"] or [\\\\\"]"}""",
        Operations(Genesys.Set("externalIds.a\"] or [\\", "1", null)));

    [Fact]
    public void A_person_is_written_as_an_id_in_its_container() => Assert.Equal(
        $$$"""{"op":"replace","path":"{{{Genesys.Enterprise}}}:manager","value":{"value":"b-1"}}""",
        Operations(Genesys.Set("manager", null, "bob@example.org")));

    [Fact]
    public void A_person_that_is_cleared_takes_its_container_along() => Assert.Equal(
        $$"""{"op":"remove","path":"{{Genesys.Enterprise}}:manager"}""",
        Operations(Genesys.Set("manager", "bob@example.org", null)));

    [Fact]
    public void Names_are_replaced_as_a_set() => Assert.Equal(
        """{"op":"replace","path":"roles","value":[{"value":"Supervisor"},{"value":"employee"}]}""",
        Operations(Genesys.Set("roles", [], [new("employee"), new("Supervisor")])));

    [Fact]
    public void Ratings_are_replaced_as_a_set_with_numbers() => Assert.Equal(
        $$"""{"op":"replace","path":"{{Genesys.Extension}}:routingSkills","value":[{"name":"Billing","proficiency":4},{"name":"Returns","proficiency":3.5}]}""",
        Operations(Genesys.Set("routingSkills", [new("Billing", "1")], [new("Returns", "3.5"), new("Billing", "4")])));

    [Fact]
    public void Names_that_are_cleared_are_removed() => Assert.Equal(
        """{"op":"remove","path":"roles"}""", Operations(Genesys.Set("roles", [new("employee")], [])));

    [Fact]
    public void Deactivating_sets_active_also_when_the_plan_does_not_list_it()
    {
        var body = PatchBody.OfUser(Genesys.Update() with { Operation = Operation.Deactivate }, Genesys.Dialect, Ids);

        Assert.Contains("""{"op":"replace","path":"active","value":false}""", Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void Members_are_added_in_one_operation_and_removed_in_one_each()
    {
        Assert.Equal(
            Patch("""{"op":"add","path":"members","value":[{"value":"a"},{"value":"b"}]}"""),
            Encoding.UTF8.GetString(PatchBody.AddMembers(["a", "b"])));
        Assert.Equal(
            Patch("""{"op":"remove","path":"members[value eq \"a\"]"},{"op":"remove","path":"members[value eq \"b\"]"}"""),
            Encoding.UTF8.GetString(PatchBody.RemoveMembers(["a", "b"], MemberRemoval.Filter)));
        Assert.Equal(
            Patch("""{"op":"remove","path":"members","value":[{"value":"a"},{"value":"b"}]}"""),
            Encoding.UTF8.GetString(PatchBody.RemoveMembers(["a", "b"], MemberRemoval.Values)));
    }

    [Fact]
    public void A_read_only_attribute_is_never_written()
    {
        var dialect = new Dialect("test", [new("title", ScimPath.Parse("title"), AttributeType.Text) { Mutability = Mutability.ReadOnly }]);
        var body = PatchBody.OfUser(Genesys.Update(Genesys.Set("title", "a", "b")), dialect, Ids);

        Assert.Equal(Patch(""), Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void A_creation_lays_out_what_the_plan_sets()
    {
        var change = Genesys.Creation(
            Genesys.Set("givenName", null, "Ana"), Genesys.Set("active", null, "false"), Genesys.Set("department", null, "Sales"),
            Genesys.Set("manager", null, "bob@example.org"), Genesys.Set("workEmail", null, "a@b.c"),
            Genesys.Set("phoneNumbers.work", null, "+1"), Genesys.Set("phoneNumbers.mobile", null, "+2"),
            Genesys.Set("roles", [], [new("employee")]), Genesys.Set("routingSkills", [], [new("Billing", "4")]),
            Genesys.Set("title", null, (string?)null));

        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","$E","$G"],"userName":"ana@example.org","externalId":"idp-1","""
            + """ "name":{"givenName":"Ana"},"active":false,"$E":{"department":"Sales","manager":{"value":"b-1"}},""".TrimStart()
            + """ "emails":[{"type":"work","value":"a@b.c"}],"phoneNumbers":[{"type":"work","value":"+1"},{"type":"mobile","value":"+2"}],""".TrimStart()
            + """ "roles":[{"value":"employee"}],"$G":{"routingSkills":[{"name":"Billing","proficiency":4}]}}""".TrimStart(),
            Encoding.UTF8.GetString(CreateBody.OfUser(change, Genesys.Dialect, Ids))
                .Replace(Genesys.Enterprise, "$E", StringComparison.Ordinal).Replace(Genesys.Extension, "$G", StringComparison.Ordinal));
    }

    [Fact]
    public void A_creation_is_active_unless_it_says_otherwise() => Assert.EndsWith(
        "\"active\":true}", Encoding.UTF8.GetString(CreateBody.OfUser(Genesys.Creation(), Genesys.Dialect, Ids)), StringComparison.Ordinal);

    private static string Patch(string operations) =>
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operations}}]}""";

    private static string Operations(AttributeChange change)
    {
        var body = Encoding.UTF8.GetString(PatchBody.OfUser(Genesys.Update(change), Genesys.Dialect, Ids));
        var start = Patch("").Length - 2;
        Assert.Equal(Patch("")[..start], body[..start]);
        return body[start..^2];
    }
}
