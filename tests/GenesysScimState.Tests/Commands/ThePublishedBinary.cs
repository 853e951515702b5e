using System.Diagnostics;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>The native binary that users get, named by SCIMSTATE_BINARY.</summary>
public sealed class ThePublishedBinary
{
    /// <summary>16 MB, on Linux x64; elsewhere it is about as large.</summary>
    private const long BytesMax = 16_000_000;

    [Fact]
    public async Task Says_its_version()
    {
        using var folder = new TempFolder();

        Assert.Equal(new CliRun(0, $"{App.Version}\n", ""), await RunAsync(folder, "--version"));
    }

    [Fact]
    public async Task Validates_and_applies_an_example_twice()
    {
        using var folder = new TempFolder();
        var example = Repository.At("examples", "minimal");
        foreach (var file in Directory.EnumerateFiles(example, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".scimstate", StringComparison.Ordinal)))
        {
            folder.Write(Path.GetRelativePath(example, file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("Valid: ", (await RunAsync(folder, "validate")).Out, StringComparison.Ordinal);
        var first = await RunAsync(folder, "apply", "--auto-approve");
        var second = await RunAsync(folder, "apply", "--auto-approve");

        Assert.True(first.Exit == 0, first.ToString());
        Assert.True(second.Exit == 0, second.ToString());
        Assert.Contains("\nPlan: 0 to add, 0 to change, 0 to destroy.\n", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_as_small_as_promised()
    {
        using var folder = new TempFolder();

        Assert.InRange(new FileInfo(Start(folder).FileName).Length, 1, BytesMax);
    }

    /// <summary>The server that is compiled in, and everything a request goes through.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Serves_an_emulator_to_another_run()
    {
        using var folder = new TempFolder();
        using var emulator = Process.Start(Start(folder, "emulator"))!;
        try
        {
            var line = await emulator.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("Listening on ", line, StringComparison.Ordinal);
            var url = line!["Listening on ".Length..];
            folder.Write("scimstate.yaml", Configuration(url));
            folder.Write("a.state.yaml", "users: [{userName: ana@x.test, displayName: Ana}]\n");

            var first = await RunAsync(folder, "apply", "--auto-approve");
            var second = await RunAsync(folder, "apply", "--auto-approve");

            Assert.True(first.Exit == 0, first.ToString());
            Assert.Contains("\nPlan: 1 to add, 0 to change, 0 to destroy.\n", first.Out, StringComparison.Ordinal);
            Assert.Contains("\nPlan: 0 to add, 0 to change, 0 to destroy.\n", second.Out, StringComparison.Ordinal);
        }
        finally
        {
            emulator.Kill();
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Reads_answers_that_are_compressed(string coding)
    {
        using var folder = new TempFolder();
        using var server = new Compressed(coding);
        folder.Write("scimstate.yaml", Configuration(server.Url));
        folder.Write("a.state.yaml", "users: [{userName: ana@x.test, displayName: Ana}]\n");

        var run = await RunAsync(folder, "plan");

        Assert.True(run.Exit == 0, run.ToString());
        Assert.Contains("\nPlan: 1 to add, 0 to change, 0 to destroy.\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(["gzip, deflate"], server.CodingsAskedFor);
    }

    /// <summary>As far as the certificate, which nobody has signed.</summary>
    [Fact]
    public async Task Speaks_TLS()
    {
        using var folder = new TempFolder();
        using var server = new SelfSigned();
        folder.Write("scimstate.yaml", Configuration(server.Url));
        folder.Write("a.state.yaml", "users: [{userName: ana@x.test, displayName: Ana}]\n");

        var run = await RunAsync(folder, "plan");

        Assert.Equal(1, run.Exit);
        Assert.Contains("error GSS514: asking for a token: no secure connection to localhost:", run.Error, StringComparison.Ordinal);
        Assert.Contains("certificate is invalid", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A proxy that records what it gets: the credentials for this machine are not for it.</summary>
    [Theory]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("all_proxy")]
    public async Task Proxy_gets_nothing_that_is_for_this_machine(string variable)
    {
        using var folder = new TempFolder();
        using var server = new Compressed("gzip");
        using var proxy = new RecordingProxy(503);
        folder.Write("scimstate.yaml", Configuration(server.Url));
        folder.Write("a.state.yaml", "users: [{userName: ana@x.test, displayName: Ana}]\n");

        var run = await RunAsync(folder, start => start.Environment[variable] = proxy.Url, "plan");

        Assert.True(run.Exit == 0, run.ToString());
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Password_of_the_proxy_is_not_shown_when_the_proxy_refuses()
    {
        using var folder = new TempFolder();
        using var proxy = new RecordingProxy(407);
        folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: genesys-cloud, region: eu-west-1}\nstate: [\"*.state.yaml\"]\n");
        folder.Write("a.state.yaml", "users: []\n");

        var run = await RunAsync(
            folder,
            start =>
            {
                start.Environment["HTTPS_PROXY"] = proxy.Url.Replace("://", "://svc:S3cr3t-canary@", StringComparison.Ordinal);
                start.Environment["GITHUB_ACTIONS"] = "true";
            },
            "plan", "--verbose");

        Assert.Equal(1, run.Exit);
        Assert.Contains("the proxy refused its user and password with 407, through the proxy 127.0.0.1:", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "users: [")]
    [InlineData(3, "users:\n  - {userName: 5}\n")]
    [InlineData(3, "\u0001")]
    public async Task Bad_files_are_findings_and_no_stack_trace(int exit, string state)
    {
        using var folder = new TempFolder();
        folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: emulator, data: d.json}\nstate: [\"*.state.yaml\"]\n");
        folder.Write("a.state.yaml", state);

        var run = await RunAsync(folder, "plan");

        Assert.Equal(exit, run.Exit);
        Assert.StartsWith("a.state.yaml:", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("GSS799", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Asked to stop, it finishes the request under way; asked again, it does not.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_second_signal_stops_at_once()
    {
        using var folder = new TempFolder();
        using var server = new NeverAnswering();
        folder.Write("scimstate.yaml", Configuration(server.Url));
        folder.Write("a.state.yaml", "users: [{userName: ana@x.test, title: Boss}]\n");
        using var process = Process.Start(Start(folder, "apply", "--auto-approve"))!;

        // Whatever it waits for, a process that ended instead ends the test, and says why.
        var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(server.WriteArrived, ended) == ended)
        {
            Assert.Fail($"It ended before it wrote: {await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)}{await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        }

        await SignalAsync(process);
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("Interrupted: ", StringComparison.Ordinal))
        {
        }

        Assert.False(process.HasExited);
        await SignalAsync(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((int)ExitCode.Interrupted, process.ExitCode);
    }

    private static string Configuration(string url) => $$"""
        organization: acme
        target: {kind: genesys-cloud, apiUrl: "{{url}}", tokenUrl: "{{url}}/oauth/token"}
        state: ["*.state.yaml"]
        """;

    private static async Task SignalAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static ProcessStartInfo Start(TempFolder folder, params string[] arguments)
    {
        var binary = Environment.GetEnvironmentVariable("SCIMSTATE_BINARY");
        if (string.IsNullOrEmpty(binary))
        {
            const string Reason = "SCIMSTATE_BINARY does not name the native binary; publish it with dotnet publish src/GenesysScimState -c Release -o artifacts/aot";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(Reason);
            }

            Assert.Skip(Reason);
        }

        var start = new ProcessStartInfo(binary, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("GITHUB_ACTIONS");
        start.Environment["GENESYS_CLIENT_ID"] = start.Environment["GENESYS_CLIENT_SECRET"] = "emulator";
        return start;
    }

    private static Task<CliRun> RunAsync(TempFolder folder, params string[] arguments) => RunAsync(folder, _ => { }, arguments);

    private static async Task<CliRun> RunAsync(TempFolder folder, Action<ProcessStartInfo> configure, params string[] arguments)
    {
        var start = Start(folder, arguments);
        configure(start);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, await output, await error);
    }
}
