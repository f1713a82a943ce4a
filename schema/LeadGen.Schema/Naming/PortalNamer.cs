using LeadGen.Schema.Kinds;
using LeadGen.Schema.Reading;

namespace LeadGen.Schema.Naming;

/// <summary>
/// Assigns C# names to a portal's fields and values. Pinned names are kept. If two names conflict, the older field or value
/// keeps its name. Reserved names are not given to another field or value. The result does not depend on the order in the files.
/// </summary>
public sealed class PortalNamer
{
    // Former names are aliases with the same value. Enum.ToString returns the first of them in short enums, which .NET searches
    // linearly. In longer enums it uses a binary search, which may return the alias.
    private const int MaxMembersWithAliases = 32;

    private readonly PortalSchema _schema;
    private readonly PortalReading _reading;
    private readonly NamingOptions _options;
    private readonly DiagnosticCollector _diagnostics = new();
    private readonly PortalNames _names = new();
    private readonly Dictionary<(PinTarget Target, string Owner, string Key), NamePin> _pins;
    private readonly NamePin[] _formerNames;
    private readonly ILookup<(PinTarget Target, string Owner), NamePin> _formerByOwner;
    private readonly HashSet<(PinTarget Target, string Owner, string Key)> _existing;

    private PortalNamer(PortalSchema schema, PortalReading reading, NamingOptions options)
    {
        _schema = schema;
        _reading = reading;
        _options = options;
        _pins = reading.Pins
            .GroupBy(static p => (p.Target, p.Owner, p.Key))
            .ToDictionary(static g => g.Key, static g => g.First());
        _existing = PinTargets.Get(schema);
        _formerNames = reading.FormerNames.Where(Exists).ToArray();
        _formerByOwner = _formerNames.ToLookup(static p => (p.Target, p.Owner));
    }

    /// <summary>Assigns names to a schema that was read without errors.</summary>
    /// <exception cref="ArgumentException">The reading has no schema.</exception>
    public static PortalNames Name(PortalReading reading, NamingOptions options)
    {
        PortalSchema schema = reading.Schema ?? throw new ArgumentException("A schema with errors can't be named.", nameof(reading));
        return new PortalNamer(schema, reading, options).Run();
    }

    private PortalNames Run()
    {
        CheckPins();
        NameFields();
        NameDictionaries();
        NameEnumerations();
        _names.Diagnostics = _diagnostics.ToArray();
        return _names;
    }

    private void CheckPins()
    {
        foreach (IGrouping<(string, string), NamePin> group in _reading.Pins.Where(p => !Exists(p)).GroupBy(DescribeMissing))
        {
            (string what, string why) = group.Key;
            NamePin first = group.First();
            int count = group.Count();
            _diagnostics.Report(
                SchemaRules.UnusedPin, first.Location, count == 1 ? $"The name '{first.Name}' is" : $"{count} names are", count == 1 ? first.Description : what, why);
        }

        foreach (NamePin pin in _reading.Pins.Where(Exists))
        {
            if (Identifiers.GetValidationError(pin.Name) is { } validationError)
            {
                _diagnostics.Report(SchemaRules.InvalidPin, pin.Location, pin.Description, pin.Name, validationError + ".");
            }
        }

        foreach (NamePin former in _formerNames)
        {
            if (Identifiers.GetValidationError(former.Name) is { } validationError)
            {
                _diagnostics.Report(
                    SchemaRules.InvalidPin, former.Location, former.Description + " as its former name", former.Name, validationError + ".");
            }
        }
    }

    // A missing file, dictionary or field is reported once for all its pinned names.
    private (string What, string Why) DescribeMissing(NamePin pin)
    {
        const string NotThere = "which this portal does not have. Remove the pin if it was deleted.";
        switch (pin.Target)
        {
            case PinTarget.Status when !_reading.HasStatuses:
                return ("values of dictionaries", $"and {PortalFiles.StatusesName}, which lists these, is missing. Restore the file or fetch the schema again, and leave the pins as they are.");
            case PinTarget.Status when _schema.FindDictionary(pin.Owner) is null:
                return ($"values of dictionary '{pin.Owner}'", $"which {PortalFiles.StatusesName} does not list. Fetch the schema again. Remove the pins if the dictionary was deleted.");
            case PinTarget.Item when _schema.FindAny(pin.Owner) is { Items.Count: 0 }:
                return ($"items of field '{pin.Owner}'", "which has no items in the schema. Fetch the schema as a user who can see them. Remove the pins if the items were deleted.");
            case PinTarget.Item when _schema.FindAny(pin.Owner) is null:
                return ($"items of field '{pin.Owner}'", "which this portal does not have. Remove the pins if the field was deleted.");
            case PinTarget.Field when _schema.AllFields.FirstOrDefault(f => string.Equals(f.Code, pin.Owner, StringComparison.OrdinalIgnoreCase)) is { } near:
                return (pin.Description, $"which this portal does not have; did you mean '{near.Code}'?");
            default:
                return (pin.Description, NotThere);
        }
    }

    private bool Exists(NamePin pin) => _existing.Contains((pin.Target, pin.Owner, pin.Key));

    private void NameFields()
    {
        var scope = new NameScope(ReservedNames.Members, "a member of the generated types");
        AddClassNames(scope);
        Reserve(scope, _reading.ReservedNames.Where(static p => p.Target == PinTarget.Field));
        FieldSchema[] unpinned = _schema.AllFields.Where(f => GetPin(PinTarget.Field, f.Code) is null).ToArray();
        foreach (FieldSchema field in unpinned.Where(static f => !f.IsDynamic))
        {
            _names.FieldNames[field.Code] = scope.AddUnique(NotEmpty(FromCode(field.Code), "Field"), "Field", $"field '{field.Code}'");
        }

        ReserveAddress(scope);
        foreach (FieldSchema field in _schema.AllFields.Where(f => GetPin(PinTarget.Field, f.Code) is not null))
        {
            _names.FieldNames[field.Code] = AddPin(scope, GetPin(PinTarget.Field, field.Code)!);
        }

        foreach (FieldSchema field in ByAge(unpinned.Where(static f => f.IsDynamic)))
        {
            string suffix = Identifiers.GetSuffix(field.Code);
            string name = scope.AddUnique(NameFromLabels(field), suffix, $"field '{field.Code}'");
            _names.FieldNames[field.Code] = name;
        }

        KeepFormerNames(scope, _formerNames.Where(static p => p.Target == PinTarget.Field));
    }

    private static IEnumerable<FieldSchema> ByAge(IEnumerable<FieldSchema> fields) => fields
        .OrderBy(static f => f.IsDynamic)
        .ThenBy(static f => f.UserFieldId ?? long.MaxValue)
        .ThenBy(static f => FieldAge.GetCreationTime(f.Code))
        .ThenBy(static f => f.Code, StringComparer.Ordinal);

    // SetAddress writes the whole address, so no other field may have the name Address.
    private void ReserveAddress(NameScope scope)
    {
        const string Name = "Address";
        if (_schema.AllFields.Any(static f => EntitySchema.Lead.IsAddress(f.Code)) && scope.GetOwner(Name) is null && GetPin(PinTarget.Field, "ADDRESS")?.Name != Name)
        {
            scope.Add(Name, "the whole address");
        }
    }

    private string NameFromLabels(FieldSchema field)
    {
        string[] labels = new[] { field.FormLabel, field.ListLabel, field.FilterLabel, field.Title }
            .Where(l => !string.IsNullOrWhiteSpace(l) && l != field.Code)
            .ToArray()!;
        if (labels.Select(l => Identifiers.FromLabel(l, _options.Style)).FirstOrDefault(static n => n.Length > 0) is { } fromLabel)
        {
            return fromLabel;
        }

        string name = NotEmpty(FromCode(field.Code), "Field");
        if (labels.Length > 0)
        {
            string remedy = labels.Any(static l => Identifiers.FromLabel(l, IdentifierStyle.Native).Length > 0)
                ? "Pin a name in leadgen.names.json, or set Identifiers=\"Native\" on the LeadSchema item to keep the letters of every script."
                : "Pin a name in leadgen.names.json.";
            _diagnostics.Report(SchemaRules.LabelWithoutIdentifier, _reading.Locate(field.Code), field.Code, labels[0], name, remedy);
        }

        return name;
    }

    private void NameDictionaries()
    {
        var types = new NameScope(ReservedNames.RuntimeTypes.Concat(ReservedNames.CommonTypes), "a type of LeadGen or .NET");
        AddClassNames(types);
        IEnumerable<string> used = _schema.AllFields
            .Where(static f => f is { Type.IsStatusList: true, StatusType: not null })
            .Select(static f => f.StatusType!)
            .Distinct()
            .OrderBy(static d => d, StringComparer.Ordinal);
        foreach (string dictionary in used)
        {
            string typeName = types.AddUnique(_options.ClassName + FromCode(dictionary), "Code", $"dictionary '{dictionary}'");
            _names.StatusTypeNames[dictionary] = typeName;

            // Sorted by age, so that reordering the values on the portal does not swap two names.
            IEnumerable<StatusValue> values = (_schema.FindDictionary(dictionary)?.Values ?? default)
                .OrderBy(static v => !IsWord(v.Code))
                .ThenBy(static v => v.RowId ?? long.MaxValue)
                .ThenBy(static v => v.Code, StringComparer.Ordinal);
            NameValues(
                new NameScope(ReservedNames.StatusMembers.Append(typeName), "a member of the generated type"),
                PinTarget.Status,
                dictionary,
                values.Select(v => (v.Code, Natural: NameFromStatus(v))));
        }
    }

    private void NameEnumerations()
    {
        var types = new NameScope(
            ReservedNames.RuntimeTypes.Concat(ReservedNames.CommonTypes).Concat(_names.StatusTypeNames.Values), "another type");
        AddClassNames(types);
        NamePin[] former = _formerNames
            .Where(p => p.Target == PinTarget.Field && _names.GetFormerFieldName(p.Owner) is not null && _schema.FindAny(p.Owner)!.Type.IsEnumeration)
            .Select(p => p with { Name = EnumerationName(types, p.Name) })
            .ToArray();
        foreach (FieldSchema field in ByAge(_schema.AllFields.Where(static f => f.Type.IsEnumeration)))
        {
            string typeName = types.AddUnique(EnumerationName(types, _names.FieldNames[field.Code]), "Option", $"field '{field.Code}'");
            _names.EnumerationNames[field.Code] = typeName;
            NameValues(
                new NameScope(ReservedNames.EnumerationMembers, "a member of the generated type"),
                PinTarget.Item,
                field.Code,
                field.Items.Select(i => (Key: PortalNames.Key(i.Id), Natural: NameFromItem(i))));
        }

        foreach (NamePin pin in WithoutConflicts(types, former))
        {
            _names.FormerEnumerationNames[pin.Owner] = pin.Name;
        }
    }

    private static string EnumerationName(NameScope types, string fieldName) => types.GetOwner(fieldName) is null ? fieldName : fieldName + "Option";

    private void AddClassNames(NameScope scope)
    {
        foreach (string suffix in new[] { "", "Update", "Draft", "Fields", "Labels" })
        {
            if (scope.GetOwner(_options.ClassName + suffix) is null)
            {
                scope.Add(_options.ClassName + suffix, "a generated type");
            }
        }
    }

    private void NameValues(NameScope scope, PinTarget target, string owner, IEnumerable<(string Key, string Natural)> values)
    {
        (string Key, string Natural)[] all = values.ToArray();
        Reserve(scope, _reading.ReservedNames.Where(p => p.Target == target && p.Owner == owner));
        foreach ((string key, _) in all)
        {
            if (GetPin(target, owner, key) is { } pin)
            {
                _names.ValueNames[(owner, key)] = AddPin(scope, pin);
            }
        }

        foreach ((string key, string natural) in all)
        {
            if (GetPin(target, owner, key) is null)
            {
                string suffix = FromCode(key).TrimStart('_');
                _names.ValueNames[(owner, key)] = scope.AddUnique(NotEmpty(natural, "Value" + suffix), suffix, $"value '{key}'");
            }
        }

        NamePin[] former = [.. _formerByOwner[(target, owner)]];
        if (target != PinTarget.Item || all.Length + former.Length <= MaxMembersWithAliases)
        {
            KeepFormerNames(scope, former);
        }
    }

    // Without the reservation, code that was written for a removed field would compile with a new one, and write to it. A field
    // that exists again can use its reserved name.
    private void Reserve(NameScope scope, IEnumerable<NamePin> reservedNames)
    {
        foreach (NamePin reserved in reservedNames.Where(p => scope.GetOwner(p.Name) is null && !(Exists(p) && (GetPin(p.Target, p.Owner, p.Key) is not { } pin || pin.Name == p.Name))))
        {
            scope.Add(reserved.Name, reserved.Description + ", which is listed under 'reserved'");
        }
    }

    private void KeepFormerNames(NameScope scope, IEnumerable<NamePin> formerNames)
    {
        foreach (NamePin former in WithoutConflicts(scope, formerNames))
        {
            _names.FormerNames[(former.Target, former.Owner, former.Key)] = former.Name;
        }
    }

    // A former name is dropped if it is in use or occurs twice, because an alias must not refer to a different field.
    private static IEnumerable<NamePin> WithoutConflicts(NameScope scope, IEnumerable<NamePin> formerNames) => formerNames
        .Where(p => scope.GetOwner(p.Name) is null)
        .GroupBy(static p => p.Name, StringComparer.Ordinal)
        .Where(static g => g.Count() == 1)
        .Select(static g => g.Single());

    // An XML_ID that an administrator entered is more stable than the text. A generated hash is not usable as a name.
    private string NameFromItem(EnumerationItem item) =>
        item.XmlId is { } xmlId && IsWord(xmlId) ? Identifiers.FromCode(xmlId) : Identifiers.FromLabel(item.Value, _options.Style);

    // UC_… are codes that the portal generates for added values.
    private string NameFromStatus(StatusValue value) =>
        IsWord(value.Code) && !value.Code.StartsWith("UC_", StringComparison.Ordinal) ? Identifiers.FromCode(value.Code) : Identifiers.FromLabel(value.Name, _options.Style);

    private static bool IsWord(string text) => text.Length > 1 && text.All(static c => c is '_' or '-' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'))
        && char.IsLetter(text[0]) && !(text.Length == 32 && text.All(Uri.IsHexDigit));

    // Codes are ASCII, except for codes of values that an administrator entered.
    private string FromCode(string code) => Identifiers.FromLabel(code, _options.Style);

    private NamePin? GetPin(PinTarget target, string owner, string key = "") =>
        _pins.TryGetValue((target, owner, key), out NamePin? pin) && Identifiers.GetValidationError(pin.Name) is null ? pin : null;

    private string AddPin(NameScope scope, NamePin pin)
    {
        if (scope.GetOwner(pin.Name) is { } other)
        {
            _diagnostics.Report(SchemaRules.ConflictingPin, pin.Location, pin.Description, pin.Name, other);
            return scope.AddUnique(pin.Name, "Pinned", pin.Description);
        }

        scope.Add(pin.Name, pin.Description);
        return pin.Name;
    }

    private static string NotEmpty(string name, string otherwise) => name.Length == 0 ? otherwise : name;
}
