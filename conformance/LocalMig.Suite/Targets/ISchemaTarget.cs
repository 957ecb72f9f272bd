namespace LocalMig.Suite.Targets;

/// <summary>A target that gives the text of its schema: <see cref="TargetAbilities.SchemaText"/>. Introspection leaves out what no
/// command uses, enumerations among them.</summary>
public interface ISchemaTarget : ITarget
{
    /// <summary>The text, in the schema language.</summary>
    string SchemaText { get; }
}
