using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>How much a finding matters. Errors stop the command; warnings and notes never do.</summary>
public enum Severity
{
    Error,
    Warning,
    Note,
}

/// <summary>
/// A place in a file the user wrote. Line and column count from 1, columns in UTF-16 units, as editors show them.
/// The file is relative to the configuration's folder, with forward slashes on every system.
/// </summary>
public readonly record struct SourceSpan(string File, int Line, int Column) : IComparable<SourceSpan>
{
    public int CompareTo(SourceSpan other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        return byFile != 0 ? byFile : (Line, Column).CompareTo((other.Line, other.Column));
    }

    public override string ToString() => $"{File}:{Line}:{Column}";

    public static bool operator <(SourceSpan left, SourceSpan right) => left.CompareTo(right) < 0;

    public static bool operator >(SourceSpan left, SourceSpan right) => left.CompareTo(right) > 0;

    public static bool operator <=(SourceSpan left, SourceSpan right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SourceSpan left, SourceSpan right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// Something the user can act on: what is wrong, the value in quotes, what would be right.
/// Codes are <c>GSS</c> and three digits, a block of a hundred for each stage, and never change their meaning.
/// </summary>
public sealed record Diagnostic(
    string Code,
    Severity Severity,
    string Message,
    SourceSpan? At = null,
    Address? Subject = null);

/// <summary>
/// A value and everything worth telling the user about it. A warning never costs the value;
/// there is no value when an error stopped it being made.
/// </summary>
public sealed record Checked<T>(T? Value, ImmutableArray<Diagnostic> Diagnostics)
    where T : class
{
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
}
