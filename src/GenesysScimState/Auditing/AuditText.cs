using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Model;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>Records for people: a line for each change with what came of it, and one for each run's beginning and end.</summary>
internal static class AuditText
{
    public static string Render(ImmutableArray<AuditItem> items)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            var record = item.Record;
            var time = record.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            text.Append(Untrusted.Show($"{time}  {record.Run}  ")).Append(What(item)).Append('\n');
        }

        return text.Append(items.IsEmpty ? "No such record.\n" : "").ToString();
    }

    private static string What(AuditItem item) => item.Record.Event switch
    {
        "run-started" => $"started by {Shown(item.Record, "actor")}{(item.Record.Text("continues") is { } run ? $", continues {Untrusted.Show(run)}" : "")}{Commit(item.Record)}{Approvals(item.Record)}",
        "refused" => $"refused by {Listed(item.Record.List("guards").Select(guard => Shown(guard, "guard")))}, started by {Shown(item.Record, "actor")}{Commit(item.Record)}",
        "run-finished" => $"finished: {Untrusted.Show(item.Outcome)}",
        "intent" => $"{Subject(item.Record)}  {Result(item)}{Changes(item.Record)}",
        "not-sent" => $"{Subject(item.Record)}  {Untrusted.Show(item.Outcome)}{Problem(item.Record)}",
        "resolved" => $"{Subject(item.Record)}  found {Untrusted.Show(item.Outcome)}, of {Shown(item.Record, "continues")}",
        var other => $"{Untrusted.Show(other)}  {Subject(item.Record)}",
    };

    private static string Commit(AuditEntry record) => record.Text("commit") is { Length: > 0 } commit ? $", commit {Untrusted.Show(commit)}" : "";

    private static string Approvals(AuditEntry record) => string.Concat(record.List("approvals")
        .Select(approval => $"; {Shown(approval, "guard")} approved by {Shown(approval, "by")} until {Shown(approval, "until")}: {Shown(approval, "reason")}"));

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "?";

    private static string Subject(AuditEntry record) =>
        $"{(record.Operation is { } operation ? Words.Symbol(operation) : "?")} {Untrusted.Show(record.Address)}  {Shown(record, "operation")}";

    private static string Result(AuditItem item) => item.Result switch
    {
        null => "unknown: the log does not say what came of it",
        { Event: "not-sent" } open => $"{Untrusted.Show(open.Outcome)}{Problem(open)}",
        { Event: "resolved" } found => $"{Untrusted.Show(found.Outcome)}, as {Untrusted.Show(found.Run)} found",
        var result => $"{Untrusted.Show(result.Outcome)}{Problem(result)}",
    };

    private static string Problem(AuditEntry record) => record.Text("code") is { } code
        ? Untrusted.Show($" ({code}{(record.Text("message") is { } message ? $": {message}" : "")})")
        : "";

    private static string Changes(AuditEntry record)
    {
        var isNew = record.Operation is Core.Planning.Operation.Create or Core.Planning.Operation.CreateGroup;
        var changes = record.Changes.Select(change => $"{Untrusted.Show(change.Name)} {ValueText.Of(change, isNew && change.Before.IsEmpty && !change.After.IsEmpty)}");
        return string.Join("; ", changes) is { Length: > 0 } text ? $": {text}" : "";
    }

    private static string Shown(AuditEntry record, string name) => Untrusted.Show(record.Text(name) ?? "?");
}
