using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using GenesysScimState.Emulator;

namespace GenesysScimState.Benchmarks;

/// <summary>
/// Plans over real sockets, without a quota, beside a program that fetches the same pages, as many at once, and only parses
/// them. The server is the emulator in this process, so both pay for it alike.
/// </summary>
internal static class Serving
{
    private const int Users = 10_000;
    private const int PageSize = 25;

    /// <summary>What the program has under way at once.</summary>
    private const int Concurrency = 4;

    public static async Task<IReadOnlyList<Figure>> UnthrottledAsync()
    {
        using var bench = new Bench(Users, "Agent", "Agent", requestsPerMinute: int.MaxValue);
        await using var server = await EmulatorHost.StartAsync(bench.Emulator, port: 0, CancellationToken.None);
        bench.PointAt(server.BaseAddress);
        var pages = await Clock.MediansAsync(() => FetchAsync(server.BaseAddress));
        var plan = await Clock.MediansAsync(() => bench.RunAsync("plan"));

        var number = 0;
        var change = await Clock.MedianAsync(async () =>
        {
            bench.Declare(Users, "Agent", changed: 1, other: $"Lead {number++}");
            await bench.RunAsync("apply", "--auto-approve");
        });
        return
        [
            new($"a plan with nothing to do, {Users} users, beside fetching and parsing its pages", plan.Wall, pages.Wall, "s", "≤ 1.3"),
            new("the same, by what the processors did", plan.Processors, pages.Processors, "s", ""),
            new($"one change in {Users}, from command to done, beside the same pages", change, pages.Wall, "s", ""),
        ];
    }

    private static async Task FetchAsync(Uri server)
    {
        using var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));
        IEnumerable<string> pages =
        [
            .. Starts(Users).Select(start => $"api/v2/scim/v2/Users?startIndex={start}&count={PageSize}"),
            $"api/v2/scim/v2/Users?filter=active%20eq%20false&startIndex=1&count={PageSize}",
            .. Starts(Company.GroupsOf(Users)).Select(start => $"api/v2/scim/v2/Groups?startIndex={start}&count={PageSize}"),
        ];
        await Parallel.ForEachAsync(pages, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (page, token) =>
        {
            using var document = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(page, UriKind.Relative), token));
            _ = document.RootElement.GetProperty("totalResults").GetInt32();
        });
    }

    private static IEnumerable<string> Starts(int count) =>
        Enumerable.Range(0, (count + PageSize - 1) / PageSize).Select(page => ((page * PageSize) + 1).ToString(CultureInfo.InvariantCulture));

    private static async Task<string> TokenAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("emulator:emulator"u8));
        using var answer = await client.SendAsync(request);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("access_token").GetString()!;
    }
}
