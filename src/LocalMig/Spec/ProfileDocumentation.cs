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
}
