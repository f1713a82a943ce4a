namespace LeadGen;

/// <summary>Visits fields whose value type is not known at compile time.</summary>
internal interface ICrmFieldVisitor
{
    void Visit<T>(CrmField<T> field);

    void VisitEntries<TType>(CrmMultiField<TType> field)
        where TType : MultiFieldType<TType>, new();
}
