using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <param name="Today">The day on which <c>until</c> is judged; null: today.</param>
/// <param name="Only">The resources that the plan is for; empty: all.</param>
/// <param name="Approval">An approval from the command line; null: only those in <c>approvals/</c>.</param>
/// <param name="Digest">The digest that approvals must name; null: the plan's own.</param>
/// <param name="ChecksNames">Whether names that the plan would give must exist; not where none is going to be given.</param>
internal sealed record ReviewOptions(
    DateOnly? Today = null,
    ImmutableArray<Address> Only = default,
    FileInfo? Approval = null,
    string? Digest = null,
    bool ChecksNames = true);

/// <summary>The files and the organization, read and compared: what plan, apply and drift have in common.</summary>
/// <param name="Whole">The plan before a part of it was asked for.</param>
/// <param name="Last">The last recorded run; null when none is.</param>
/// <param name="Recorded">What the next run will be told of this one.</param>
internal sealed record Review(
    Workspace Workspace,
    Connection Connection,
    ActualState Actual,
    PlanDocument Document,
    Plan Whole,
    RecordedRun? Last,
    RecordedRun Recorded) : IDisposable
{
    /// <summary>Null with the exit code when files, organization or plan do not stand; everything has been reported then.</summary>
    /// <param name="terminal">Where it is reported.</param>
    /// <param name="connect">Opens the organization of a workspace, or says why it cannot.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<(Review? Review, ExitCode Exit)> MakeAsync(
        Terminal terminal,
        Func<Workspace, Checked<Connection>> connect,
        ReviewOptions options,
        CancellationToken cancellationToken)
    {
        await using var ahead = new ReadAhead(connect, cancellationToken);
        var files = await WorkspaceReader.ReadAsync(terminal.Folder, cancellationToken, foundTarget: ahead.Begin);
        if (files.Value is not { } workspace || files.HasErrors)
        {
            return (null, terminal.Stop(files.Diagnostics, ExitCode.Invalid));
        }

        terminal.Report(files.Diagnostics);
        var approvals = await ApprovalReader.ReadAsync(terminal.Folder, options.Approval, cancellationToken);
        if (approvals.HasErrors)
        {
            return (null, terminal.Stop(approvals.Diagnostics, ExitCode.Invalid));
        }

        var opened = ahead.Open(workspace);
        if (opened.HasErrors)
        {
            return (null, terminal.Stop(opened.Diagnostics));
        }

        try
        {
            return await PlanAsync(terminal, workspace, ahead, options, approvals.Value!, cancellationToken);
        }
        catch (OrganizationException exception)
        {
            return (null, terminal.Stop([exception.Problem], ExitCode.Failed));
        }
    }

    /// <summary>What is left to do: the same question once more, to the organization as it is now.</summary>
    /// <exception cref="OrganizationException">It cannot be read.</exception>
    public async Task<Checked<Plan>> AgainAsync(CancellationToken cancellationToken)
    {
        var planned = Compare(Workspace, await Connection.Organization.ReadAsync(cancellationToken), Document.Today);
        return Document.Part is { } part && planned.Value is { } whole
            ? planned with { Value = PartialPlan.Of(whole, part.Only).Plan } : planned;
    }

    public void Dispose() => Connection.Dispose();

    private static Checked<Plan> Compare(Workspace workspace, ActualState actual, DateOnly day) =>
        Planner.Plan(workspace.Desired, actual, new PlanOptions(workspace.Dialect, workspace.Configuration.Policy, day));

    private static async Task<(Review? Review, ExitCode Exit)> PlanAsync(
        Terminal terminal,
        Workspace workspace,
        ReadAhead ahead,
        ReviewOptions options,
        IReadOnlyList<Approval> approvals,
        CancellationToken cancellationToken)
    {
        var (configuration, desired, connection) = (workspace.Configuration, workspace.Desired, ahead.Connection);
        var day = options.Today ?? DateOnly.FromDateTime(terminal.Host.Time.GetUtcNow().UtcDateTime);
        var actual = await ahead.ReadAsync();
        var planned = Compare(workspace, actual, day);
        var last = AuditHistory.LastRun(configuration.Audit, configuration.Organization);
        var (only, unknown) = PartialPlan.Resolve(options.Only, desired, actual);
        if (!unknown.IsEmpty)
        {
            return (null, terminal.Stop([.. unknown.Select(CommandDiagnostics.UnknownAddress)], ExitCode.Failed));
        }

        if (Shrunken(actual, last, configuration.Policy.Limits) is { } shrunken)
        {
            return (null, terminal.Stop([shrunken], ExitCode.Failed));
        }

        if (planned.Value is not { } whole)
        {
            return (null, terminal.Stop(planned.Diagnostics, ExitCode.Invalid));
        }

        terminal.Report(planned.Diagnostics);
        var part = only.IsEmpty ? null : PartialPlan.Of(whole, only);
        var plan = part?.Plan ?? whole;
        var names = await PlannedNames.CheckAsync(connection.Organization, options.ChecksNames ? plan : Plan.Empty, workspace.Dialect, cancellationToken);
        if (names.Findings.Any(finding => finding.Severity == Severity.Error))
        {
            return (null, terminal.Stop(names.Findings, ExitCode.Invalid));
        }

        terminal.Report(names.Findings);
        actual = actual with { Requests = actual.Requests + names.Requests };
        var document = Describe(terminal, workspace, connection, plan, actual, last) with { Today = day, Part = part };
        document = document with { Digest = PlanJson.DigestOf(document) };
        var refusals = Guards.Check(plan, desired, actual, configuration.Policy, last);
        document = document with { Verdict = Judge(terminal, refusals, approvals, options, document.Digest) };
        return (new Review(workspace, ahead.Take(), actual, document, whole, last, RecordedRun.Of(whole, desired, actual, configuration.Policy)), ExitCode.Ok);
    }

    private static Verdict Judge(
        Terminal terminal, ImmutableArray<Refusal> refusals, IReadOnlyList<Approval> approvals, ReviewOptions options, string planned)
    {
        var digest = options.Digest ?? planned;
        var today = DateOnly.FromDateTime(terminal.Host.Time.GetUtcNow().UtcDateTime);
        terminal.Report(Useless(approvals, options.Approval, digest, today));
        return Verdict.Of(refusals, approvals, digest, today);
    }

    private static PlanDocument Describe(
        Terminal terminal, Workspace workspace, Connection connection, Plan plan, ActualState actual, RecordedRun? last)
    {
        var configuration = workspace.Configuration;
        var quota = (actual.QuotaPerMinute ?? Forecast.Quota) * configuration.RateShare / 100;
        var forecast = Forecast.Of(plan, actual.Requests, workspace.Dialect.Capabilities, Math.Max(1, quota));
        return new PlanDocument(configuration.Organization, Label(configuration.Target, terminal.Host), plan)
        {
            Tool = App.Version,
            Source = SourceOf(workspace, terminal.Host),
            Read = new PlanRead(actual.Users.Count(user => user.Active), actual.Users.Count(user => !user.Active), actual.Groups.Length, actual.Requests),
            Forecast = forecast,
            Warnings =
            [
                .. PostState.Check(plan, workspace.Desired, actual, workspace.Dialect),
                .. PostState.NoRecord(plan, last),
                .. connection.RenewsToken ? [] : forecast.TokenMayEnd,
            ],
        };
    }

    private static Diagnostic? Shrunken(ActualState actual, RecordedRun? last, Limits limits) =>
        last is not null
        && limits.ShrinkPercent is { } percent
        && last.Users >= Limit.SmallestPopulation
        && (last.Users - actual.Users.Length) * 100L > (long)percent * last.Users
            ? PlanDiagnostics.Shrunken(actual.Users.Length, last.Users, percent)
            : null;

    /// <summary>Approvals that do not help, where somebody may think they do. Those for other plans in the folder are old ones.</summary>
    private static ImmutableArray<Diagnostic> Useless(IReadOnlyList<Approval> approvals, FileInfo? given, string digest, DateOnly today) =>
    [
        .. approvals.Where(approval => approval.Plan == digest && approval.Until < today)
            .Select(approval => CommandDiagnostics.ApprovalExpired(approval)),
        .. approvals.Where(approval => approval.Plan != digest && given is not null && approval.At.File == given.ToString())
            .Select(approval => CommandDiagnostics.ApprovalForAnotherPlan(approval, digest)),
    ];

    /// <summary>Where the organization is, the same however the region is written.</summary>
    public static string Label(Target target, Host host) => target.Kind switch
    {
        TargetKind.Emulator => "emulator",
        TargetKind.GenesysCloud => target.ApiUrl?.Authority ?? DomainOf(target.Region ?? host.Environment("GENESYS_ENV") ?? host.Environment("GENESYSCLOUD_REGION")),
        TargetKind.Scim => target.ApiUrl?.Authority ?? "scim",
    };

    private static string DomainOf(string? region) => region is null ? "genesys-cloud" : Region.DomainOf(region) ?? region;

    private static PlanSource SourceOf(Workspace workspace, Host host)
    {
        var tree = new StringBuilder();
        foreach (var file in workspace.Files)
        {
            tree.Append(DigestOf(file.Bytes.Span)).Append("  ").Append(file.Path).Append('\n');
        }

        return new PlanSource(
            $"sha256:{DigestOf(Encoding.UTF8.GetBytes(tree.ToString()))}",
            host.Environment("GITHUB_SHA") ?? host.Environment("CI_COMMIT_SHA"),
            [.. workspace.Files.Select(file => file.Path)]);
    }

    /// <summary>Git may check files out with other line endings than they were committed with: those do not count.</summary>
    private static string DigestOf(ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var end = bytes.IndexOf("\r\n"u8); end >= 0; end = bytes.IndexOf("\r\n"u8))
        {
            hash.AppendData(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
