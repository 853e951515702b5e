namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings in a table of people: GSS770 to GSS779.</summary>
public static class TableDiagnostics
{
    public static Diagnostic Empty(SourceSpan at) => Error(
        "GSS770", at, "the table is empty; the first line names the columns: userName, displayName, title and so on");

    public static Diagnostic Unclosed(SourceSpan at) => Error(
        "GSS771", at, "the quotes of this cell are not closed; a quote within a cell is written twice");

    public static Diagnostic Uneven(int cells, int columns, SourceSpan at) => Error(
        "GSS772", at, $"this row has {cells} cells and there are {columns} columns; put a cell that holds a separator in double quotes");

    public static Diagnostic NoUserName(SourceSpan at) => Error(
        "GSS773", at, "no column is named \"userName\"; name the one with the e-mail address people log in with so");

    public static Diagnostic UnknownColumn(string name, string? suggestion, SourceSpan at) => Error(
        "GSS774",
        at,
        $"there is no attribute {Quote.Of(name)} to put this column into; {(suggestion is null ? "name it like a key of a state file, such as \"displayName\" or \"phoneNumbers.work\", or take it out" : $"did you mean {Quote.Of(suggestion)}?")}");

    public static Diagnostic ColumnTwice(string name, SourceSpan at) => Error(
        "GSS775", at, $"the column {Quote.Of(name)} is there already; keep one of the two");

    public static Diagnostic NobodysRow(SourceSpan at) => Error(
        "GSS776", at, "this row has no userName; give it one or take the row out");

    public static Diagnostic NoRating(string attribute, string entry, SourceSpan at) => Error(
        "GSS777", at, $"{Quote.Of(entry)} in {Quote.Of(attribute)} has no number; write it like \"Billing: 4\", several with a semicolon between them");

    public static Diagnostic RowTwice(string userName, SourceSpan first, SourceSpan at) => Error(
        "GSS778", at, $"{Quote.Of(userName)} is in the table already, at {first}; keep one of the two rows");

    public static Diagnostic Declared(string userName, SourceSpan declared, SourceSpan at) => new(
        "GSS779", Severity.Warning, $"{Quote.Of(userName)} is declared already at {declared}, which stays as it is", at);

    /// <summary>What a state file may not hold, said of the cell it comes from.</summary>
    public static Diagnostic Cell(Diagnostic finding, SourceSpan at) => finding with { At = at };

    private static Diagnostic Error(string code, SourceSpan at, string message) => new(code, Severity.Error, message, at);
}
