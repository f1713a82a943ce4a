namespace LeadGen.Benchmarks.Contenders;

/// <summary>The values that all contenders write.</summary>
public static class Sample
{
    public static long Id { get; } = 1608;

    public static string Text { get; } = "ИП Титов и партнёры";

    public static string Comment { get; } = "Перезвонить после обеда.\nДоговор № 17, комплектация «Люкс»; оплата \"частями\".";

    public static long Whole { get; } = 42;

    public static decimal Number { get; } = 12500.50m;

    public static bool Flag { get; } = true;

    public static DateOnly Day { get; } = new(1980, 1, 1);

    public static DateTimeOffset Time { get; } = new(2026, 3, 8, 12, 30, 0, TimeSpan.FromHours(3));

    public static string Code { get; } = "IN_PROCESS";

    public static long Item { get; } = 12;

    public static Money Money { get; } = new(300.50m, "RUB");

    public static string[] Texts { get; } = ["красный", "синий"];

    /// <summary>A phone.</summary>
    public static string Entries { get; } = "+7 999 123-45-67";
}
