using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// The attributes of one change, in the dialect's order. Of a user who is to be created only the values are kept here: their
/// names are those of the user before, nothing was there, and where they are declared the declared user knows. A plan for a
/// hundred thousand new users would otherwise be mostly this.
/// </summary>
[CollectionBuilder(typeof(AttributeChanges), nameof(Of))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a part of a change, not a place to put things.")]
public sealed class AttributeChanges : IReadOnlyList<AttributeChange>
{
    private readonly AttributeChange[] _listed = [];
    private readonly Shape? _shape;
    private readonly AttributeValue[] _values = [];
    private readonly AttributeMap<DesiredValue> _declared = AttributeMap.Empty<DesiredValue>();

    private AttributeChanges(AttributeChange[] listed) => _listed = listed;

    private AttributeChanges(Shape shape, AttributeValue[] values, AttributeMap<DesiredValue> declared) =>
        (_shape, _values, _declared) = (shape, values, declared);

    public static AttributeChanges None { get; } = new([]);

    public int Count => _shape is null ? _listed.Length : _values.Length;

    public bool IsEmpty => Count == 0;

    public AttributeChange this[int index]
    {
        get
        {
            if (_shape is null)
            {
                return _listed[index];
            }

            var declared = _declared.At(_shape.Positions[index]).Value;
            return new(_shape.Names[index], _shape.Types[index], AttributeValue.Empty, _values[index], declared.At)
            {
                Places = declared.Places,
                Origin = declared.Origin,
            };
        }
    }

    public static AttributeChanges Of(ReadOnlySpan<AttributeChange> changes) => changes.IsEmpty ? None : new(changes.ToArray());

    /// <summary>The change of one attribute; null when it is not among them.</summary>
    public AttributeChange? Find(string name)
    {
        for (var index = 0; index < Count; index++)
        {
            if ((_shape?.Names[index] ?? _listed[index].Name) == name)
            {
                return this[index];
            }
        }

        return null;
    }

    public IEnumerator<AttributeChange> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes the attributes of one change after another; new users with the same attributes share all but the values.</summary>
    internal sealed class Builder
    {
        private readonly ImmutableArray<AttributeChange>.Builder _changes = ImmutableArray.CreateBuilder<AttributeChange>();
        private Shape? _shape;

        public void Add(AttributeChange change) => _changes.Add(change);

        /// <summary>What was added since the last time, to a user who is there.</summary>
        public AttributeChanges Drain()
        {
            var changes = _changes.Count == 0 ? None : new(_changes.ToArray());
            _changes.Clear();
            return changes;
        }

        /// <summary>The same, of a user who is to be created as declared.</summary>
        public AttributeChanges DrainCreation(AttributeMap<DesiredValue> declared)
        {
            // What is made of another attribute has no place of its own in the declared user.
            var isDeclared = true;
            foreach (var change in _changes)
            {
                isDeclared &= declared.ContainsKey(change.Name);
            }

            if (!isDeclared)
            {
                return Drain();
            }

            var values = new AttributeValue[_changes.Count];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = _changes[index].After;
            }

            if (_shape?.Fits(_changes, declared) != true)
            {
                _shape = Shape.Of(_changes, declared);
            }

            _changes.Clear();
            return new(_shape, values, declared);
        }
    }

    /// <summary>What new users with the same attributes have in common.</summary>
    /// <param name="Positions">Where each attribute is in the map of the declared user.</param>
    private sealed record Shape(string[] Names, AttributeType[] Types, int[] Positions)
    {
        public static Shape Of(IReadOnlyCollection<AttributeChange> changes, AttributeMap<DesiredValue> declared) => new(
            [.. changes.Select(change => change.Name)],
            [.. changes.Select(change => change.Type)],
            [.. changes.Select(change => declared.IndexOf(change.Name))]);

        public bool Fits(ImmutableArray<AttributeChange>.Builder changes, AttributeMap<DesiredValue> declared)
        {
            var fits = changes.Count == Names.Length;
            for (var index = 0; fits && index < Names.Length; index++)
            {
                fits = changes[index].Name == Names[index] && changes[index].Type == Types[index]
                    && Positions[index] < declared.Count && declared.At(Positions[index]).Name == Names[index];
            }

            return fits;
        }
    }
}
