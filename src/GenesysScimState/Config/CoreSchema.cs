using System.Globalization;

namespace GenesysScimState.Config;

internal enum ScalarKind : byte
{
    Null,
    Boolean,
    Integer,
    Float,
    Text,
}

/// <summary>
/// What a plain scalar is, by the core schema of YAML 1.2.2 §10.3.2: <c>no</c> and <c>12:30</c> are texts,
/// <c>012</c> is twelve. Whoever asks for text gets numbers as they were written.
/// </summary>
internal static class CoreSchema
{
    public static ScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when !CanStartNumber(text[0]) => ScalarKind.Text,
        _ when IsInteger(text) => ScalarKind.Integer,
        _ when IsFloat(text) => ScalarKind.Float,
        _ => ScalarKind.Text,
    };

    public static bool IsTrue(YamlScalar scalar) => scalar.Text is ['t' or 'T', ..];

    /// <summary>The number a scalar stands for; null when it is none, or infinite.</summary>
    public static double? NumberOf(YamlScalar scalar)
    {
        var number = scalar.Kind switch
        {
            ScalarKind.Integer when scalar.Text.StartsWith("0x", StringComparison.Ordinal) => Based(scalar.Text, 16),
            ScalarKind.Integer when scalar.Text.StartsWith("0o", StringComparison.Ordinal) => Based(scalar.Text, 8),
            ScalarKind.Integer or ScalarKind.Float => Decimal(scalar.Text),
            _ => (double?)null,
        };
        return number is { } finite && double.IsFinite(finite) ? finite : null;
    }

    private static bool CanStartNumber(char first) => char.IsAsciiDigit(first) || first is '+' or '-' or '.';

    private static bool IsInteger(string text)
    {
        var digits = text.AsSpan();
        if (digits.StartsWith("0o") || digits.StartsWith("0x"))
        {
            var isOctal = digits[1] == 'o';
            digits = digits[2..];
            return !digits.IsEmpty && !digits.ContainsAnyExcept(isOctal ? "01234567" : "0123456789abcdefABCDEF");
        }

        digits = WithoutSign(digits);
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsFloat(string text)
    {
        if (text is ".nan" or ".NaN" or ".NAN")
        {
            return true;
        }

        var rest = WithoutSign(text);
        if (rest is ".inf" or ".Inf" or ".INF")
        {
            return true;
        }

        var whole = TakeDigits(ref rest);
        var fraction = 0;
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        if (whole + fraction == 0 || rest.IsEmpty)
        {
            return whole + fraction > 0;
        }

        return rest[0] is 'e' or 'E' && IsExponent(WithoutSign(rest[1..]));
    }

    private static bool IsExponent(ReadOnlySpan<char> digits) =>
        !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');

    private static int TakeDigits(ref ReadOnlySpan<char> text)
    {
        var count = text.IndexOfAnyExceptInRange('0', '9');
        count = count < 0 ? text.Length : count;
        text = text[count..];
        return count;
    }

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> text) => text is ['+' or '-', ..] ? text[1..] : text;

    private static double? Decimal(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double Based(string text, int numberBase)
    {
        var number = 0.0;
        foreach (var digit in text.AsSpan(2))
        {
            number = (number * numberBase) + Convert.ToInt32(digit.ToString(), 16);
        }

        return number;
    }
}
