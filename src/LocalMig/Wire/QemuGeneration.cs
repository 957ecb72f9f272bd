namespace LocalMig.Wire;

/// <summary>Whose observable behaviour is followed where released versions of QEMU differ in texts and parsing.</summary>
public enum QemuGeneration
{
    /// <summary>QEMU 11.1.3: a push parser with positions; range texts "Option max-cpu-throttle expects ...".</summary>
    Qemu11,

    /// <summary>QEMU 7.2 up to 10.x: tokens collected and then parsed, no positions; range texts "Parameter 'max_cpu_throttle' expects ...".</summary>
    Qemu7,
}
