namespace GenesysScimState.Emulator.Generation;

/// <summary>Names as people write them, each with the Latin letters it has in an e-mail address.</summary>
internal static class People
{
    /// <summary>Given and family names that go together, by script or language.</summary>
    public static readonly ((string Written, string Latin)[] Given, (string Written, string Latin)[] Family)[] Names =
    [
        ([("Alice", "alice"), ("Robert", "robert"), ("Grace", "grace"), ("Tom", "tom"), ("Olivia", "olivia"), ("Sean", "sean")],
            [("Smith", "smith"), ("Jones", "jones"), ("O'Neill", "oneill"), ("Walker", "walker"), ("Lee-Hart", "lee-hart")]),
        ([("José", "jose"), ("María", "maria"), ("Íñigo", "inigo"), ("Ángela", "angela")],
            [("García", "garcia"), ("Núñez", "nunez"), ("Ibáñez", "ibanez"), ("Muñoz", "munoz")]),
        ([("Jürgen", "juergen"), ("Anneliese", "anneliese"), ("Søren", "soren"), ("Zoë", "zoe"), ("Łukasz", "lukasz")],
            [("Müller", "mueller"), ("Weiß", "weiss"), ("Ångström", "angstrom"), ("Wiśniewski", "wisniewski")]),
        ([("Иван", "ivan"), ("Мария", "mariya"), ("Юлия", "yuliya")],
            [("Петров", "petrov"), ("Кузнецова", "kuznetsova"), ("Щербаков", "shcherbakov")]),
        ([("Ελένη", "eleni"), ("Γιώργος", "giorgos")], [("Παππάς", "pappas"), ("Νικολάου", "nikolaou")]),
        ([("أحمد", "ahmed"), ("فاطمة", "fatima")], [("الحسن", "alhassan"), ("منصور", "mansour")]),
        ([("דוד", "david"), ("נועה", "noa")], [("כהן", "cohen"), ("לוי", "levi")]),
        ([("अर्जुन", "arjun"), ("प्रिया", "priya")], [("शर्मा", "sharma"), ("पटेल", "patel")]),
        ([("美咲", "misaki"), ("健太", "kenta")], [("佐藤", "sato"), ("高橋", "takahashi")]),
        ([("伟", "wei"), ("秀英", "xiuying")], [("王", "wang"), ("张", "zhang")]),
        ([("지우", "jiwoo"), ("민준", "minjun")], [("김", "kim"), ("박", "park")]),
    ];

    public static readonly string[] Departments =
        ["Support", "Sales", "Billing", "Retention", "Technical Support", "Onboarding", "Claims", "Quality"];

    public static readonly string[] Titles = ["Agent", "Senior Agent", "Specialist"];

    public static readonly string[] Regions = ["US-East", "US-West", "EU-West", "EU-Central", "AP-South"];

    public static readonly string[] Divisions = ["Home", "Americas", "Europe", "Asia Pacific"];

    public static readonly string[] Roles = ["employee", "Agent", "Supervisor", "Quality Evaluator"];

    public static readonly string[] Skills =
        ["Billing", "Returns", "Sales", "Retention", "Hardware", "Software", "Claims", "Onboarding", "Chat", "Escalation"];

    public static readonly string[] Languages = ["English", "Deutsch", "Español", "Français", "日本語", "العربية"];
}
