using System.Globalization;
using System.Text;
using System.Text.Json;
using GenesysScimState.Emulator.Faults;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Resources;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace GenesysScimState.Emulator.Pages;

/// <summary>
/// What is in the organization and what was asked of it, for a browser: read-only, no script, nothing from elsewhere. Not
/// counted, not logged, no token needed; it shows neither tokens nor the client's secret.
/// </summary>
internal sealed class StatusPage(Organization organization, Presentation presentation, Dialect dialect, RequestTally tally)
{
    private const string Start = "/emulator";
    private const int PageSize = 100;

    private readonly Html _html = new();

    /// <summary>Null when the request is for another path.</summary>
    public EmulatorResponse? Answer(EmulatorRequest request)
    {
        if (request.Method != "GET" || (request.Path != Start && !request.Path.StartsWith($"{Start}/", StringComparison.Ordinal)))
        {
            return null;
        }

        var query = QueryHelpers.ParseQuery(request.Query);
        var find = query.GetValueOrDefault("find").ToString();
        var start = int.TryParse(query.GetValueOrDefault("start"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Max(1, number)
            : 1;
        var parts = request.Path[Start.Length..].Trim('/').Split('/', 2).Select(Uri.UnescapeDataString).ToArray();
        if (parts[0] is not ("" or "users" or "groups"))
        {
            return RefusalException.NotFound($"GET {request.Path}").Render("", true);
        }

        _html.Begin($"scimstate emulator, {dialect.Name}");
        Head();
        var isFound = parts switch
        {
            [""] => Requests(),
            ["users"] => List("users", "userName", organization.Users, find, start),
            ["groups"] => List("groups", "displayName", organization.Groups, find, start),
            ["users", var id] => One(organization.Users.Find(id), presentation.User),
            ["groups", var id] => One(organization.Groups.Find(id), presentation.Group),
            _ => false,
        };
        if (!isFound)
        {
            _html.Line("p", "There is nothing here.");
        }

        return _html.End(isFound ? 200 : 404);
    }

    private void Head()
    {
        var counts = tally.Counts();
        _html.Raw("<nav>");
        _html.Link(Start, "Requests");
        _html.Link($"{Start}/users", "Users");
        _html.Link($"{Start}/groups", "Groups");
        _html.Raw("</nav>\n");
        _html.Line("p", Text(
            $"{dialect.Name}: {organization.Users.Active.Count} active users, {organization.Users.Inactive.Count} inactive, {organization.Groups.Living.Count} groups, {counts.Total} requests."));
    }

    private bool Requests()
    {
        _html.Row("th", "time", "method", "request", "status", "ms", "fault");
        foreach (var entry in tally.Latest.Reverse())
        {
            _html.Row(
                "td",
                entry.At.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
                entry.Method,
                entry.Target,
                entry.Status == 0 ? "none" : Text($"{entry.Status}"),
                Text($"{entry.Took.TotalMilliseconds:0}"),
                entry.Fault is { } fault ? FaultWords.Of(fault) : "");
        }

        _html.EndTable();
        return true;
    }

    private bool List(string name, string title, Shelf shelf, string find, int start)
    {
        _html.Search($"{Start}/{name}", find);
        var all = find.Length == 0
            ? shelf.Living
            : [.. shelf.Living.Where(resource => Named(resource, shelf).Any(text => text.Contains(find, StringComparison.OrdinalIgnoreCase)))];
        var isUsers = name == "users";
        _html.Row("th", title, isUsers ? "displayName" : "members", "id", "externalId", "version", isUsers ? "active" : "", isUsers ? "groups" : "");
        foreach (var resource in all.Skip(start - 1).Take(PageSize))
        {
            _html.Row(
                "td",
                new Html.Anchor($"{Start}/{name}/{Uri.EscapeDataString(resource.Id)}", shelf.NameOf(resource)),
                isUsers ? resource.Text("displayName") ?? "" : Text($"{Organization.MembersOf(resource).Count()}"),
                resource.Id,
                resource.Text("externalId") ?? "",
                Text($"{resource.Version}"),
                !isUsers ? "" : resource.IsActive ? "yes" : "no",
                isUsers ? Text($"{organization.GroupsOf(resource.Id).Count()}") : "");
        }

        _html.EndTable();
        _html.Line("p", all.Count == 0 ? "None." : Text($"{start} to {Math.Min(all.Count, start + PageSize - 1)} of {all.Count}"));
        if (start + PageSize <= all.Count)
        {
            _html.Link(Text($"{Start}/{name}?start={start + PageSize}&find={Uri.EscapeDataString(find)}"), "Next");
        }

        return true;
    }

    private bool One(Resource? resource, Func<Resource, System.Text.Json.Nodes.JsonObject> show)
    {
        if (resource is null)
        {
            return false;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            show(resource).WriteTo(writer);
        }

        _html.Line("pre", Encoding.UTF8.GetString(stream.ToArray()));
        return true;
    }

    private static IEnumerable<string> Named(Resource resource, Shelf shelf) =>
        new[] { shelf.NameOf(resource), resource.Text("displayName"), resource.Id, resource.Text("externalId") }.OfType<string>();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
