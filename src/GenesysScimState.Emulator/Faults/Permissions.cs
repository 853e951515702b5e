namespace GenesysScimState.Emulator.Faults;

/// <summary>The permissions that an operation needs (Genesys Cloud SDK documentation, SCIMApi).</summary>
internal static class Permissions
{
    /// <summary>The message of a 403, with the permission where one is documented.</summary>
    public static string Missing(EmulatorRequest request)
    {
        var isGroup = request.Path.Contains("/groups", StringComparison.OrdinalIgnoreCase);
        var needed = (isGroup, request.Method) switch
        {
            (true, _) => "directory:group:edit",
            (false, "POST") => "directory:user:add",
            (false, "PUT" or "PATCH") => "directory:user:edit",
            (false, "DELETE") => "directory:user:delete",
            _ => "",
        };
        const string Refusal = "Unable to perform the requested action.";
        return needed.Length == 0
            ? Refusal
            : $"{Refusal} You must have at least one of the following permissions assigned: [{needed}]";
    }
}
