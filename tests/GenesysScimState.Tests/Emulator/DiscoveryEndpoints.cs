using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class DiscoveryEndpoints
{
    [Fact]
    public async Task The_service_provider_config_tells_what_works()
    {
        using var org = Open(new EmulatorOptions { MaxPageSize = 60 });
        var config = (await org.GetAsync("ServiceProviderConfig")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal(
            "True False True True False True",
            string.Join(' ', new[] { "patch", "bulk", "filter", "changePassword", "sort", "etag" }
                .Select(name => (bool)config[name]!["supported"]!)));
        Assert.Equal(60, (int)config["filter"]!["maxResults"]!);
        Assert.Equal("oauthbearertoken", (string)config["authenticationSchemes"]![0]!["type"]!);
        Assert.Equal("/api/v2/scim/v2/serviceproviderconfig", (string)config["meta"]!["location"]!);
    }

    [Fact]
    public async Task Resource_types_are_listed_and_read_one_by_one()
    {
        using var org = Open();
        var list = (await org.GetAsync("resourcetypes")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal("User Group ServiceProviderConfig ResourceType Schema", Ids(list));
        var user = (await org.GetAsync("ResourceTypes/user")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal("/users", (string)user["endpoint"]!);
        Assert.Equal("urn:ietf:params:scim:schemas:core:2.0:User", (string)user["schema"]!);
        Assert.Equal(Enterprise, (string)user["schemaExtensions"]![0]!["schema"]!);
        Assert.Equal(Genesys, (string)user["schemaExtensions"]![1]!["schema"]!);
        (await org.GetAsync("resourcetypes/Role")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Schemas_are_listed_and_read_one_by_one()
    {
        using var org = Open();
        var list = (await org.GetAsync("schemas")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal(7, (int)list["totalResults"]!);
        Assert.Equal(7, list["Resources"]!.AsArray().Count);
        var genesys = (await org.GetAsync($"schemas/{Genesys}")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal(Genesys, (string)genesys["id"]!);
        var skills = Attribute(genesys, "routingSkills");
        Assert.True((bool)skills["multiValued"]!);
        Assert.Equal("decimal", (string)skills["subAttributes"]![1]!["type"]!);
        (await org.GetAsync("schemas/urn:none")).Is(HttpStatusCode.NotFound);
        var manager = Attribute((await org.GetAsync($"schemas/{Enterprise}")).Body!, "manager")["subAttributes"]!;
        Assert.Null(manager[0]!["referenceTypes"]);
        Assert.Equal("""["User"]""", manager[1]!["referenceTypes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("userName", "string", "readWrite", "always", "server", true)]
    [InlineData("password", "string", "writeOnly", "never", "none", false)]
    [InlineData("groups", "complex", "readOnly", "default", "none", false)]
    [InlineData("active", "boolean", "readWrite", "always", "none", false)]
    public async Task The_user_schema_says_what_the_engine_does(
        string name, string type, string mutability, string returned, string uniqueness, bool isRequired)
    {
        using var org = Open();
        var schema = (await org.GetAsync("schemas/urn:ietf:params:scim:schemas:core:2.0:User")).Body!;
        var attribute = Attribute(schema, name);
        Assert.Equal(type, (string)attribute["type"]!);
        Assert.Equal(mutability, (string)attribute["mutability"]!);
        Assert.Equal(returned, (string)attribute["returned"]!);
        Assert.Equal(uniqueness, (string)attribute["uniqueness"]!);
        Assert.Equal(isRequired, (bool)attribute["required"]!);
        Assert.Contains("zoomphone", Attribute(schema, "phoneNumbers").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schemas_cannot_be_filtered()
    {
        using var org = Open();
        (await org.GetAsync("schemas?filter=id eq x")).Is(HttpStatusCode.Forbidden);
    }

    private static string Ids(JsonNode list) =>
        string.Join(' ', list["Resources"]!.AsArray().Select(resource => (string)resource!["id"]!));

    private static JsonNode Attribute(JsonNode schema, string name) =>
        Assert.Single(schema["attributes"]!.AsArray(), attribute => (string?)attribute!["name"] == name)!;
}
