using LocalMig.Parameters;
using LocalMig.Qapi.Definitions;

namespace LocalMig.Suite.Targets;

/// <summary>A target that gives the source of its schema: <see cref="TargetAbilities.SchemaText"/>. Introspection leaves out
/// documentation, and what no command uses.</summary>
public interface ISchemaTarget : ITarget
{
    /// <summary>The schema as it stands in its files.</summary>
    /// <param name="profile">The profile of the run, for a target that has every one of them.</param>
    SchemaSource Schema(Profile profile);
}
