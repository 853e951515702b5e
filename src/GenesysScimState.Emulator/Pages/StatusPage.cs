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
        if (request is { Method: "GET", Path: "/" })
        {
            return Pointer();
        }

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

        var refresh = int.TryParse(
            query.GetValueOrDefault("refresh"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Clamp(seconds, 1, 3600)
            : (int?)null;
        _html.Begin($"scimstate emulator, {dialect.Name}", refresh);
        Head();
        var isFound = parts switch
        {
            [""] => Requests(refresh),
            ["users"] => List("users", "userName", organization.Users, find, start),
            ["groups"] => List("groups", "displayName", organization.Groups, find, start),
            ["users", var id] => One(organization.Users.Find(id), presentation.User, "Groups", "groups", organization.Groups),
            ["groups", var id] => One(organization.Groups.Find(id), presentation.Group, "Members", "users", organization.Users),
            _ => false,
        };
        if (!isFound)
        {
            _html.Line("p", "There is nothing here.");
        }

        return _html.End(isFound ? 200 : 404);
    }

    /// <summary>Where to go from the root.</summary>
    private EmulatorResponse Pointer()
    {
        _html.Begin($"scimstate emulator, {dialect.Name}");
        _html.Line("p", "This is an emulated SCIM server.");
        _html.Raw("<p>");
        _html.Link(Start, "Users, groups and requests");
        _html.Raw("</p>\n");
        _html.Line("p", $"SCIM API: {dialect.Root}. Token: /oauth/token.");
        return _html.End(200);
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

    private bool Requests(int? refresh)
    {
        _html.Raw("<p>");
        _html.Link(refresh is null ? $"{Start}?refresh=5" : Start, refresh is null ? "Refresh every 5 seconds" : "Stop refreshing");
        _html.Raw("</p>\n");
        _html.Row("th", "time", "method", "request", "status", "ms", "fault");
        foreach (var entry in tally.Latest.Reverse())
        {
            _html.Row(
                "td",
                entry.Status is 0 or >= 400,
                entry.At.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
                entry.Method,
                new Html.Wide(Readable(entry.Target)),
                Status(entry.Status),
                Text($"{entry.Took.TotalMilliseconds:0}"),
                entry.Fault is { } fault ? FaultWords.Of(fault) : "");
        }

        _html.EndTable();
        return true;
    }

    private static string Status(int status) => status switch
    {
        0 => "no answer",
        >= 400 => Text($"{status} {ReasonPhrases.GetReasonPhrase(status)}"),
        _ => Text($"{status}"),
    };

    /// <summary>A path and query without percent-encoding, for reading only.</summary>
    private static string Readable(string target)
    {
        var parts = target.Split('?', 2);
        var path = Uri.UnescapeDataString(parts[0]);
        return parts.Length == 1 ? path : $"{path}?{Uri.UnescapeDataString(parts[1].Replace('+', ' '))}";
    }

    private bool List(string name, string title, Shelf shelf, string find, int start)
    {
        _html.Search($"{Start}/{name}", find);
        var all = find.Length == 0
            ? shelf.ByName
            : [.. shelf.ByName.Where(resource => Named(resource, shelf).Any(text => text.Contains(find, StringComparison.OrdinalIgnoreCase)))];
        var isUsers = name == "users";
        if (isUsers)
        {
            _html.Row("th", title, "displayName", "active", "groups", "externalId", "version", "id");
        }
        else
        {
            _html.Row("th", title, "members", "externalId", "version", "id");
        }

        foreach (var resource in all.Skip(start - 1).Take(PageSize))
        {
            Row(resource, isUsers, Link(name, shelf, resource));
        }

        _html.EndTable();
        _html.Line("p", all.Count == 0 ? "None." : Text($"{start} to {Math.Min(all.Count, start + PageSize - 1)} of {all.Count}"));
        _html.Raw("<p>");
        if (start > 1)
        {
            PageLink(name, Math.Max(1, start - PageSize), find, "Previous");
        }

        if (start + PageSize <= all.Count)
        {
            PageLink(name, start + PageSize, find, "Next");
        }

        _html.Raw("</p>\n");
        return true;
    }

    private void Row(Resource resource, bool isUsers, Html.Anchor name)
    {
        var (externalId, version) = (resource.Text("externalId") ?? "", Text($"{resource.Version}"));
        if (isUsers)
        {
            _html.Row(
                "td",
                name,
                resource.Text("displayName") ?? "",
                resource.IsActive ? "yes" : "no",
                Text($"{organization.GroupsOf(resource.Id).Count()}"),
                externalId,
                version,
                resource.Id);
        }
        else
        {
            _html.Row("td", name, Text($"{resource.Members.Count}"), externalId, version, resource.Id);
        }
    }

    private void PageLink(string name, int start, string find, string text) =>
        _html.Link(Text($"{Start}/{name}?start={start}&find={Uri.EscapeDataString(find)}"), text);

    private static Html.Anchor Link(string name, Shelf shelf, Resource resource) =>
        new($"{Start}/{name}/{Uri.EscapeDataString(resource.Id)}", shelf.NameOf(resource));

    /// <param name="resource">What to show.</param>
    /// <param name="show">As the API shows it.</param>
    /// <param name="title">What the members of a group or the groups of a user are called.</param>
    /// <param name="name">The pages of those.</param>
    /// <param name="shelf">Where they are.</param>
    private bool One(Resource? resource, Func<Resource, System.Text.Json.Nodes.JsonObject> show, string title, string name, Shelf shelf)
    {
        if (resource is null)
        {
            return false;
        }

        var ids = name == "users" ? resource.Members : organization.GroupsOf(resource.Id);
        var related = ids.Select(shelf.Find).OfType<Resource>().OrderBy(shelf.NameOf, StringComparer.OrdinalIgnoreCase).ToList();
        _html.Line("h2", Text($"{title}: {related.Count}"));
        foreach (var other in related)
        {
            _html.Row("td", Link(name, shelf, other), name == "users" ? other.Text("displayName") ?? "" : "");
        }

        if (related.Count > 0)
        {
            _html.EndTable();
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
