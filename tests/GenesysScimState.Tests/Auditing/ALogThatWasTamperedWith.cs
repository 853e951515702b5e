using System.Text;
using CsCheck;
using GenesysScimState.Auditing;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Auditing;

/// <summary>Whatever is done to a log afterwards is found, and where.</summary>
public sealed class ALogThatWasTamperedWith
{
    private const string Special = "\n\r{}[],:\" \\0";

    [Fact]
    public async Task An_untouched_one_is_sound_and_names_its_head()
    {
        var verdict = Verify(await LinesAsync());

        Assert.Empty(verdict.Findings);
        Assert.Equal((8, 1L), (verdict.Records, verdict.First));
        Assert.Equal(8, verdict.Head!.Seq);
    }

    [Fact]
    public async Task An_edited_record_is_named_and_the_others_are_not_blamed()
    {
        var lines = await LinesAsync();
        lines[3] = lines[3].Replace("Agent", "Boss", StringComparison.Ordinal);

        Assert.Equal("audit.jsonl:4 GSS802", Errors(lines));
    }

    [Fact]
    public async Task An_edited_hash_is_an_edited_record()
    {
        var lines = await LinesAsync();
        lines[2] = lines[2][..^5] + "0000" + lines[2][^2..];
        lines[2] = lines[2][..^3] + (lines[2][^3] == '0' ? "1" : "0") + lines[2][^2..];

        Assert.StartsWith("audit.jsonl:3 GSS80", Errors(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_record_with_a_hash_that_fits_breaks_the_link_of_the_next()
    {
        var lines = await LinesAsync();
        var record = lines[3].Replace("Agent", "Boss", StringComparison.Ordinal)[..^75] + "}";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(record)));
        lines[3] = $"{record[..^1]},\"hash\":\"{hash}\"}}";

        Assert.Equal("audit.jsonl:5 GSS805", Errors(lines));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_dropped_line_is_missed_where_it_stood(int index)
    {
        var lines = await LinesAsync();
        lines.RemoveAt(index);

        Assert.Equal($"audit.jsonl:{index + 1} GSS803", Errors(lines));
    }

    [Fact]
    public async Task Several_dropped_lines_are_missed_by_their_numbers()
    {
        var lines = await LinesAsync();
        lines.RemoveRange(2, 3);

        Assert.Contains("records 3 to 5 are missing", Assert.Single(Verify(lines).Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Swapped_lines_are_out_of_order(int index)
    {
        var lines = await LinesAsync();
        (lines[index], lines[index + 1]) = (lines[index + 1], lines[index]);

        Assert.Equal($"audit.jsonl:{index + 2} GSS804", Errors(lines));
    }

    [Theory]
    [InlineData("", "GSS801")]
    [InlineData("{}", "GSS801")]
    [InlineData("2026-11-24 all is well", "GSS801")]
    public async Task An_inserted_line_is_no_record(string line, string code)
    {
        var lines = await LinesAsync();
        lines.Insert(4, line);

        Assert.Equal($"audit.jsonl:5 {code}", Errors(lines));
    }

    [Fact]
    public async Task A_repeated_line_is_out_of_order()
    {
        var lines = await LinesAsync();
        lines.Insert(5, lines[2]);

        Assert.Equal("audit.jsonl:6 GSS804", Errors(lines));
    }

    [Fact]
    public async Task Cut_anywhere_in_the_last_two_records_it_is_torn_and_the_head_is_missed()
    {
        var bytes = await SampleLog.BytesAsync();
        var whole = Verdict(bytes);
        var begin = Lines(bytes)[..^2].Sum(line => line.Length + 1);
        for (var length = begin; length < bytes.Length - 1; length++)
        {
            var cut = AuditVerifier.Verify([.. AuditLine.Of("audit.jsonl", bytes.AsMemory(0, length))], whole.Head);

            Assert.Equal(["GSS806"], cut.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code));
            var isBetween = bytes[length - 1] == '\n' || bytes[length] == '\n';
            Assert.Equal(isBetween ? 0 : 1, cut.Findings.Count(finding => finding.Code == "GSS811"));
        }
    }

    [Fact]
    public async Task A_head_that_was_written_down_is_still_held_when_the_log_has_grown()
    {
        var lines = await LinesAsync();
        var head = Verify(lines[..5]).Head!;

        Assert.True(AuditVerifier.Verify(Bytes(lines), AuditHead.Parse(head.ToString())).IsSound);
        Assert.True(AuditVerifier.Verify(Bytes(lines), AuditHead.Parse(head.Hash)).IsSound);
        Assert.False(AuditVerifier.Verify(Bytes(lines), head with { Seq = 4 }).IsSound);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("x:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1:2:3")]
    public void What_is_no_head_is_not_taken_for_one(string text) => Assert.Null(AuditHead.Parse(text));

    [Fact]
    public async Task A_log_without_its_beginning_says_that_older_files_are_gone()
    {
        var verdict = Verify((await LinesAsync())[2..]);

        Assert.True(verdict.IsSound);
        Assert.Equal("GSS812", Assert.Single(verdict.Findings).Code);
        Assert.Equal(3, verdict.First);
    }

    [Fact]
    public async Task Any_changed_byte_is_found_at_its_line_or_the_next()
    {
        var bytes = await SampleLog.BytesAsync();
        AnyChangeIsFound(bytes);
    }

    [Fact]
    public async Task Any_changed_byte_is_found_when_the_log_begins_in_the_middle()
    {
        var whole = await SampleLog.BytesAsync();
        var bytes = whole[(whole.AsSpan().IndexOf((byte)'\n') + 1)..];
        AnyChangeIsFound(bytes);
    }

    /// <summary>Half of the time to a byte that means something in JSON.</summary>
    private static void AnyChangeIsFound(byte[] bytes) =>
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 255], Gen.Int[0, (2 * Special.Length) - 1])
            .Select((at, any, special) => (at, value: special < Special.Length ? (byte)Special[special] : (byte)any))
            .Where(change => bytes[change.at] != change.value)
            .Sample(change => Found(bytes, change.at, change.value), iter: 4_000);

    private static void Found(byte[] bytes, int at, byte value)
    {
        var changed = bytes.ToArray();
        changed[at] = value;
        var line = bytes.AsSpan(0, at).Count((byte)'\n') + 1;
        var errors = Verdict(changed).Findings.Where(finding => finding.Severity == Severity.Error).ToList();

        Assert.True(errors.Count > 0, $"byte {at} as {value} is not found");
        Assert.InRange(errors[0].At!.Value.Line, line, line + 1);
    }

    private static AuditVerdict Verdict(byte[] bytes) => AuditVerifier.Verify([.. AuditLine.Of("audit.jsonl", bytes)]);

    private static AuditVerdict Verify(IEnumerable<string> lines) => AuditVerifier.Verify(Bytes(lines));

    private static List<AuditLine> Bytes(IEnumerable<string> lines) =>
        [.. AuditLine.Of("audit.jsonl", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))))];

    /// <summary>Place and code of each error.</summary>
    private static string Errors(IEnumerable<string> lines) => string.Join(", ", Verify(lines).Findings
        .Where(finding => finding.Severity == Severity.Error)
        .Select(finding => $"{finding.At!.Value.File}:{finding.At.Value.Line} {finding.Code}"));

    private static async Task<List<string>> LinesAsync() => Lines(await SampleLog.BytesAsync());

    private static List<string> Lines(byte[] bytes) => [.. Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n')];
}
