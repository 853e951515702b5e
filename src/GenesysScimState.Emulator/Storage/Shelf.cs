namespace GenesysScimState.Emulator.Storage;

/// <summary>Resources of one kind in the order they came, found by id and by name (userName, displayName).</summary>
internal sealed class Shelf(string nameAttribute)
{
    private readonly List<Resource> _resources = [];
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _deletedByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _idsByExternalId = new(StringComparer.Ordinal);

    private readonly Dictionary<string, HashSet<string>> _idsByMail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _idsByEmployeeNumber = new(StringComparer.OrdinalIgnoreCase);

    private IReadOnlyList<Resource>? _living;
    private IReadOnlyList<Resource>? _byName;
    private IReadOnlyList<Resource>? _active;
    private IReadOnlyList<Resource>? _inactive;

    /// <summary>All, deleted ones too.</summary>
    public IReadOnlyList<Resource> All => _resources;

    /// <summary>All but the deleted ones. Made once between two writes, so that reading page after page costs no more.</summary>
    public IReadOnlyList<Resource> Living => _living ??= [.. _resources.Where(resource => !resource.IsDeleted)];

    /// <summary>The living ones by name, made as seldom.</summary>
    public IReadOnlyList<Resource> ByName =>
        _byName ??= [.. Living.OrderBy(NameOf, StringComparer.OrdinalIgnoreCase).ThenBy(resource => resource.Id, StringComparer.Ordinal)];

    /// <summary>The living ones that are active, made as seldom.</summary>
    public IReadOnlyList<Resource> Active => _active ??= [.. Living.Where(resource => resource.IsActive)];

    /// <summary>The living ones that are not.</summary>
    public IReadOnlyList<Resource> Inactive => _inactive ??= [.. Living.Where(resource => !resource.IsActive)];

    public Resource? Find(string id) => _byId.TryGetValue(id, out var at) ? _resources[at] : null;

    /// <summary>Deleted ones have given up their name.</summary>
    public Resource? FindByName(string name) => _idByName.TryGetValue(name, out var id) ? Find(id) : null;

    /// <summary>The one of that name that was deleted last.</summary>
    public Resource? FindDeleted(string name) =>
        _deletedByName.TryGetValue(name, out var id) && Find(id) is { IsDeleted: true } deleted ? deleted : null;

    /// <summary>The living ones of that externalId; more than one only where that is allowed.</summary>
    public IEnumerable<Resource> FindByExternalId(string externalId) => Find(_idsByExternalId, externalId);

    /// <summary>The living ones that have the address among their e-mails, in any letter case.</summary>
    public IEnumerable<Resource> FindByMail(string address) => Find(_idsByMail, address);

    /// <summary>The living ones of that employee number, in any letter case.</summary>
    public IEnumerable<Resource> FindByEmployeeNumber(string number) => Find(_idsByEmployeeNumber, number);

    public bool IsNamedBy(string attribute) => attribute.Equals(nameAttribute, StringComparison.Ordinal);

    public string NameOf(Resource resource) => resource.Text(nameAttribute)!;

    /// <summary>Adds the resource or puts it in the place of its former version, which is returned.</summary>
    public Resource? Put(Resource resource)
    {
        (_living, _byName, _active, _inactive) = (null, null, null, null);
        var former = Find(resource.Id);
        if (former is null)
        {
            _byId.Add(resource.Id, _resources.Count);
            _resources.Add(resource);
        }
        else
        {
            _resources[_byId[resource.Id]] = resource;
            Forget(former);
        }

        Remember(resource);
        return former;
    }

    private void Remember(Resource resource)
    {
        if (resource.IsDeleted)
        {
            _deletedByName[NameOf(resource)] = resource.Id;
            return;
        }

        _idByName.Add(NameOf(resource), resource.Id);
        foreach (var (index, key) in Keys(resource))
        {
            if (!index.TryGetValue(key, out var ids))
            {
                index[key] = ids = new(StringComparer.Ordinal);
            }

            ids.Add(resource.Id);
        }
    }

    private IEnumerable<(Dictionary<string, HashSet<string>> Index, string Key)> Keys(Resource resource)
    {
        if (resource.Text("externalId") is { } externalId)
        {
            yield return (_idsByExternalId, externalId);
        }

        if (resource.EmployeeNumber() is { } number)
        {
            yield return (_idsByEmployeeNumber, number);
        }

        foreach (var address in resource.Mails())
        {
            yield return (_idsByMail, address);
        }
    }

    private IEnumerable<Resource> Find(Dictionary<string, HashSet<string>> index, string key) =>
        (index.GetValueOrDefault(key) ?? []).OrderBy(id => _byId[id]).Select(id => Find(id)!);

    private void Forget(Resource former)
    {
        if (former.IsDeleted)
        {
            return;
        }

        _idByName.Remove(NameOf(former));
        foreach (var (index, key) in Keys(former))
        {
            if (index.TryGetValue(key, out var ids) && ids.Remove(former.Id) && ids.Count == 0)
            {
                index.Remove(key);
            }
        }
    }
}
