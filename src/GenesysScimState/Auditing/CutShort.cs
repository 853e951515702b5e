using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>What became of a write whose end the log does not tell.</summary>
/// <param name="IsDone">Nothing of it is left to do.</param>
internal sealed record Resolution(AuditEntry Intent, bool IsDone)
{
    public string Word => IsDone ? "done" : "open";

    public Diagnostic Note
    {
        get
        {
            var what = $"{Intent.Address} {Intent.Text("operation")}";
            var subject = Address.Parse(Intent.Address);
            return IsDone ? AuditDiagnostics.FoundDone(Intent.Run, what, subject) : AuditDiagnostics.FoundOpen(Intent.Run, what, subject);
        }
    }
}

/// <summary>
/// The last run on an organization, when it started and never finished; with the runs it went on from in turn.
/// </summary>
/// <param name="Run">The last of them.</param>
/// <param name="Done">Intents that were carried out.</param>
/// <param name="Ambiguous">Intents of which nobody knows.</param>
internal sealed record CutShort(string Run, ImmutableArray<AuditItem> Done, ImmutableArray<AuditItem> Ambiguous)
{
    /// <summary>Reads back as far as it must: to a run that did not go on from another.</summary>
    public static CutShort? Read(AuditSettings settings, string organization)
    {
        var entries = new List<AuditEntry>();
        foreach (var path in AuditLine.FilesOf(settings).Reverse())
        {
            entries.InsertRange(0, AuditEntry.ReadFile(path).OfType<AuditEntry>());
            if (entries.Exists(entry => entry.Organization == organization && entry.Event == "run-started" && entry.Text("continues") is null))
            {
                break;
            }
        }

        return Of(entries, organization);
    }

    /// <summary>Null when the last run finished, or there was none.</summary>
    public static CutShort? Of(IEnumerable<AuditEntry> entries, string organization)
    {
        var own = entries.Where(entry => entry.Organization == organization).ToList();
        if (own.FindLast(entry => entry.Event == "run-started") is not { } last
            || own.Exists(entry => entry.Event == "run-finished" && entry.Run == last.Run))
        {
            return null;
        }

        var intents = AuditItem.Join(Chain(own, last)).Where(item => item.IsIntent).ToList();
        return new CutShort(
            last.Run,
            [.. intents.Where(item => item.IsDone)],
            [.. intents.Where(item => item.Result is null)]);
    }

    /// <summary>The records of a run, and of those that it went on from.</summary>
    public static IEnumerable<AuditEntry> Chain(IReadOnlyCollection<AuditEntry> entries, AuditEntry started)
    {
        var runs = new HashSet<string>(StringComparer.Ordinal) { started.Run };
        for (var run = started; run?.Text("continues") is { } before && runs.Add(before);)
        {
            run = entries.LastOrDefault(entry => entry.Event == "run-started" && entry.Run == before);
        }

        return entries.Where(entry => runs.Contains(entry.Run) && entry.Organization == started.Organization);
    }

    /// <summary>A plan from a fresh read holds what is left to do; of which it holds nothing, that is done.</summary>
    /// <param name="plan">The whole plan: of a part, what lies outside would seem done.</param>
    public ImmutableArray<Resolution> Resolve(Plan plan) =>
        [.. Ambiguous.Select(item => new Resolution(item.Record, !plan.Changes.Any(change => IsLeft(item.Record, change))))];

    /// <summary>What the report of the run that goes on is told.</summary>
    public EarlierRun Reported(IEnumerable<Resolution> resolutions)
    {
        var found = resolutions.Where(resolution => resolution.IsDone).Select(resolution => resolution.Intent.Seq).ToHashSet();
        var resolved = Ambiguous.Where(item => found.Contains(item.Record.Seq)).ToList();
        return new EarlierRun(
            Run,
            AuditItem.Count([.. Done, .. resolved]),
            [.. Done.Select(item => item.Reported()), .. resolved.Select(item => item.Reported() with { Outcome = "done" })]);
    }

    private static bool IsLeft(AuditEntry intent, Change change)
    {
        bool Names(string text, IEnumerable<string> logged) =>
            PersonalText.Forms(intent.Organization, text).Any(form => logged.Contains(form, StringComparer.OrdinalIgnoreCase));

        var isSame = intent.Operation == change.Operation;
        if (change.IsMembership)
        {
            return isSame
                && intent.Address == change.Address.ToString()
                && change.People.Any(person => Names(person.UserName, intent.Members));
        }

        var isSubject = (change.Id is not null && change.Id == intent.Text("id"))
            || (change.Address.Kind == ResourceKind.Group && intent.Address == change.Address.ToString())
            || (intent.Address.Split('/', 2) is ["user", var logged] && Names(change.Address.Name, [logged]));
        return isSubject && ((isSame && change.Operation != Operation.Update)
            || change.Attributes.Any(attribute => intent.Changes.Any(before => before.Name == attribute.Name)));
    }
}
