using System.Buffers;
using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GenesysScimState.Http;

/// <summary>
/// Masks secrets in text: each as it is, URL-encoded, in JSON and in base64, and the user and password of any URL. All that
/// is printed passes through it (<see cref="RedactingWriter"/>), and text of servers before it is stored or cut.
/// </summary>
internal sealed class Redaction
{
    /// <summary>
    /// Shorter secrets are not looked for, because they are parts of ordinary words. Genesys Cloud's have 43 characters.
    /// </summary>
    public const int ShortestSecret = 5;

    private const string Mask = "***";

    /// <summary>The emulator's documented client secret is public, and a word of many messages.</summary>
    private const string PublicSecret = "emulator";

    private static readonly SearchValues<char> EndOfAuthority = SearchValues.Create("/?#\"'<> \t\r\n");

    private static readonly FrozenSet<string> ProxyVariables = FrozenSet.Create(
        StringComparer.Ordinal, "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private volatile string[] _forms = [];

    /// <summary>Knows the secrets of the environment: credentials, tokens, and the credentials of proxies.</summary>
    public static Redaction FromEnvironment(Func<string, string?> environment)
    {
        var redaction = new Redaction();
        foreach (var name in SecretVariable.Names)
        {
            redaction.Add(SecretVariable.Trimmed(environment(name)));
        }

        foreach (var name in ProxyVariables)
        {
            // A proxy may be named without a scheme.
            var text = environment(name) is { } value ? value.Contains("://", StringComparison.Ordinal) ? value : $"http://{value}" : "";
            if (NextUserInfo(text, 0) is { } found)
            {
                redaction.AddUserInfo(text[found]);
            }
        }

        return redaction;
    }

    /// <param name="secret">What must not be shown; null, and texts under <see cref="ShortestSecret"/>, change nothing.</param>
    public void Add(string? secret)
    {
        if (secret is null or PublicSecret || secret.Length < ShortestSecret)
        {
            return;
        }

        lock (_lock)
        {
            if (_known.Add(secret))
            {
                // The longest first: a part of a form may be another form.
                _forms = [.. _known.SelectMany(FormsOf).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
            }
        }
    }

    public string? Hide(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        foreach (var form in _forms)
        {
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        }

        for (var at = 0; NextUserInfo(text, at) is { } found; at = found.Start.Value + Mask.Length)
        {
            text = $"{text[..found.Start]}{Mask}{text[found.End..]}";
        }

        return text;
    }

    /// <summary>The next <c>user:password</c> of a URL (RFC 3986 §3.2.1) from a position on; null without one.</summary>
    private static Range? NextUserInfo(string text, int from)
    {
        while (text.IndexOf("://", from, StringComparison.Ordinal) is >= 0 and var scheme)
        {
            var start = scheme + 3;
            var length = text.AsSpan(start).IndexOfAny(EndOfAuthority);
            var end = length < 0 ? text.Length : start + length;
            if (text.LastIndexOf('@', end - 1, end - start) is >= 0 and var at && at > start)
            {
                return start..at;
            }

            from = start;
        }

        return null;
    }

    private void AddUserInfo(string text)
    {
        var decoded = Uri.UnescapeDataString(text);
        Add(decoded);
        Add(decoded.IndexOf(':') is >= 0 and var colon ? decoded[(colon + 1)..] : null);
        Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(decoded)));
    }

    private static IEnumerable<string> FormsOf(string secret)
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        var escaped = Uri.EscapeDataString(secret);
        var form = WebUtility.UrlEncode(secret);
        string[] forms =
        [
            secret, base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_'),
            base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            JsonEncodedText.Encode(secret).ToString(),
            JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            secret.Replace("/", "\\/", StringComparison.Ordinal),
        ];
        return forms.Concat(forms.Select(Uri.EscapeDataString)).Concat(
        [
            form, Lower(escaped), Lower(form), Uri.EscapeDataString(escaped), WebUtility.HtmlEncode(secret),
        ]);
    }

    /// <summary>Percent-encoding with lower-case digits.</summary>
    private static string Lower(string escaped)
    {
        var text = escaped.ToCharArray();
        for (var at = 0; at < text.Length - 2; at++)
        {
            if (text[at] == '%')
            {
                (text[at + 1], text[at + 2]) = (char.ToLowerInvariant(text[at + 1]), char.ToLowerInvariant(text[at + 2]));
                at += 2;
            }
        }

        return new string(text);
    }
}

/// <summary>Writes what it is given without secrets. A secret that is written in two pieces is not found.</summary>
internal sealed class RedactingWriter(TextWriter writer, Redaction redaction) : TextWriter(writer.FormatProvider)
{
    public override Encoding Encoding => writer.Encoding;

    public override string NewLine
    {
        get => writer.NewLine;
#pragma warning disable CS8765 // TextWriter allows null and takes it for the platform's.
        set => writer.NewLine = value;
#pragma warning restore CS8765
    }

    public override void Write(char value) => writer.Write(value);

    public override void Write(string? value) => writer.Write(redaction.Hide(value));

    public override void Write(char[] buffer, int index, int count) => writer.Write(redaction.Hide(new string(buffer, index, count)));

    public override void Write(ReadOnlySpan<char> buffer) => writer.Write(redaction.Hide(new string(buffer)));

    public override void WriteLine(string? value) => writer.WriteLine(redaction.Hide(value));

    public override void Flush() => writer.Flush();
}
