using System.Globalization;

namespace LeadGen;

/// <summary>The value of a custom field of type <c>address</c>: a text, and its place on the map where there is one.</summary>
/// <param name="Text">The address as people write it.</param>
/// <param name="Latitude">Degrees north, or <see langword="null"/>.</param>
/// <param name="Longitude">Degrees east, or <see langword="null"/>.</param>
/// <param name="LocationId">The address's id in the portal's Location module, or <see langword="null"/>.</param>
public readonly record struct MapAddress(string Text, decimal? Latitude = null, decimal? Longitude = null, long? LocationId = null)
{
    /// <summary>The form that portals keep: <c>text|latitude;longitude|id</c>, or the text alone.</summary>
    public override string ToString()
    {
        string place = Latitude is { } latitude && Longitude is { } longitude
            ? string.Create(CultureInfo.InvariantCulture, $"{latitude};{longitude}")
            : "";
        return place.Length == 0 && LocationId is null ? Text : string.Create(CultureInfo.InvariantCulture, $"{Text}|{place}|{LocationId}");
    }

    /// <summary>Takes a kept form apart. What is not in it stays <see langword="null"/>; other text is the address's text.</summary>
    internal static MapAddress Parse(string kept)
    {
        string[] parts = kept.Split('|');
        if (parts.Length is < 2 or > 3)
        {
            return new MapAddress(kept);
        }

        string[] place = parts[1].Split(';');
        bool isPlaced = place.Length == 2;
        return new MapAddress(
            parts[0],
            isPlaced ? Number(place[0]) : null,
            isPlaced ? Number(place[1]) : null,
            parts.Length == 3 && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : null);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
