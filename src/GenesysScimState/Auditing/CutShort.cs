using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>What became of a write whose end the log does not tell.</summary>
/// <param name="IsDone">Nothing of it is left to do.</param>
/// <param name="WasCutShort">Whether its run ended before an answer came; otherwise the run ended, and did not learn it.</param>
internal sealed record Resolution(AuditEntry Intent, bool IsDone, bool WasCutShort)
{
    public string Word => IsDone ? "done" : "open";

    public Diagnostic Note
    {
        get
        {
            var what = $"{Intent.Address} {Intent.Text("operation")}";
            var subject = Address.Parse(Intent.Address);
            return IsDone ? AuditDiagnostics.FoundDone(Intent.Run, what, subject, WasCutShort)
                : AuditDiagnostics.FoundOpen(Intent.Run, what, subject, WasCutShort);
        }
    }
}

/// <summary>
/// The last run on an organization, when it started and never finished, with the runs it went on from in turn; or when it
/// finished and left writes of which it did not learn what became of them.
/// </summary>
/// <param name="Run">The last of them.</param>
/// <param name="Done">Intents that were carried out.</param>
/// <param name="Ambiguous">Intents whose result is not known, or failed without an answer that says so.</param>
internal sealed record CutShort(string Run, ImmutableArray<AuditItem> Done, ImmutableArray<AuditItem> Ambiguous)
{
    /// <summary>Whether the run ended by itself, so that the next one does not go on from it.</summary>
    public bool IsFinished { get; init; }

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

    /// <summary>Null when the last run finished and knows all its results, or there was none.</summary>
    public static CutShort? Of(IEnumerable<AuditEntry> entries, string organization)
    {
        var own = entries.Where(entry => entry.Organization == organization).ToList();
        if (own.FindLast(entry => entry.Event == "run-started") is not { } last)
        {
            return null;
        }

        var isFinished = own.Exists(entry => entry.Event == "run-finished" && entry.Run == last.Run);
        var records = isFinished ? own.Where(entry => entry.Run == last.Run) : Chain(own, last);
        var intents = AuditItem.Join(records).Where(item => item.IsIntent).ToList();
        var open = intents.Where(item => item.IsOpen || item.MayBeDone).ToImmutableArray();
        return isFinished && open.IsEmpty ? null : new CutShort(last.Run, [.. intents.Where(item => item.IsDone)], open)
        {
            IsFinished = isFinished,
        };
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

    /// <summary>
    /// A plan from a fresh read holds what is left to do; of which it holds nothing, that is done. What was called failed is
    /// called done only when the organization shows it as well.
    /// </summary>
    /// <param name="plan">The whole plan: of a part, what lies outside would seem done.</param>
    /// <param name="actual">What the plan was made from.</param>
    public ImmutableArray<Resolution> Resolve(Plan plan, ActualState actual)
    {
        var shown = new Lazy<ShownState>(() => new(actual));
        return
        [
            .. Ambiguous.Select(item => (item, isDone: !plan.Changes.Any(change => IsLeft(item.Record, change))))
                .Where(pair => pair.item.IsOpen || (pair.isDone && shown.Value.Shows(pair.item.Record)))
                .Select(pair => new Resolution(pair.item.Record, pair.isDone, pair.item.Result is null)),
        ];
    }

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
