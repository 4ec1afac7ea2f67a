using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Comparison.Json;
using AgentSandbox.Orchestration.Comparison.Paths;

namespace AgentSandbox.Orchestration.Comparison.Texts;

/// <summary>Finds the lines that only one of two texts has.</summary>
internal static partial class TextDiffer
{
    // Beyond this many cells the middle part is shown as one block, so that hostile texts cost no time.
    private const int MaxCells = 4_000_000;

    public static void Compare(string left, string right, Action<Finding> report)
    {
        var (before, after) = (Lines(left), Lines(right));
        var shorter = Math.Min(before.Length, after.Length);
        var head = 0;
        while (head < shorter && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < shorter - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        Middle(before[head..^tail], after[head..^tail], head, report);
    }

    /// <summary>The line without its numbers and hexadecimal runs; lines of one mask vary alike.</summary>
    public static string Mask(string line) => Varying().Replace(line, "#");

    private static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');

    private static void Middle(string[] left, string[] right, int offset, Action<Finding> report)
    {
        var common = (long)left.Length * right.Length <= MaxCells ? Lengths(left, right) : null;
        var (i, j) = (0, 0);
        var (removed, added) = (new Queue<int>(), new Queue<int>());
        while (i < left.Length || j < right.Length)
        {
            if (common is not null && i < left.Length && j < right.Length && left[i] == right[j])
            {
                Flush();
                (i, j) = (i + 1, j + 1);
            }
            else if (i < left.Length && (j >= right.Length || common is null || common[i + 1, j] >= common[i, j + 1]))
            {
                removed.Enqueue(i++);
            }
            else
            {
                added.Enqueue(j++);
            }
        }

        Flush();

        // Lines that went and lines that came at one place are shown beside each other.
        void Flush()
        {
            while (removed.Count > 0 || added.Count > 0)
            {
                var (hasOld, hasNew) = (removed.TryDequeue(out var old), added.TryDequeue(out var current));
                report(new Finding(
                    hasOld && hasNew ? FindingKind.LineChanged : hasOld ? FindingKind.LineRemoved : FindingKind.LineAdded,
                    DocumentPath.Root(DocumentPath.Lines).Element(offset + (hasNew ? current : old) + 1),
                    hasOld ? JsonValues.Of(left[old]) : null,
                    hasNew ? JsonValues.Of(right[current]) : null));
            }
        }
    }

    /// <summary>The length of the longest common sequence of lines from each pair of places on.</summary>
    private static int[,] Lengths(string[] left, string[] right)
    {
        var lengths = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = left[i] == right[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }

    [GeneratedRegex("[0-9a-fA-F]{8}[0-9a-fA-F-]*|[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Varying();
}
