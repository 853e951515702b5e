using System.Net;
using GenesysScimState.Emulator;
using GenesysScimState.Emulator.Generation;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Emulator;

public sealed class AGeneratedOrganization
{
    [Theory]
    [InlineData("genesys-cloud")]
    [InlineData("nested")]
    [InlineData("rfc7644")]
    public void Is_the_same_for_a_seed_and_another_for_another(string dialect)
    {
        Assert.Equal(Of(dialect, 300, 7), Of(dialect, 300, 7));
        Assert.NotEqual(Of(dialect, 300, 7), Of(dialect, 300, 8));
    }

    [Fact]
    public void Has_people_teams_managers_skills_and_more_scripts_than_one()
    {
        using var emulator = Open("genesys-cloud", 500, 7);
        var users = emulator.Snapshot()["users"]!.AsArray();
        Assert.Equal(500, users.Count);
        Assert.Equal(20, emulator.Snapshot()["groups"]!.AsArray().Count);
        Assert.Equal(500, users.Select(user => (string)user!["userName"]!).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.InRange(users.Count(user => !(bool)user!["active"]!), 5, 50);
        var enterprise = users.Select(user => user![EmulatedOrganization.Enterprise]!).ToArray();
        Assert.Equal(499, enterprise.Count(part => part["manager"] is not null));
        Assert.True(enterprise.Select(part => (string)part["division"]!).Distinct().Count() > 2);
        Assert.All(users, user => Assert.NotEmpty(user![EmulatedOrganization.Genesys]!["routingSkills"]!.AsArray()));
        var names = string.Concat(users.Select(user => (string)user!["displayName"]!));
        Assert.Contains(names, letter => letter is >= 'А' and <= 'я');
        Assert.Contains(names, letter => letter is >= 'ا' and <= 'ي');
        Assert.Contains(names, letter => letter is >= '一' and <= '鿿');
    }

    [Fact]
    public void Gives_way_to_data_and_seed()
    {
        using var org = EmulatedOrganization.Open(new EmulatorOptions { Generate = new(50, 5, 1) });
        Assert.Equal(4, org.Emulator.Snapshot()["users"]!.AsArray().Count);
    }

    [Fact]
    public async Task Is_read_page_by_page_in_time_that_grows_with_its_size_alone()
    {
        // Each page of a walk that searched all users would cost as much as the whole; 20,000 make that plain.
        using var emulator = Open("genesys-cloud", 20_000, 1);
        using var client = new HttpClient(new EmulatorHandler(emulator)) { BaseAddress = new("http://emulator") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await EmulatedOrganization.TokenAsync(client));
        var seen = 0;
        for (var total = 1; seen < total;)
        {
            var page = await Reply.ReadAsync(await client.GetAsync($"/api/v2/scim/v2/users?startIndex={seen + 1}&count=100", TestContext.Current.CancellationToken));
            seen += (int)page.Is(HttpStatusCode.OK).Body!["itemsPerPage"]!;
            total = (int)page.Body!["totalResults"]!;
        }

        Assert.InRange(seen, 19_000, 20_000);
    }

    [Theory]
    [InlineData("groups=5")]
    [InlineData("users=-1")]
    [InlineData("users=5,users=6")]
    [InlineData("users=5,teams=6")]
    [InlineData("users=200001")]
    [InlineData("5000")]
    public async Task Is_refused_when_its_size_is_not_one(string size)
    {
        var run = await new Cli().RunAsync("emulator", "--generate", size);
        Assert.Equal(1, run.Exit);
        Assert.Contains("GSS720", run.Error, StringComparison.Ordinal);
        Assert.Contains($"not \"{size}\"", run.Error, StringComparison.Ordinal);
    }

    private static string Of(string dialect, int users, int seed)
    {
        using var emulator = Open(dialect, users, seed);
        return emulator.Snapshot().ToJsonString();
    }

    private static ScimEmulator Open(string dialect, int users, int seed) => ScimEmulator.Open(
        new EmulatorOptions { Dialect = dialect, Generate = new GeneratedSize(users, 20, seed), RequestsPerMinute = 1_000_000 },
        TimeProvider.System);
}
