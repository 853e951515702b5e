using GenesysScimState.Config;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

public sealed class AConfiguration
{
    [Fact]
    public async Task Defaults_are_filled_in()
    {
        using var folder = new TempFolder();
        folder.Write("scimstate.yaml", Reading.Config);
        folder.Write("state/deep/a.yaml", "users: []");

        var result = await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken);

        Reading.Shows(result);
        var config = result.Value!.Configuration;
        Assert.Equal("acme", config.Organization);
        Assert.Equal(new Target(TargetKind.GenesysCloud) { Region = "eu-central-1" }, config.Target);
        Assert.Equal(["state/**/*.yaml"], config.State);
        Assert.Equal(new AuditSettings { Path = folder.At(".scimstate/audit.jsonl") }, config.Audit);
        Assert.Equal(100, config.RateShare);
        Assert.Equal(new Limits(), config.Policy.Limits);
        Assert.Equal(UnlistedAction.Report, config.Policy.Unlisted);
        Assert.Equal(new UnlistedScope { ExternalIdPresent = true }, config.Policy.Scope);
        Assert.Empty(config.Policy.Ignore);
        Assert.Equal("genesys-cloud", result.Value.Dialect.Name);
    }

    [Fact]
    public async Task Everything_can_be_set()
    {
        var result = await Reading.ConfigAsync(
            """
            organization: acme-prod
            target: {kind: emulator, data: data.json, seed: seeds/seed.json}
            dialect: genesys-cloud
            state: [state/*.yaml, "./state/?.yaml"]
            unlisted:
              users: deactivate
              scope: {externalId: {prefix: idp_}, userName: {domain: "@example.com"}, division: Home}
            protected: {users: [admin@example.com], groups: [Administrators]}
            limits:
              create: {count: 5}
              deactivate: {count: 50}
              delete: {count: none, percent: 1}
              removeMembers: none
            ignore: [title, phoneNumbers.mobile, externalIds.zoomphone, title]
            rate: {share: 50}
            audit: {path: log/a.jsonl, maxBytes: 20000, maxFiles: 2, personalData: hashed}
            """);

        Reading.Shows(result);
        var config = result.Value!.Configuration;
        Assert.Equal(TargetKind.Emulator, config.Target.Kind);
        Assert.True(Path.IsPathFullyQualified(config.Target.Data!));
        Assert.EndsWith(Path.Combine("seeds", "seed.json"), config.Target.Seed, StringComparison.Ordinal);
        Assert.Equal(new UnlistedScope { ExternalIdPrefix = "idp_", UserNameDomain = "example.com", Division = "Home" }, config.Policy.Scope);
        Assert.Equal(["admin@example.com"], config.Policy.ProtectedUsers);
        Assert.Equal(["Administrators"], config.Policy.ProtectedGroups);
        Assert.Equal(["title", "phoneNumbers.mobile", "externalIds.zoomphone"], config.Policy.Ignore);
        Assert.Equal(new Limit(Count: 5), config.Policy.Limits.Create);
        Assert.Equal(new Limit(Count: 50, Percent: 10), config.Policy.Limits.Deactivate);
        Assert.Equal(new Limit(Percent: 1), config.Policy.Limits.Delete);
        Assert.Equal(Limit.None, config.Policy.Limits.RemoveMembers);
        Assert.Null(config.Policy.Limits.RemoveMembersPerGroupPercent);
        Assert.Equal(50, config.RateShare);
        Assert.Equal((20_000, 2, PersonalData.Hashed), (config.Audit.MaxBytes, config.Audit.MaxFiles, config.Audit.PersonalData));
    }

    [Fact]
    public async Task Without_a_configuration_it_says_what_to_do()
    {
        using var folder = new TempFolder();

        var result = await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken);

        Reading.Shows(result, "scimstate.yaml:1:1: error GSS100: …or name its folder with -C DIR");
        Assert.Null(result.Value);
    }

    [Theory]
    [InlineData("{region: eu-west-1, apiUrl: \"https://a.example\", tokenUrl: \"https://a.example/t\"}", "2:37: error GSS157: ")]
    [InlineData("{apiUrl: \"https://a.example\"}", "2:18: error GSS156: \"apiUrl\" needs \"tokenUrl\"")]
    [InlineData("{tokenUrl: \"https://a.example\"}", "2:20: error GSS156: \"tokenUrl\" needs \"apiUrl\"")]
    [InlineData("{apiUrl: \"http://a.example\", tokenUrl: \"http://127.0.0.1:1/t\"}", "2:18: error GSS158: ")]
    [InlineData("{apiUrl: \"ftp://a.example\", tokenUrl: \"https://u:p@a.example\"}", "2:18: error GSS159: …\nscimstate.yaml:2:47: error GSS159: ")]
    [InlineData("{kind: emulator, region: eu-west-1}", "2:26: error GSS160: \"region\" has no meaning for the kind \"emulator\"; it belongs to \"genesys-cloud\"")]
    [InlineData("{kind: scim}", "2:9: error GSS161: ")]
    [InlineData("{kind: genesys}", "2:16: error GSS133: \"genesys\" is not known as \"kind\"; it can be \"genesys-cloud\", \"emulator\" or \"scim\"")]
    [InlineData("{region: nowhere}", "2:18: error GSS155: …use a key such as")]
    [InlineData("prod", "2:9: error GSS131: \"target\" must be a mapping")]
    public async Task A_target_that_makes_no_sense_is_refused(string target, string expected) =>
        Reading.Shows(
            await Reading.ConfigAsync($"organization: a\ntarget: {target}\n"), $"scimstate.yaml:{expected}".Split('\n'));

    [Fact]
    public async Task A_target_may_be_served_on_this_machine() =>
        Reading.Shows(await Reading.ConfigAsync(
            "organization: a\ntarget: {apiUrl: \"http://localhost:80\", tokenUrl: \"http://[::1]:80/oauth/token\"}\n"));

    [Theory]
    [InlineData("state: [states/*.yaml]", "3:9: error GSS101: no file matches \"states/*.yaml\"")]
    [InlineData("state: [../*.yaml, /etc/*, 'a\\b']", "3:9: error GSS102: …\nscimstate.yaml:3:20: error GSS102: …\nscimstate.yaml:3:28: error GSS102: ")]
    [InlineData("state: []", "3:8: error GSS136: ")]
    [InlineData("ignore: [titel]", "3:10: error GSS162: …did you mean \"title\"?")]
    [InlineData("ignore: [phoneNumbers.mobil]", "3:10: error GSS162: …did you mean \"phoneNumbers.mobile\"?")]
    [InlineData("ignore: [userName]", "3:10: error GSS163: ")]
    [InlineData("dialect: genesys-clod", "3:10: error GSS150: …did you mean \"genesys-cloud\"?")]
    [InlineData("dialect: nestd", "3:10: error GSS150: there is no dialect \"nestd\"; did you mean \"nested\"?")]
    [InlineData("dialect: ./mine.yaml", "3:10: error GSS101: ")]
    [InlineData("dialect: ../mine.yaml", "3:10: error GSS102: ")]
    [InlineData("rate: {share: 101}", "3:15: error GSS135: \"share\" is \"101\"; it must be from 1 to 100")]
    [InlineData("rate: {share: 1.5}", "3:15: error GSS131: \"share\" must be a whole number, not the number 1.5")]
    [InlineData("limits: {delete: {count: many}}", "3:26: error GSS131: \"count\" must be \"none\" or a whole number, not the text \"many\"")]
    [InlineData("limits: {delete: 5}", "3:18: error GSS131: \"delete\" must be \"none\" or a mapping of keys to values, not the number 5")]
    [InlineData("unlisted: {users: remove}", "3:19: error GSS133: ")]
    [InlineData("unlisted: {scope: {externalId: absent}}", "3:32: error GSS131: \"externalId\" must be \"present\" or a mapping")]
    [InlineData("protected: {users: admin}", "3:20: error GSS131: ")]
    public async Task A_setting_that_makes_no_sense_is_refused(string line, string expected) =>
        Reading.Shows(
            await Reading.ConfigAsync($"organization: a\ntarget: {{}}\n{line}\n"), $"scimstate.yaml:{expected}".Split('\n'));

    [Fact]
    public async Task A_label_has_a_bound()
    {
        var result = await Reading.ConfigAsync($"organization: {new string('a', 101)}\ntarget: {{}}\n");

        Reading.Shows(result, "scimstate.yaml:1:15: error GSS138: \"organization\" has 101 characters; the most is 100");
    }

    [Fact]
    public async Task An_empty_configuration_is_refused() =>
        Reading.Shows(await Reading.ConfigAsync("# soon\n"), "scimstate.yaml:1:1: error GSS108: ");

    [Fact]
    public async Task Links_are_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var folder = new TempFolder();
        var secret = folder.Write("secret", "token");
        folder.Write("scimstate.yaml", Reading.Config + "\ndialect: away/secret.yaml\n");
        folder.Write("elsewhere/secret.yaml", "token");
        Directory.CreateSymbolicLink(folder.At("away"), folder.At("elsewhere"));
        folder.Write("state/a.yaml", "users: [{userName: a@example.com, groups: [declared in the link]}]");
        File.CreateSymbolicLink(folder.At("state/b.yaml"), secret);
        Directory.CreateSymbolicLink(folder.At("state/c"), folder.Path);

        Reading.Shows(
            await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken),
            "away/secret.yaml:1:1: error GSS104: this is a symbolic link",
            "state/b.yaml:1:1: error GSS104: this is a symbolic link",
            "state/c:1:1: error GSS104: this is a symbolic link");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_read()
    {
        using var folder = new TempFolder();
        folder.Write("scimstate.yaml", Reading.Config);
        await using (var file = File.Create(folder.Write("state/a.yaml", "")))
        {
            file.SetLength(50_000_001);
        }

        Reading.Shows(
            await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken),
            "state/a.yaml:1:1: error GSS105: the file has 50000001 bytes");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_error()
    {
        using var folder = new TempFolder();
        folder.Write("scimstate.yaml", Reading.Config);
        await using var held = new FileStream(
            folder.Write("state/a.yaml", "users: []"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Reading.Shows(
            await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken),
            "state/a.yaml:1:1: error GSS103: ");
    }
}
