using FsCheck;
using FsCheck.Fluent;
using LocalMig.Channels;

namespace LocalMig.Tests.Channels;

/// <summary>Makes addresses of every kind, with texts that contain what the notations use as marks.</summary>
public static class Addresses
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (3, Gen.Elements("a", "/run/vm/mig", "127.0.0.1", "::1", "host", "4444", "mig0")),
        (2, Gen.Choose(0, 6).SelectMany(static n => Gen.ArrayOf(Gen.Elements('a', '1', ':', ',', '=', '[', ']', '/', ' ', '@', 'é'), n)).Select(static c => new string(c))));

    private static readonly Gen<bool?> Flag = Gen.Elements<bool?>(null, null, true, false);

    private static readonly Gen<uint?> Number = Gen.Frequency(
        (3, Gen.Constant<uint?>(null)), (1, Gen.Elements<uint?>(0, 1, 65_535, uint.MaxValue)));

    private static readonly Gen<InetAddress> Inet =
        from host in Text
        from port in Text
        from flags in Gen.ArrayOf(Flag, 5)
        from numbers in Gen.ArrayOf(Number, 4)
        select new InetAddress(host, port)
        {
            Numeric = flags[0],
            Ipv4 = flags[1],
            Ipv6 = flags[2],
            KeepAlive = flags[3],
            Mptcp = flags[4],
            To = (ushort?)(numbers[0] & 0xffff),
            KeepAliveCount = numbers[1],
            KeepAliveIdle = numbers[2],
            KeepAliveInterval = numbers[3],
        };

    public static Arbitrary<MigrationAddress> Any() => Arb.From(Gen.OneOf(
        Text.SelectMany(_ => Flag, (p, a) => (p, a)).SelectMany(_ => Flag, (x, t) => (MigrationAddress)new UnixAddress(x.p, x.a, t)),
        Inet.Select(static i => (MigrationAddress)i),
        Inet.Select(static i => (MigrationAddress)new RdmaAddress(i)),
        Text.SelectMany(_ => Text, (c, p) => (MigrationAddress)new VsockAddress(c, p)),
        Text.Select(static n => (MigrationAddress)new FdAddress(n)),
        Text.Select(static c => (MigrationAddress)new ExecAddress(["/bin/sh", "-c", c])),
        Gen.NonEmptyListOf(Text).Select(static a => (MigrationAddress)new ExecAddress([.. a])),
        Text.SelectMany(_ => Gen.Elements(0UL, 1UL, 4096UL, ulong.MaxValue), (f, o) => (MigrationAddress)new FileAddress(f, o))));
}
