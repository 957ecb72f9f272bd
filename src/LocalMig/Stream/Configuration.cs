using System.Text;

namespace LocalMig.Stream;

/// <summary>The configuration section: for which machine a stream is, and what both sides must have alike.</summary>
public static class Configuration
{
    private const string CapabilitiesName = "configuration/capabilities";

    /// <summary>Its form. Everything but the machine's name comes in subsections.</summary>
    public static VmStateDescription Description { get; } = new(
        "configuration",
        1,
        0,
        [VmStateField.Of("len", VmStateType.UInt32), VmStateField.Buffer("name", lengthFrom: "len")],
        [
            new VmStateDescription("configuration/target-page-bits", 1, VmStateField.Of("target_page_bits", VmStateType.UInt32)),
            new VmStateDescription(
                CapabilitiesName,
                1,
                VmStateField.Of("caps_count", VmStateType.UInt32),
                VmStateField.Nested(
                    "capabilities",
                    new VmStateDescription("capability", 1, VmStateField.Of("len", VmStateType.UInt8), VmStateField.Buffer("name", lengthFrom: "len")),
                    lengthFrom: "caps_count")),
            new VmStateDescription("configuration/uuid", 1, VmStateField.Buffer("uuid", 16)),
        ]);

    /// <summary>Values for a machine and the capabilities that are on and travel.</summary>
    public static VmStateValues Values(string machine, IReadOnlyList<string> capabilities)
    {
        VmStateValues values = new VmStateValues().Set("name", Encoding.UTF8.GetBytes(machine).AsMemory());
        if (capabilities.Count > 0)
        {
            values.SetSubsection(
                CapabilitiesName,
                new VmStateValues().Set("capabilities", capabilities.Select(name => new VmStateValues().Set("name", Encoding.UTF8.GetBytes(name).AsMemory()))));
        }

        return values;
    }

    /// <summary>The machine that values are for.</summary>
    public static string Machine(VmStateValues values) => Encoding.UTF8.GetString(values.Bytes("name").Span);

    /// <summary>The capabilities in values.</summary>
    public static IReadOnlyList<string> Capabilities(VmStateValues values) =>
        values.Subsections.TryGetValue(CapabilitiesName, out VmStateValues? subsection)
            ? [.. subsection.Structs("capabilities").Select(item => Encoding.UTF8.GetString(item.Bytes("name").Span))]
            : [];
}
