using System.Collections.Immutable;
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
/// <param name="ChecksNames">Whether names that the plan would give must exist; not where none is going to be given.</param>
/// <param name="Saved">
/// The plan that is going to be applied: approvals name its digest, and what is wanted is what it says itself if it is an
/// undo plan. Null: the plan is made now, from the files.
/// </param>
internal sealed record ReviewOptions(
    DateOnly? Today = null,
    ImmutableArray<Address> Only = default,
    FileInfo? Approval = null,
    bool ChecksNames = true,
    PlanDocument? Saved = null);

/// <summary>The organization after a run.</summary>
/// <param name="Left">What is left to do.</param>
internal sealed record Afterwards(ActualState Actual, Checked<Plan> Left);

/// <summary>The files and the organization, read and compared: what plan, apply and drift have in common.</summary>
/// <param name="Whole">The plan before a part of it was asked for.</param>
/// <param name="Last">The last recorded run; null when none is.</param>
/// <param name="Recorded">What the next run will be told of this one; null: nothing, because it is about a part, or about no files.</param>
internal sealed record Review(
    Workspace Workspace,
    Connection Connection,
    ActualState Actual,
    PlanDocument Document,
    Plan Whole,
    RecordedRun? Last,
    RecordedRun? Recorded) : IDisposable
{
    /// <summary>The plan that is going to be applied; null when it was made now.</summary>
    public PlanDocument? Saved { get; private init; }

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

    /// <summary>The organization as it is now, and the same question once more.</summary>
    /// <exception cref="OrganizationException">It cannot be read.</exception>
    public async Task<Afterwards> ReadAgainAsync(CancellationToken cancellationToken)
    {
        var now = await Connection.Organization.ReadAsync(cancellationToken);
        var planned = Compare(Workspace, now, Document.Today, Saved);
        return new(now, Document.Part is { } part && planned.Value is { } whole
            ? planned with { Value = PartialPlan.Of(whole, part.Only).Plan } : planned);
    }

    /// <summary>The plan that takes back what this run did, and what runs did that it went on from; with what cannot be taken back.</summary>
    /// <param name="done">The plan, without what surely was not done.</param>
    /// <param name="now">The organization after the run.</param>
    /// <param name="earlier">What the undo plan of an earlier run of this plan would do.</param>
    /// <param name="terminal">Its host says what the target is called.</param>
    public (PlanDocument Plan, ImmutableArray<Diagnostic> Findings) UndoOf(Plan done, ActualState now, ImmutableArray<Change> earlier, Terminal terminal)
    {
        var undo = Undo.Of(done, Actual, now, Workspace.Desired, OptionsOf(Workspace, Document.Today), earlier);
        var workspace = Workspace with { Desired = Undo.Wanted(undo.Plan.Changes, now, Workspace.Desired) };
        var (document, refusals) = Describe(terminal, workspace, Connection, new(undo.Plan, now, null), (Saved ?? Document).Digest);
        document = document with { Today = Document.Today, Verdict = new Verdict(refusals, []), Warnings = [.. undo.Findings, .. document.Warnings] };
        return (document with { Digest = PlanJson.DigestOf(document) }, undo.Findings);
    }

    public void Dispose() => Connection.Dispose();

    private static Checked<Plan> Compare(Workspace workspace, ActualState actual, DateOnly day, PlanDocument? saved) => saved?.Undoes is null
        ? Planner.Plan(workspace.Desired, actual, OptionsOf(workspace, day))
        : Undo.Again(saved.Plan.Changes, actual, workspace.Desired, OptionsOf(workspace, day));

    private static PlanOptions OptionsOf(Workspace workspace, DateOnly day) => new(workspace.Dialect, workspace.Configuration.Policy, day);

    private static async Task<(Review? Review, ExitCode Exit)> PlanAsync(
        Terminal terminal,
        Workspace workspace,
        ReadAhead ahead,
        ReviewOptions options,
        IReadOnlyList<Approval> approvals,
        CancellationToken cancellationToken)
    {
        var (configuration, connection) = (workspace.Configuration, ahead.Connection);
        var day = options.Today ?? DateOnly.FromDateTime(terminal.Host.Time.GetUtcNow().UtcDateTime);
        var actual = await ahead.ReadAsync();
        var planned = Compare(workspace, actual, day, options.Saved);
        var last = AuditHistory.LastRun(configuration.Audit, configuration.Organization);
        var (only, unknown) = PartialPlan.Resolve(options.Only, workspace.Desired, actual);
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
            return (null, options.Saved?.Undoes is null
                ? terminal.Stop(planned.Diagnostics, ExitCode.Invalid)
                : terminal.Stop([.. planned.Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(CommandDiagnostics.UndoDoesNotFit)], ExitCode.Stale));
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
        var files = workspace;
        var made = new Made(plan, actual, last);
        if (options.Saved is { Undoes: not null } undo)
        {
            // What is managed, and since when, is a matter of files: an undo takes back what it names and nothing else.
            (workspace, made) = (workspace with { Desired = Undo.Wanted(undo.Plan.Changes, actual, workspace.Desired) }, made with { Last = null });
        }

        var (document, refusals) = Describe(terminal, workspace, connection, made, options.Saved?.Undoes);
        document = document with { Today = day, Part = part };
        document = document with { Digest = PlanJson.DigestOf(document) };
        var (verdict, useless) = Judge(refusals, approvals, options, (document.Digest, DateOnly.FromDateTime(terminal.Host.Time.GetUtcNow().UtcDateTime)));
        terminal.Report(useless);
        document = document with { Verdict = verdict, Warnings = [.. document.Warnings, .. useless] };
        var recorded = part is null && document.Undoes is null ? RecordedRun.Of(whole, workspace.Desired, actual, configuration.Policy) : null;
        return (new Review(files, ahead.Take(), actual, document, whole, last, recorded) { Saved = options.Saved }, ExitCode.Ok);
    }

    /// <summary>
    /// The verdict, and the approvals that do not help where a reviewer may expect it: expired ones, the one that was named, and
    /// those for another plan that would lift a guard which refuses this one.
    /// </summary>
    private static (Verdict Verdict, ImmutableArray<Diagnostic> Useless) Judge(
        ImmutableArray<Refusal> refusals, IReadOnlyList<Approval> approvals, ReviewOptions options, (string Digest, DateOnly Today) planned)
    {
        var digest = options.Saved?.Digest ?? planned.Digest;
        var verdict = Verdict.Of(refusals, approvals, digest, planned.Today);
        var refused = verdict.Refusals.Select(refusal => refusal.Guard).ToHashSet(StringComparer.Ordinal);
        return (verdict,
        [
            .. approvals.Where(approval => approval.Plan == digest && approval.Until < planned.Today).Select(CommandDiagnostics.ApprovalExpired),
            .. approvals.Where(approval => approval.Plan != digest && (IsGiven(approval)
                    || (approval.Until >= planned.Today && approval.Allow.Any(refused.Contains))))
                .Select(approval => CommandDiagnostics.ApprovalForAnotherPlan(approval, digest)),
        ]);

        bool IsGiven(Approval approval) => options.Approval is { } given && approval.At.File == given.ToString();
    }

    /// <param name="Last">The last recorded run, as far as guards have a use for it.</param>
    private sealed record Made(Plan Plan, ActualState Actual, RecordedRun? Last);

    /// <summary>The plan with all that is said of it, and what guards say to it; without digest and verdict.</summary>
    private static (PlanDocument Document, ImmutableArray<Refusal> Refusals) Describe(
        Terminal terminal, Workspace workspace, Connection connection, Made made, string? undoes)
    {
        var (plan, actual, last) = made;
        var configuration = workspace.Configuration;
        var quota = (actual.QuotaPerMinute ?? Forecast.Quota) * configuration.RateShare / 100;
        var forecast = Forecast.Of(plan, actual.Requests, workspace.Dialect.Capabilities, Math.Max(1, quota));
        ImmutableArray<Diagnostic> warnings =
        [
            .. PostState.Check(plan, workspace.Desired, actual, workspace.Dialect),
            .. undoes is null ? PostState.NoRecord(plan, last) : [],
            .. connection.RenewsToken ? [] : forecast.TokenMayEnd,
        ];
        var refusals = Guards.Check(plan, workspace.Desired, actual, configuration.Policy, last);
        var document = new PlanDocument(configuration.Organization, Label(configuration.Target, terminal.Host), plan)
        {
            Tool = App.Version,
            Source = SourceOf(workspace, terminal.Host),
            Read = new PlanRead(actual.Users.Count(user => user.Active), actual.Users.Count(user => !user.Active), actual.Groups.Length, actual.Requests),
            Forecast = forecast,
            Warnings = undoes is null ? warnings : [.. warnings.Select(Undo.Nowhere)],
            Undoes = undoes,
        };
        return (document, undoes is null ? refusals : [.. refusals.Select(refusal => refusal with { Problem = Undo.Nowhere(refusal.Problem) })]);
    }

    private static Diagnostic? Shrunken(ActualState actual, RecordedRun? last, Limits limits) =>
        last is not null
        && limits.ShrinkPercent is { } percent
        && last.Users >= Limit.SmallestPopulation
        && (last.Users - actual.Users.Length) * 100L > (long)percent * last.Users
            ? PlanDiagnostics.Shrunken(actual.Users.Length, last.Users, percent)
            : null;

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
            tree.Append(file.Digest).Append("  ").Append(file.Path).Append('\n');
        }

        return new PlanSource(
            $"sha256:{WorkspaceFile.DigestOf(Encoding.UTF8.GetBytes(tree.ToString()))}",
            host.Environment("GITHUB_SHA") ?? host.Environment("CI_COMMIT_SHA"),
            [.. workspace.Files.Select(file => file.Path)]);
    }
}
