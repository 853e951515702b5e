using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// The pairs of a mapping while it is read. Of a repeated key the first stays; merge keys are dropped.
/// </summary>
internal sealed class MappingPairs(ImmutableArray<Diagnostic>.Builder findings)
{
    /// <summary>Up to here a walk over the keys is faster than a table of them.</summary>
    private const int WalkedMax = 16;

    private readonly ImmutableArray<YamlPair>.Builder _pairs = ImmutableArray.CreateBuilder<YamlPair>();
    private Dictionary<string, YamlScalar>? _byText;
    private int _size = 1;
    private int _levels;

    public void Add(YamlNode key, YamlNode value)
    {
        _size += key.Size + value.Size;
        _levels = Math.Max(_levels, Math.Max(key.Depth, value.Depth));
        if (key is YamlUnknown)
        {
            return;
        }

        if (key is not YamlScalar text)
        {
            findings.Add(YamlDiagnostics.KeyNotText(key.At));
        }
        else if (text is { IsPlain: true, Text: "<<" })
        {
            findings.Add(YamlDiagnostics.MergeKey(text.At));
        }
        else if (Find(text.Text) is { } first)
        {
            findings.Add(YamlDiagnostics.DuplicateKey(text.Text, first.At, text.At));
        }
        else
        {
            _byText?.Add(text.Text, text);
            _pairs.Add(new(text, value));
        }
    }

    /// <summary>What was added so far.</summary>
    public YamlMapping SoFar(SourceSpan at) => new(at, _pairs.ToImmutable(), _size, _levels + 1);

    /// <summary>All of them; then there are none, and the next mapping can be read.</summary>
    public YamlMapping Drain(SourceSpan at)
    {
        var mapping = SoFar(at);
        _pairs.Clear();
        _byText = null;
        (_size, _levels) = (1, 0);
        return mapping;
    }

    /// <summary>The key with this text; null when there is none so far.</summary>
    public YamlScalar? Find(string text)
    {
        if (_byText is null && _pairs.Count == WalkedMax)
        {
            _byText = _pairs.ToDictionary(pair => pair.Key.Text, pair => pair.Key, StringComparer.Ordinal);
        }

        if (_byText is not null)
        {
            return _byText.GetValueOrDefault(text);
        }

        for (var index = 0; index < _pairs.Count; index++)
        {
            if (_pairs[index].Key.Text == text)
            {
                return _pairs[index].Key;
            }
        }

        return null;
    }
}
