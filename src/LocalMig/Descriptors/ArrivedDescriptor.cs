using System.Runtime.InteropServices;

namespace LocalMig.Descriptors;

/// <summary>A descriptor that arrived in a stream and was not claimed yet.</summary>
/// <param name="Number">Its number, for reports: the queue owns it.</param>
/// <param name="FirstOffset">The first byte of the stream it can have ridden on.</param>
/// <param name="LastOffset">The last byte it can have ridden on; it is this one if its message was one byte long, as QEMU's are. The
/// kernel glues plain bytes that came before to the message and does not say where it begins.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ArrivedDescriptor(int Number, long FirstOffset, long LastOffset);
