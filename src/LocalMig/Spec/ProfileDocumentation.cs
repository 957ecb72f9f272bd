using LocalMig.Parameters;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;

namespace LocalMig.Spec;

/// <summary>What the documentation of parameter <c>local</c> says in each profile (specification, sections 1 and 6).</summary>
public static class ProfileDocumentation
{
    /// <summary>The options of the documentation rules for a profile: the property of the device, and the release.</summary>
    public static LintOptions LintOptions(Profile profile) => profile switch
    {
        Profile.V16 => new LintOptions { LocalProperty = "local-migration", LocalRelease = new Release(11, 1) },
        Profile.Upstream => new LintOptions { LocalProperty = "x-permit-local-migration", LocalRelease = new Release(11, 2) },
        _ => new LintOptions { LocalProperty = "local", LocalRelease = new Release(11, 0) },
    };

    /// <summary>The text of the reference's schema, with the description of <c>local</c> as a profile has it: the schema language knows
    /// conditions for members, but none for what is said about them. As it stands, the text is that of the proposal.</summary>
    public static string ReferenceSchema(Profile profile)
    {
        LintOptions options = LintOptions(profile);
        return Qapi.ReferenceSchema.Text
            .Replace("property\n#     ``local`` set", $"property\n#     ``{options.LocalProperty}`` set", StringComparison.Ordinal)
            .Replace("(Since 11.0)", $"(Since {options.LocalRelease})", StringComparison.Ordinal);
    }
}
