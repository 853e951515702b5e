using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Emulator;

/// <summary>The SDK that Genesys publishes for JavaScript, as it comes from npm, does not notice that this is an emulator.</summary>
public sealed class TheOfficialClient
{
    private const string Organization = """
        {
          "users": [{"id": "u-ana", "userName": "ana@x.test", "displayName": "Ana", "active": true}],
          "groups": [{"id": "g-s", "displayName": "Support", "members": [{"value": "u-ana"}]}]
        }
        """;

    [Fact]
    public async Task Lists_filters_creates_patches_loses_a_version_deletes_and_changes_members()
    {
        Node.Require("purecloud-platform-client-v2");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder("sdk");
        using var emulator = ScimEmulator.Open(new EmulatorOptions { SeedFile = folder.Write("organization.json", Organization) }, TimeProvider.System);
        await using var server = await EmulatorHost.StartAsync(emulator, 0, cancellation);
        using var client = Node.Start("genesys-sdk.cjs", [$"{server.BaseAddress.Port}"]);

        var errors = client.StandardError.ReadToEndAsync(cancellation);
        var output = await client.StandardOutput.ReadToEndAsync(cancellation);
        await client.WaitForExitAsync(cancellation);

        Assert.True(client.ExitCode == 0, output + await errors);
        Assert.Equal(
            """
            list: 1 user, ana@x.test
            create: dee@x.test, version 1
            twice: 409
            filter: 1 user
            patch: title Lead, department Sales
            stale: 409
            join: 2 members
            leave: 1 member
            delete: 404
            left: 1 user
            """,
            output.ReplaceLineEndings("\n").Trim());
    }
}
