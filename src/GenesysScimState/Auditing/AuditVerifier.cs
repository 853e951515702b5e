using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Auditing;

/// <summary>
/// Walks the lines of a log from the oldest on and says where the chain is broken, and how.
/// </summary>
/// <remarks>
/// <code>
/// line                                    found as
/// no record, and not the beginning of one GSS801
/// its own hash is wrong                   GSS802, and the next record may name either hash
/// a number is left out                    GSS803, unless the record comes later: then GSS804 there
/// a number comes again, or too late       GSS804, and the chain goes on from before
/// the hash it names is another            GSS805
/// the beginning of a record               a note, if it is the end, or if the next record has its number
/// </code>
/// The first record may have any number: older files are dropped by rotation.
/// </remarks>
internal sealed class AuditVerifier
{
    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly List<AuditLine> _torn = [];
    private readonly HashSet<long> _present;
    private readonly AuditHead? _wanted;
    private AuditSeal? _last;
    private long _next;
    private long? _first;
    private int _records;
    private bool _isKnown = true;
    private bool _isFound;
    private bool _isWhole;

    private AuditVerifier(HashSet<long> present, AuditHead? wanted)
    {
        _present = present;
        _wanted = wanted;
    }

    /// <param name="lines">Of all files, oldest first.</param>
    /// <param name="wanted">A record that the log must hold; null: none in particular.</param>
    /// <param name="isWhole">Whether nothing was rotated: then the first record is number 1.</param>
    public static AuditVerdict Verify(IReadOnlyCollection<AuditLine> lines, AuditHead? wanted = null, bool isWhole = false)
    {
        var pairs = lines.Select(line => (Line: line, Seal: AuditSeal.Of(line.Bytes.Span))).ToList();
        var verifier = new AuditVerifier([.. pairs.Select(pair => pair.Seal?.Seq).OfType<long>()], wanted) { _isWhole = isWhole };
        foreach (var (line, seal) in pairs)
        {
            verifier.Look(line, seal);
        }

        return verifier.End();
    }

    private void Look(AuditLine line, AuditSeal? seal)
    {
        if (seal is not null)
        {
            SettleTorn(seal.Seq);
            Link(line.At, seal);
        }
        else if (line.IsTorn())
        {
            _torn.Add(line);
        }
        else
        {
            SettleTorn(seq: null);
            _findings.Add(AuditDiagnostics.NoRecord(line.At));
            _isKnown = false;
            _last = null;
        }
    }

    /// <summary>A torn line was to be the record that was then written whole.</summary>
    private void SettleTorn(long? seq)
    {
        _findings.AddRange(_torn.Select(torn => torn.SeqOfTorn() is { } number && seq is not null && number != seq
            ? AuditDiagnostics.NoRecord(torn.At)
            : AuditDiagnostics.Torn(torn.At)));
        _torn.Clear();
    }

    private void Link(SourceSpan at, AuditSeal seal)
    {
        _records++;
        _isFound |= _wanted?.IsOf(seal) == true;
        if (!seal.IsIntact)
        {
            _findings.Add(AuditDiagnostics.Edited(seal.Seq, at));
        }
        else if (_first is null && _isKnown)
        {
            Begin(at, seal);
        }
        else if (_isKnown && seal.Seq < _next)
        {
            _findings.Add(AuditDiagnostics.OutOfOrder(seal.Seq, _next - 1, at));
            return;
        }
        else if (_isKnown && seal.Seq > _next)
        {
            if (seal.Seq - _next > _present.Count || Enumerable.Range(0, (int)(seal.Seq - _next)).Any(step => !_present.Contains(_next + step)))
            {
                _findings.Add(AuditDiagnostics.Dropped(_next, seal.Seq - 1, at));
            }
        }
        else if (_last is not null && seal.PreviousHash != _last.Hash && seal.PreviousHash != _last.Computed)
        {
            _findings.Add(AuditDiagnostics.Unlinked(seal.Seq, at));
        }

        // Of an edited record the place is trusted more than the number.
        var seq = seal.IsIntact || _first is null || !_isKnown ? seal.Seq : _next;
        _first ??= seq;
        (_last, _next, _isKnown) = (seal, seq + 1, true);
    }

    private void Begin(SourceSpan at, AuditSeal seal)
    {
        if (seal.Seq > 1)
        {
            _findings.Add(_isWhole ? AuditDiagnostics.BeginningMissing(seal.Seq, at) : AuditDiagnostics.MidChain(seal.Seq, at));
        }
        else if (seal.PreviousHash != AuditChain.Start.Hash)
        {
            _findings.Add(AuditDiagnostics.Unlinked(seal.Seq, at));
        }
    }

    private AuditVerdict End()
    {
        // A line break after a torn line is written with the next record: at the end of the log there is none.
        _findings.AddRange(_torn.Select((torn, index) => torn.HasLineBreak && index == _torn.Count - 1
            ? AuditDiagnostics.NoRecord(torn.At)
            : AuditDiagnostics.Torn(torn.At)));
        var head = _last is null ? null : new AuditHead(_next - 1, _last.Hash);
        if (_wanted is not null && !_isFound)
        {
            _findings.Add(AuditDiagnostics.HeadMissing(_wanted.ToString(), head?.ToString() ?? "no record"));
        }

        return new AuditVerdict(_records, _first, head, _findings.ToImmutable());
    }
}
