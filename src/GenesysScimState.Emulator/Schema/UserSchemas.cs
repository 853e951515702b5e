using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>
/// The three schemas of a user. Source: Genesys Cloud SDK documentation, ScimV2User and the models it names.
/// </summary>
internal static class UserSchemas
{
    private static readonly ImmutableArray<string> PhoneTypes =
    [
        "work", "work2", "work3", "work4", "home", "mobile", "other",
        "microsoftteams", "zoomphone", "eightbyeight", "ringcentral",
    ];

    public static readonly SchemaTable Core = new(
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "User",
        "User Account",
        [
            CommonRows.Id,
            new("userName", ScimType.Text, "The main e-mail address, with which the user signs in.")
                { IsRequired = true, IsUnique = true, IsAlwaysReturned = true, Form = Forms.Email },
            new("displayName", ScimType.Text, "The name shown to others.") { IsRequired = true },
            new("title", ScimType.Text, "The job title."),
            new("active", ScimType.Boolean, "Whether the user can sign in.") { IsAlwaysReturned = true, IsKept = true },
            new("password", ScimType.Text, "A new password.")
                { Mutability = Mutability.WriteOnly, IsCaseExact = true },
            CommonRows.ExternalId with { IsCostly = true },
            new("emails", ScimType.Complex, "E-mail addresses; the one of type other mirrors userName.")
            {
                IsMultiValued = true,
                Key = "type",
                SubAttributes = Typed("An address.", Forms.Email, ["work", "other"]),
            },
            new("phoneNumbers", ScimType.Complex, "Phone numbers, one of each type.")
            {
                IsMultiValued = true,
                Key = "type",
                SubAttributes = Typed("E.164 or a tel URI.", Forms.Phone, PhoneTypes),
            },
            new("roles", ScimType.Complex, "Roles, by name.")
            {
                IsMultiValued = true,
                IsCostly = true,
                Key = "value",
                SubAttributes =
                [
                    new("value", ScimType.Text, "Name of an existing role.")
                        { IsRequired = true, IsCaseExact = true, Refers = Names.Role },
                ],
            },
            new("groups", ScimType.Complex, "Groups the user is a member of; changed through the groups.")
            {
                IsMultiValued = true,
                Mutability = Mutability.ReadOnly,
                SubAttributes = CommonRows.Membership("Id of the group."),
            },
            CommonRows.Meta,
        ]);

    public static readonly SchemaTable Enterprise = new(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "EnterpriseUser",
        "Enterprise User",
        [
            new("division", ScimType.Text, "Name of an existing division.")
                { IsCaseExact = true, IsKept = true, Refers = Names.Division },
            new("department", ScimType.Text, "The department."),
            new("manager", ScimType.Complex, "The user's manager.")
            {
                IsCostly = true,
                SubAttributes =
                [
                    new("value", ScimType.Text, "Id of the manager.")
                        { IsCaseExact = true, Refers = Names.Manager },
                    CommonRows.UserReference,
                ],
            },
            new("employeeNumber", ScimType.Text, "The employee number.") { IsCaseExact = true },
            new("dateHire", ScimType.Text, "Day of hire, YYYY-MM-DD.") { Form = Forms.Date },
        ]);

    public static readonly SchemaTable Genesys = new(
        "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User",
        "GenesysUser",
        "Genesys Cloud User",
        [
            Rated("routingSkills", "Skills with their proficiency, at most 50.", Names.Skill),
            Rated("routingLanguages", "Languages with their proficiency, at most 50.", Names.Language),
            new("externalIds", ScimType.Complex, "Identifiers of the user in other systems, at most 100.")
            {
                IsMultiValued = true,
                IsCaseExact = true,
                Key = "authority",
                MaxItems = 100,
                SubAttributes =
                [
                    new("authority", ScimType.Text, "The other system.") { IsRequired = true, IsCaseExact = true },
                    new("value", ScimType.Text, "The identifier there.") { IsRequired = true, IsCaseExact = true },
                ],
            },
        ]);

    private static AttributeRow Rated(string name, string description, Names refers) =>
        new(name, ScimType.Complex, description)
        {
            IsMultiValued = true,
            IsCostly = true,
            Key = "name",
            MaxItems = 50,
            SubAttributes =
            [
                new("name", ScimType.Text, "Name of an existing one.")
                    { IsRequired = true, IsCaseExact = true, Refers = refers },
                new("proficiency", ScimType.Decimal, "From 0.0 to 5.0.") { Range = (0, 5) },
            ],
        };

    private static ImmutableArray<AttributeRow> Typed(
        string description,
        Func<string, string?> form,
        ImmutableArray<string> types) =>
    [
        new("value", ScimType.Text, description) { IsRequired = true, Form = form },
        new("type", ScimType.Text, "What it is used for.") { IsRequired = true, CanonicalValues = types },
        new("primary", ScimType.Boolean, "Whether it is the preferred one."),
    ];
}
