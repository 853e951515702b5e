namespace GenesysScimState.Benchmarks;

/// <summary>One line of the table: what was measured beside what nobody could beat, in the same run.</summary>
internal sealed record Figure(string What, double Measured, double Floor, string Unit, string Goal)
{
    public override string ToString() =>
        FormattableString.Invariant($"| {What} | {Measured:0.##} {Unit} | {Floor:0.##} {Unit} | {Measured / Floor:0.000} | {Goal} |");
}
