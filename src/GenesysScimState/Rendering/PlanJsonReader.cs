using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>
/// Reads a saved plan back. What a value is, its JSON shape tells: true is a boolean, a list names, an object ratings;
/// texts, dates and numbers of telephones are all texts here, which makes no difference to how they are shown or compared.
/// </summary>
internal static class PlanJsonReader
{
    private static readonly Operation[] Operations = Enum.GetValues<Operation>();
    private static readonly ActionReason[] Reasons = Enum.GetValues<ActionReason>();

    /// <returns>The plan, and the checksum that the file gives for it.</returns>
    /// <exception cref="FormatException">It is no plan, or not of this version; the message says what is wrong.</exception>
    public static (PlanDocument Plan, string Checksum) Read(TextReader json)
    {
        var (changes, unlisted) = (new Elements<Change>(ReadChange), new Elements<UnlistedUser>(ReadUnlisted));
        try
        {
            using var document = new LongJson(json, name => name switch
            {
                "resource_changes" => changes.Begin(),
                "unlisted" => unlisted.Begin(),
                _ => null,
            }).Read();
            return (Document(document.RootElement, changes, unlisted), Text(document.RootElement, "checksum"));
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is not whole JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})", exception);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("it does not have the members of a plan", exception);
        }
    }

    private static PlanDocument Document(JsonElement root, Elements<Change> changes, Elements<UnlistedUser> unlisted)
    {
        var version = root.GetProperty("format_version").GetString();
        if (version is null || version.Split('.')[0] != PlanJson.FormatVersion.Split('.')[0])
        {
            throw new FormatException($"its format_version is \"{version}\" and this program reads {PlanJson.FormatVersion}; use the version of scimstate that wrote it, or plan again");
        }

        var read = root.GetProperty("read");
        var users = read.GetProperty("users");
        var forecast = root.GetProperty("forecast");
        var source = root.GetProperty("source");
        var plan = new Plan(
            changes.Of(root.GetProperty("resource_changes")),
            unlisted.Of(root.GetProperty("unlisted")));
        return new PlanDocument(Text(root, "organization"), Text(root, "target"), plan)
        {
            Tool = Text(root, "tool"),
            Today = Day(root, "today"),
            Source = new PlanSource(Text(source, "tree"), source.GetProperty("commit").GetString(), Texts(source.GetProperty("files"))),
            Read = new PlanRead(Number(users, "active"), Number(users, "inactive"), Number(read, "groups"), Number(read, "requests")),
            Forecast = new Forecast(Number(forecast, "requests"), Number(forecast, "seconds"), Number(forecast, "quota_per_minute")),
            Verdict = ReadVerdict(root),
            Warnings = [.. root.GetProperty("warnings").EnumerateArray().Select(DiagnosticJson.Read)],
            Undoes = root.TryGetProperty("undo", out var undo) ? Text(undo, "plan") : null,
            Part = ReadPart(root.GetProperty("partial"), plan),
            Digest = Text(root, "digest"),
        };
    }

    private static Change ReadChange(JsonElement element)
    {
        var (named, explained) = (Text(element, "operation"), Text(element, "action_reason"));
        var operation = Array.FindIndex(Operations, value => Words.Of(value) == named) is >= 0 and var found ? Operations[found]
            : throw new FormatException($"it has an operation \"{named}\" that this program does not know");
        var reason = Reasons.First(value => Words.Of(value) == explained);
        var isMembership = operation is Operation.AddMembers or Operation.RemoveMembers;
        var change = new Change
        {
            Operation = operation,
            Address = ReadAddress(Text(element, "address")),
            Reason = reason,
            Id = element.GetProperty("id").GetString(),
            ExternalId = element.GetProperty("external_id").GetString(),
            ExpectedVersion = element.GetProperty("expected_version").GetString(),
            Attributes = isMembership ? [] : [.. ReadAttributes(element.GetProperty("change")).Select(attribute => attribute with { Origin = OriginOf(element, attribute.Name) })],
            People = [.. element.GetProperty("people").EnumerateArray().Select(person => ReadPerson(element, person, isMembership))],
            Wave = Number(element, "wave"),
            Note = element.GetProperty("note").GetString(),
            At = ReadPlace(element.GetProperty("at")),
        };
        var people = change.DependsOn.ToHashSet();
        return change with { WaitsFor = [.. Texts(element.GetProperty("depends_on")).Select(ReadAddress).Where(address => !people.Contains(address))] };
    }

    private static string? OriginOf(JsonElement change, string name) =>
        change.TryGetProperty("origins", out var origins) && origins.TryGetProperty(name, out var origin) ? origin.GetString() : null;

    private static IEnumerable<AttributeChange> ReadAttributes(JsonElement change)
    {
        var before = change.GetProperty("before");
        var after = change.GetProperty("after");
        if (after.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var attribute in after.EnumerateObject())
        {
            var earlier = before.ValueKind == JsonValueKind.Object ? before.GetProperty(attribute.Name) : default;
            yield return new AttributeChange(attribute.Name, TypeOf(earlier, attribute.Value), ReadValue(earlier), ReadValue(attribute.Value));
        }
    }

    /// <summary>
    /// A list that becomes a text or nothing is not a set of names: of an attribute with one value the organization holds several.
    /// </summary>
    public static AttributeType TypeOf(JsonElement before, JsonElement after) => (Shape(before), Shape(after)) switch
    {
        (_, { } shape) => shape,
        (AttributeType.Names, null) when after.ValueKind is JsonValueKind.String or JsonValueKind.Null => AttributeType.Text,
        var (shape, _) => shape ?? AttributeType.Text,
    };

    private static AttributeType? Shape(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => AttributeType.Boolean,
        JsonValueKind.Array => AttributeType.Names,
        JsonValueKind.Object => AttributeType.Ratings,
        _ => null,
    };

    public static AttributeValue ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => AttributeValue.True,
        JsonValueKind.False => AttributeValue.False,
        JsonValueKind.String => AttributeValue.Of(value.GetString()),
        JsonValueKind.Array => AttributeValue.Of(value.EnumerateArray().Select(name => new Entry(name.GetString()!))),
        JsonValueKind.Object => AttributeValue.Of(value.EnumerateObject().Select(rated =>
            new Entry(rated.Name, rated.Value.ValueKind == JsonValueKind.Number ? rated.Value.GetRawText() : rated.Value.GetString()))),
        _ => AttributeValue.Empty,
    };

    private static Person ReadPerson(JsonElement change, JsonElement person, bool isMembership) =>
        new(Text(person, "user_name"), person.GetProperty("id").GetString())
        {
            Origin = isMembership ? OriginOf(change, Text(person, "user_name")) : null,
            Ended = person.TryGetProperty("ended", out var ended)
                ? new(DateOnly.ParseExact(ended.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture), person.GetProperty("reason").GetString())
                : null,
        };

    private static UnlistedUser ReadUnlisted(JsonElement element) => new(
        ReadAddress(Text(element, "address")),
        Text(element, "id"),
        element.GetProperty("external_id").GetString(),
        element.GetProperty("active").GetBoolean());

    private static PartialPlan? ReadPart(JsonElement element, Plan plan) => element.ValueKind != JsonValueKind.Object ? null : new PartialPlan(
        plan,
        [.. Texts(element.GetProperty("only")).Select(ReadAddress)],
        [
            .. element.GetProperty("companions").EnumerateArray()
                .Select(companion => new Companion(ReadAddress(Text(companion, "address")), ReadAddress(Text(companion, "needed_by")))),
        ]);

    private static Verdict ReadVerdict(JsonElement root)
    {
        var verdict = root.GetProperty("verdict");
        var digest = Text(root, "digest");
        return new Verdict(
            [.. verdict.GetProperty("refusals").EnumerateArray().Select(ReadRefusal)],
            [
                .. verdict.GetProperty("approved").EnumerateArray().Select(approved => new Approved(
                    ReadRefusal(approved),
                    new Approval(digest, [Text(approved, "guard")], Text(approved, "by"), Text(approved, "reason"), Day(approved, "until"), default))),
            ]);
    }

    public static SourceSpan? ReadPlace(JsonElement at) => at.ValueKind == JsonValueKind.Object
        ? new SourceSpan(Text(at, "file"), Number(at, "line"), Number(at, "column"))
        : null;

    private static Refusal ReadRefusal(JsonElement element) => new(
        Text(element, "guard"),
        new Diagnostic(Text(element, "code"), Severity.Error, Text(element, "message")),
        [.. Texts(element.GetProperty("offenders")).Select(ReadAddress)]);

    public static Address ReadAddress(string text) => Address.Parse(text)
        ?? throw new FormatException($"it has an address \"{Untrusted.Show(text)}\", which is neither user/… nor group/…");

    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static DateOnly Day(JsonElement element, string name) =>
        DateOnly.ParseExact(Text(element, name), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString() ?? "")];

    /// <summary>
    /// A long list, of which an element is read when it has come. What is wrong with one is told when the list is asked for:
    /// only then is the text known to be JSON to its end.
    /// </summary>
    private sealed class Elements<T>(Func<JsonElement, T> read)
    {
        private ImmutableArray<T>.Builder _elements = ImmutableArray.CreateBuilder<T>();
        private ExceptionDispatchInfo? _problem;

        /// <summary>Of two lists with one name the last one counts.</summary>
        public Action<JsonElement> Begin()
        {
            (_elements, _problem) = (ImmutableArray.CreateBuilder<T>(), null);
            return Add;
        }

        /// <param name="rest">What stands in the place of the list.</param>
        public ImmutableArray<T> Of(JsonElement rest)
        {
            _ = rest.GetArrayLength();
            _problem?.Throw();
            return _elements.DrainToImmutable();
        }

        private void Add(JsonElement element)
        {
            if (_problem is not null)
            {
                return;
            }

            try
            {
                _elements.Add(read(element));
            }
            catch (Exception exception) when (exception is FormatException or KeyNotFoundException or InvalidOperationException)
            {
                _problem = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
