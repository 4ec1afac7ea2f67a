namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>What is known of one general path.</summary>
internal sealed class ShapeEntry
{
    private const int MaxTexts = 256;
    private const int LeastForChoice = 4;

    public JsonTypes Types { get; set; }

    public StringFormats Formats { get; set; }

    /// <summary>How often it was there.</summary>
    public int Count { get; set; }

    /// <summary>How often it was an object, and so could have had its members.</summary>
    public int Objects { get; set; }

    /// <summary>The fewest elements it had; null when it was never a list.</summary>
    public int? FewestElements { get; set; }

    /// <summary>Names of its members.</summary>
    public HashSet<string> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Texts that it had, up to a limit.</summary>
    public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>How many texts the first document has here; further samples repeat them and are no evidence.</summary>
    public int TextsInFirst { get; set; }

    public int DistinctInFirst { get; set; }

    public bool HasAllTexts => Texts.Count < MaxTexts;

    public bool AreConstants => HasAllTexts && Texts.Count > 0 && Texts.All(TextForms.IsConstant);

    /// <summary>Several elements share few constants: an enumeration, by evidence. A name that says so needs less of it.</summary>
    /// <param name="isNamedSo">True when the member's name says that it holds one of a few constants.</param>
    public bool IsChoice(bool isNamedSo) =>
        TextsInFirst >= LeastForChoice && AreConstants && (isNamedSo ? DistinctInFirst < TextsInFirst : DistinctInFirst * 2 <= TextsInFirst);

    public void AddText(string text, bool isFirst)
    {
        Formats |= TextForms.FormatOf(text);
        var isNew = Texts.Count < MaxTexts && Texts.Add(text);
        if (isFirst)
        {
            TextsInFirst++;
            DistinctInFirst += isNew ? 1 : 0;
        }
    }

    /// <summary>True when a value of this type surprises nobody who knows the values so far.</summary>
    public bool Accepts(JsonTypes type) =>
        Types is JsonTypes.None or JsonTypes.Null || (Types & type) != 0 || (type == JsonTypes.Integer && (Types & JsonTypes.Number) != 0);

    /// <summary>True when all texts so far had one format that this one has not.</summary>
    public bool LosesFormat(string text) =>
        Formats is not (StringFormats.None or StringFormats.Plain) && int.PopCount((int)Formats) == 1 && (Formats & TextForms.FormatOf(text)) == 0;
}
