using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>What users and groups have in common: GET, PUT and PATCH of one, GET of many.</summary>
internal sealed class ResourceEndpoint(
    ResourceKind kind,
    EmulatorOptions options,
    Canonical canonical,
    TimeProvider time)
{
    public required Shelf Shelf { get; init; }

    /// <summary>A filter's text to the resources it selects.</summary>
    public required Func<string, IReadOnlyList<Resource>> Search { get; init; }

    /// <summary>A resource as it is shown; what the projection hides may be left out.</summary>
    public required Func<Resource, Projection, JsonObject> Show { get; init; }

    /// <summary>Adds to a copy of what is stored what a PATCH can see besides.</summary>
    public required Action<JsonObject> Mirror { get; init; }

    /// <summary>Completes or refuses what is to be stored: id, new attributes, stored attributes.</summary>
    public required Action<string, JsonObject, JsonObject> Settle { get; init; }

    public required Action<Resource> Commit { get; init; }

    public EmulatorResponse List(Call call) =>
        new Listing(kind, options, Show, time).Reply(call, Sorted(call, Search(call.Query("filter").ToString())));

    /// <summary>What a search of all kinds finds of this one, each to be shown when needed; null when the filter does not fit it.</summary>
    public IEnumerable<Func<JsonObject>>? Finds(Call call)
    {
        var filter = call.Query("filter").ToString();
        if (filter.Length > 0 && !new FilterMatcher(kind).Knows(FilterParser.Parse(filter)))
        {
            return null;
        }

        var projection = call.Projection(kind);
        return Search(filter).Select(resource => (Func<JsonObject>)(() => Shown(resource, projection)));
    }

    private IReadOnlyList<Resource> Sorted(Call call, IReadOnlyList<Resource> found) =>
        options.Sorting ? new Sorting(kind, Whole).Sort(call, found) : found;

    private JsonObject Whole(Resource resource) => Show(resource, new(kind, default, default));

    public EmulatorResponse Get(Call call, string id)
    {
        var resource = Shelf.Find(id);
        if (resource is null || (resource.IsDeleted && !(options.ShowDeletedUsers && options.Spoken.KeepsDeleted)))
        {
            throw NotFound(id);
        }

        return call.ReplyUnlessCurrent(ETag(resource), () => Shown(resource, call.Projection(kind)));
    }

    public EmulatorResponse Put(Call call, string id)
    {
        var before = FindForWrite(call, id);
        var after = options.EffectiveAbsentInPut switch
        {
            AbsentInPut.Keep => before.Attributes(),
            AbsentInPut.Clear => Kept(before.Attributes()),
        };
        canonical.Assign(after, kind, call.Body());
        return Store(call, before, after);
    }

    public EmulatorResponse Patch(Call call, string id)
    {
        if (kind == options.Spoken.Users && !options.Spoken.TakesPatch)
        {
            throw RefusalException.Scim(501, "", "PATCH is not supported; replace the user with PUT.");
        }

        var before = FindForWrite(call, id);
        var body = call.Body();
        if (new MemberPatch(kind, canonical, options).Read(body, before) is var (added, removed))
        {
            return StoreMembers(call, before, added, removed);
        }

        var after = before.Attributes();
        Mirror(after);
        new Patch(kind, canonical, options, () => Whole(before)).Apply(body, after);
        return Store(call, before, after);
    }

    /// <summary>The resource a write means, in the version it expects.</summary>
    public Resource FindForWrite(Call call, string id)
    {
        var resource = Shelf.Find(id) is { IsDeleted: false } found ? found : throw NotFound(id);
        call.CheckVersion(ETag(resource), options.StaleVersion ?? options.Spoken.StaleVersion);
        return resource;
    }

    public EmulatorResponse ReplyWith(Call call, int status, Resource resource) =>
        call.Reply(status, Shown(call, resource)).With("ETag", ETag(resource));

    /// <summary>RFC 7644 §3.9: any answer with a resource; Genesys documents the parameters for GET only.</summary>
    private JsonObject Shown(Call call, Resource resource) => options.Spoken.IsPlatform
        ? Whole(resource)
        : Shown(resource, call.Projection(kind));

    private JsonObject Shown(Resource resource, Projection projection) => projection.Apply(Show(resource, projection));

    private string ETag(Resource resource) => options.Spoken.ETag(resource.Version);

    private EmulatorResponse StoreMembers(
        Call call, Resource before, IReadOnlyCollection<string> added, IReadOnlyCollection<string> removed)
    {
        if (added.Count + removed.Count == 0)
        {
            return ReplyWith(call, 200, before);
        }

        var next = before.NextWithMembers(added, removed, time.GetUtcNow());
        Commit(next);
        return ReplyWith(call, 200, next);
    }

    private EmulatorResponse Store(Call call, Resource before, JsonObject after)
    {
        // Never stored, never shown: all that is left of a new password is that the resource changed.
        var hasPassword = after.Remove("password");
        var stored = before.Attributes();
        Settle(before.Id, after, stored);
        if (!hasPassword && JsonNode.DeepEquals(after, stored))
        {
            return ReplyWith(call, 200, before);
        }

        var next = before.Next(after, time.GetUtcNow());
        Commit(next);
        return ReplyWith(call, 200, next);
    }

    /// <summary>What a replaced resource keeps although its new form does not mention it.</summary>
    private JsonObject Kept(JsonObject stored)
    {
        var kept = new JsonObject();
        foreach (var schema in kind.Schemas)
        {
            var from = schema == kind.Core ? stored : stored[schema.Urn] as JsonObject;
            var rows = schema.Rows.Where(row =>
                (row.IsKept || row.Mutability == Mutability.ReadOnly) && from?[row.Name] is not null).ToList();
            var to = schema == kind.Core ? kept : [];
            rows.ForEach(row => to[row.Name] = from![row.Name]!.DeepClone());
            if (schema != kind.Core && to.Count > 0)
            {
                kept[schema.Urn] = to;
            }
        }

        return kept;
    }

    private RefusalException NotFound(string id) => RefusalException.NotFound($"{kind.Name} {id}");
}
