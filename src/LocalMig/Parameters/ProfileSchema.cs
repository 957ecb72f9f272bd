using LocalMig.Qapi;
using LocalMig.Wire;

namespace LocalMig.Parameters;

/// <summary>The schema of the reference implementation for a profile and a generation.</summary>
public static class ProfileSchema
{
    /// <summary>Gives the schema; it is built once for each pair.</summary>
    public static Schema For(Profile profile, QemuGeneration generation) => ReferenceSchema.With(
        profile switch
        {
            Profile.Proposal => "PROPOSAL",
            Profile.V16 => "V16",
            _ => "UPSTREAM",
        },
        Condition(generation));

    /// <summary>Gives the schema without the parameter and the switches of local migration: what a released QEMU has of it.</summary>
    public static Schema Released(QemuGeneration generation) => ReferenceSchema.With(Condition(generation));

    private static string Condition(QemuGeneration generation) => generation == QemuGeneration.Qemu11 ? "QEMU_11" : "QEMU_7";
}
