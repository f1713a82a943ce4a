namespace LeadGen.Schema.Naming;

/// <summary>Computes the edit distance of two texts: the number of inserted, deleted, changed or swapped characters.</summary>
internal static class EditDistance
{
    /// <summary>Finds the candidate with the most similar spelling, or <see langword="null"/> if none is similar enough.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        // In a shorter text, one other character makes another word: FM is not IM.
        const int MinLength = 4;
        int allowed = text.Length < MinLength ? 0 : Math.Max(1, Math.Min(3, text.Length / 5));
        return candidates
            .Select(c => (Text: c, Distance: Calculate(text, c, allowed)))
            .Where(c => c.Distance <= allowed)
            .OrderBy(static c => c.Distance)
            .ThenBy(static c => c.Text, StringComparer.Ordinal)
            .Select(static c => c.Text)
            .FirstOrDefault();
    }

    /// <summary>Gets the edit distance, or a value greater than <paramref name="limit"/> if the distance exceeds the limit.</summary>
    public static int Calculate(string left, string right, int limit)
    {
        // The table for two long texts would exhaust memory, and a long label is not a typo.
        const int MaxLength = 512;
        if (Math.Abs(left.Length - right.Length) > limit || Math.Max(left.Length, right.Length) > MaxLength)
        {
            return limit + 1;
        }

        int[,] distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            distance[i, 0] = i;
        }

        for (int j = 0; j <= right.Length; j++)
        {
            distance[0, j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            int best = int.MaxValue;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = left[i - 1] == right[j - 1] ? 0 : 1;
                int least = Math.Min(Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1, distance[i - 1, j - 1] + change);
                bool isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                distance[i, j] = isSwap ? Math.Min(least, distance[i - 2, j - 2] + 1) : least;
                best = Math.Min(best, distance[i, j]);
            }

            if (best > limit)
            {
                return limit + 1;
            }
        }

        return distance[left.Length, right.Length];
    }
}
