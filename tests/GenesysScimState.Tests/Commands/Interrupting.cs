using System.Text.Json;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Ctrl-C while changes are being made.</summary>
public sealed class Interrupting : IDisposable
{
    private readonly TempFolder _folder = new("interrupting");
    private readonly CancellationTokenSource _interruption = new();

    public void Dispose()
    {
        _folder.Dispose();
        _interruption.Dispose();
    }

    [Fact]
    public async Task What_is_under_way_is_finished_the_rest_is_reported_and_the_next_run_goes_on()
    {
        _folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: genesys-cloud, apiUrl: 'http://127.0.0.1:9', tokenUrl: 'http://127.0.0.1:9/oauth/token'}\nstate: ['*.state.yaml']\n");
        _folder.Write("team.state.yaml", "users:\n" + string.Concat(Enumerable.Range(1, 5).Select(number => $"  - {{userName: u{number}@x.test, displayName: U}}\n")));
        using var emulator = ScimEmulator.Open(new EmulatorOptions(), new Cli().Time);
        var cli = new Cli { Network = () => new InterruptingNetwork(_interruption) { InnerHandler = new EmulatorHandler(emulator) }, Interruption = _interruption.Token };

        var run = await cli.RunAsync("apply", "--auto-approve", "--report", _folder.At("report.json"), "-C", _folder.Path);

        Assert.Equal((int)ExitCode.Interrupted, run.Exit);
        Assert.Contains("Interrupted: finishing what is under way.", run.Error, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.At("report.json"), TestContext.Current.CancellationToken));
        var summary = report.RootElement.GetProperty("summary");
        Assert.Equal(2, summary.GetProperty("created").GetInt32());
        Assert.Equal(3, summary.GetProperty("not_attempted").GetInt32());

        var again = new Cli { Network = () => new EmulatorHandler(emulator) };
        Assert.Equal((int)ExitCode.Ok, (await again.RunAsync("apply", "--auto-approve", "-C", _folder.Path)).Exit);
        Assert.Equal((int)ExitCode.Ok, (await again.RunAsync("plan", "--detailed-exitcode", "-C", _folder.Path)).Exit);
    }

    /// <summary>Interrupts the run while its second creation is under way, and answers all the same.</summary>
    private sealed class InterruptingNetwork(CancellationTokenSource interruption) : DelegatingHandler
    {
        private int _creations;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/Users", StringComparison.Ordinal) && ++_creations == 2)
            {
                await interruption.CancelAsync();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
