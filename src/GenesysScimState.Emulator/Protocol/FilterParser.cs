using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// Reads a filter of RFC 7644 §3.4.2.2. <c>not</c> binds stronger than <c>and</c>, <c>and</c> stronger than <c>or</c>;
/// operators are case-insensitive.
/// </summary>
internal sealed class FilterParser
{
    /// <summary>Brackets within brackets; more is refused, so that a filter cannot exhaust the stack.</summary>
    private const int DepthMax = 50;

    private static readonly string[] Operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

    private readonly string _text;
    private int _at;
    private int _depth;

    private FilterParser(string text) => _text = text;

    /// <exception cref="RefusalException">400 invalidFilter.</exception>
    public static FilterExpression Parse(string text)
    {
        var parser = new FilterParser(text);
        var filter = parser.Either(isInner: false);
        parser.SkipSpaces();
        return parser._at == text.Length ? filter : throw parser.Bad("text after the end of the filter");
    }

    private FilterExpression Either(bool isInner)
    {
        var left = Both(isInner);
        while (TakeWord("or"))
        {
            left = new FilterExpression.Or(left, Both(isInner));
        }

        return left;
    }

    private FilterExpression Both(bool isInner)
    {
        var left = Single(isInner);
        while (TakeWord("and"))
        {
            left = new FilterExpression.And(left, Single(isInner));
        }

        return left;
    }

    private FilterExpression Single(bool isInner)
    {
        if (Take('('))
        {
            return Group(isInner);
        }

        var start = _at;
        if (TakeWord("not"))
        {
            if (Take('('))
            {
                return new FilterExpression.Not(Group(isInner));
            }

            _at = start;
        }

        return Attribute(isInner);
    }

    private FilterExpression Group(bool isInner)
    {
        Enter();
        var inner = Either(isInner);
        Leave(')');
        return inner;
    }

    private FilterExpression Attribute(bool isInner)
    {
        var path = Path();
        if (_at >= _text.Length || _text[_at] != '[')
        {
            return Comparison(path);
        }

        if (isInner)
        {
            throw Bad("brackets within brackets");
        }

        _at++;
        Enter();
        var inner = Either(isInner: true);
        Leave(']');
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            inner = new FilterExpression.And(inner, Comparison(Path()));
        }

        return new FilterExpression.Values(path, inner);
    }

    private FilterExpression.Comparison Comparison(string path)
    {
        if (TakeWord("pr"))
        {
            return new(path, "pr", null);
        }

        var found = Operators.FirstOrDefault(TakeWord)
            ?? throw Bad($"expected one of {string.Join(", ", Operators)}, pr");
        SkipSpaces();
        return new(path, found, Literal());
    }

    private string Path()
    {
        SkipSpaces();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '.' or ':' or '$'))
        {
            _at++;
        }

        return _at > start && char.IsAsciiLetter(_text[start]) || (_at > start && _text[start] is '$' or '_')
            ? _text[start.._at]
            : throw Bad("expected an attribute");
    }

    private JsonValue? Literal()
    {
        var start = _at;
        if (_at < _text.Length && _text[_at] == '"')
        {
            for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
            {
                _at += _text[_at] == '\\' ? 1 : 0;
            }

            _at++;
        }
        else
        {
            while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (')' or ']'))
            {
                _at++;
            }
        }

        var literal = _text[start..Math.Min(_at, _text.Length)];
        try
        {
            // The operators true, false and null are as case-insensitive as the others.
            var isWord = literal.Length > 0 && literal[0] != '"';
            var json = isWord && literal.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL" ? literal.ToLowerInvariant() : literal;
            return StrictJson.Parse(Encoding.UTF8.GetBytes(json)) switch
            {
                null => null,
                JsonValue value => value,
                _ => throw Bad("expected a JSON string, number, true, false or null"),
            };
        }
        catch (JsonException)
        {
            _at = start;
            throw Bad("expected a JSON string, number, true, false or null");
        }
    }

    private void Enter()
    {
        if (++_depth > DepthMax)
        {
            throw Bad($"more than {DepthMax} brackets within each other");
        }
    }

    private void Leave(char close)
    {
        if (!Take(close))
        {
            throw Bad($"expected {close}");
        }

        _depth--;
    }

    private bool Take(char expected)
    {
        SkipSpaces();
        if (_at >= _text.Length || _text[_at] != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>A word ends at a space, a bracket or the end.</summary>
    private bool TakeWord(string word)
    {
        SkipSpaces();
        var end = _at + word.Length;
        if (end > _text.Length
            || !_text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
            || (end < _text.Length && !char.IsWhiteSpace(_text[end]) && _text[end] is not ('(' or ')' or ']')))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private RefusalException Bad(string problem) =>
        RefusalException.Filter($"The filter is not valid at character {Math.Min(_at, _text.Length) + 1}: {problem}.");
}
