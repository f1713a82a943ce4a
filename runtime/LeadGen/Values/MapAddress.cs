using System.Globalization;
using LeadGen.Values;

namespace LeadGen;

/// <summary>Represents the value of a custom field of type <c>address</c>: a text and, optionally, its coordinates.</summary>
/// <param name="Text">The address as text; must not be blank or <c>0</c> when it is sent, must not contain <c>|</c>, and must not end with <c>_del</c>, which deletes a location.</param>
/// <param name="Latitude">The latitude in degrees, from -90 to 90; <see langword="null"/> if and only if the longitude is.</param>
/// <param name="Longitude">The longitude in degrees, from -180 to 180; <see langword="null"/> if and only if the latitude is.</param>
/// <param name="LocationId">The ID of the address in the portal's Location module as the portal returned it. A portal drops the ID that a call sends, so it must be <see langword="null"/> when the address is sent.</param>
public readonly record struct MapAddress(string Text, decimal? Latitude = null, decimal? Longitude = null, long? LocationId = null)
{
    /// <summary>Returns the form that portals store: <c>text|latitude;longitude|id</c>, or only the text.</summary>
    public override string ToString()
    {
        string place = Latitude is { } latitude && Longitude is { } longitude
            ? string.Create(CultureInfo.InvariantCulture, $"{latitude};{longitude}")
            : "";
        return place.Length == 0 && LocationId is null ? Text : string.Create(CultureInfo.InvariantCulture, $"{Text}|{place}|{LocationId}");
    }

    /// <summary>Parses the stored form. Any other form becomes the text of the address, so that nothing is lost.</summary>
    internal static MapAddress Parse(string kept)
    {
        string[] parts = kept.Split('|');
        long? id = null;
        bool isKeptForm = parts.Length == 2 || (parts.Length == 3 && TryParseId(parts[2], out id));
        return isKeptForm && TryParsePlace(parts[1], out decimal? latitude, out decimal? longitude)
            ? new MapAddress(parts[0], latitude, longitude, id)
            : new MapAddress(kept);
    }

    private static bool TryParseId(string text, out long? id)
    {
        bool isId = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        id = isId && number > 0 ? number : null;
        return isId || text.Length == 0;
    }

    private static bool TryParsePlace(string text, out decimal? latitude, out decimal? longitude)
    {
        (latitude, longitude) = (null, null);
        string[] place = text.Split(';');
        if (text is "" or ";")
        {
            return true;
        }

        if (place.Length != 2
            || !ExactDecimal.TryParse(place[0], out decimal north)
            || !ExactDecimal.TryParse(place[1], out decimal east))
        {
            return false;
        }

        (latitude, longitude) = (north, east);
        return true;
    }
}
