using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>The state that goes ahead of a migration by CPR, on a channel of its own: which descriptors are which.</summary>
public static class CprState
{
    /// <summary>The first four bytes, <c>QCPR</c>.</summary>
    public const uint Magic = 0x51435052;

    /// <summary>The version after the magic.</summary>
    public const uint Version = 1;

    /// <summary>What follows: a list of named descriptors, and what devices add in subsections. The name's last byte is a NUL.</summary>
    public static VmStateDescription Description { get; } = new(
        "CprState",
        1,
        1,
        [
            VmStateField.List(
                "fds",
                new VmStateDescription(
                    "cpr fd",
                    1,
                    VmStateField.Of("namelen", VmStateType.UInt32),
                    VmStateField.Buffer("name", lengthFrom: "namelen"),
                    VmStateField.Of("id", VmStateType.Int32),
                    VmStateField.Of("fd", VmStateType.Fd))),
        ],
        [
            new VmStateDescription(
                "CprState/vfio devices",
                1,
                VmStateField.List(
                    "vfio_devices",
                    new VmStateDescription(
                        "cpr vfio device",
                        1,
                        VmStateField.Of("namelen", VmStateType.UInt32),
                        VmStateField.Buffer("name", lengthFrom: "namelen"),
                        VmStateField.Of("ioas_id", VmStateType.UInt32),
                        VmStateField.Of("devid", VmStateType.Int32),
                        VmStateField.Of("hwpt_id", VmStateType.UInt32)))),
        ]);

    /// <summary>Reads magic and version.</summary>
    /// <returns>What is wrong, in QEMU's words too; or null.</returns>
    public static ParseError? ReadHeader(StreamInput input)
    {
        long offset = input.Offset;
        uint magic = input.ReadUInt32();
        // QEMU reads on behind the end, where everything is zero.
        if (magic != Magic)
        {
            return (input.Error ?? ParseError.At(Errors.StreamMagic, offset, $"0x{magic:x8} stands where 0x{Magic:x8} must be")) with
            {
                QemuText = $"Not a migration stream (bad magic {magic:x})",
            };
        }

        uint version = input.ReadUInt32();
        if (version == Version)
            return null;
        return (input.Error ?? ParseError.At(Errors.StreamFormatVersion, offset + 4, $"version {version}")) with
        {
            QemuText = $"Unsupported migration stream version {version}",
        };
    }
}
