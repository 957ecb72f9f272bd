using System.Text;
using LocalMig.Channels;
using LocalMig.Fuzz.Mutators;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Migration URIs, in both generations.</summary>
public sealed class MigrationUriTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "uri";

    /// <inheritdoc/>
    public override string Summary => "migration URIs: an address that was read is printed, and said as an object, without a change";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Targets.Outcomes.Refused];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Channels/MigrationUri.cs", "src/LocalMig/Channels/InetText.cs", "src/LocalMig/Channels/InetTextOld.cs",
        "src/LocalMig/Channels/SizeText.cs", "src/LocalMig/Channels/NumberText.cs",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 512;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(Phrases);

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new RecordMutator(static (output, random) => output.Append(random.Pick(Phrases)));

    private static string[] Phrases =>
    [
        "unix:", "tcp:", "exec:", "fd:", "rdma:", "vsock:", "file:", ",offset=", "[::1]:", "127.0.0.1:", ",to=", ",ipv4", ",ipv6=off", ",ipv6=on", ",keep-alive=on",
        ",numeric=on", ",mptcp", ",keep-alive-count=3", ",keep-alive-idle=4", ",keep-alive-interval=5", "4444", "0x10", "1.5k", "2G", "99999999999999999999", "localhost:", "/tmp/x",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => Words.Of(
        "unix:/tmp/m.sock", "tcp:[::1]:4444,to=4450,ipv6=on", "tcp:127.0.0.1:4444,keep-alive=on,numeric=on", "tcp::0", "exec:cat > /dev/null", "fd:mig", "rdma:10.0.0.1:4444",
        "vsock:3:1234", "file:/tmp/x,offset=0x1000", "file:/tmp/x,offset=1.5k", "tcp:host:http,ipv4,mptcp=off,keep-alive-count=3,keep-alive-idle=4,keep-alive-interval=5", "nonsense:x", "",
        "tcp:localhost:4444,ipv6=off", "file:/tmp/x,offset=2G", "file:/tmp/x,offset=99999999999999999999", "tcp:127.0.0.1:4444,ipv4,to=4450",
        "tcp:h:1,id=9x", "tcp:h:1,id=a-b.c_d", "tcp:h:1,ipv4=maybe", "tcp:h:1,nosuch=1", "tcp:h:1,to=x", "tcp:h:1,to=99999999999999999999999", "tcp:h:1,to=70000", "tcp:host=h", "tcp:a,,b:1", "tcp:h:1,keep-alive-count=-1",
        "tcp:h:1,to=+0x1f", "tcp:h:1,to=017", "tcp:h:1,to=09", "tcp:h:1,to=0x", "tcp:h:1,noipv4", "tcp:[", "tcp:[::1", "tcp::", "tcp:h", "tcp:h:1,ipv6=x", "tcp:h:1,keep-alive=x", "tcp:h:1,mptcp=x", "tcp:host:1,to= 5",
        "file:/f,offset=+5", "file:/f,offset=-5", "file:/f,offset=.", "file:/f,offset=5x", "file:/f,offset=5KB", "file:/f,offset=1.5", "file:/f,offset=16384P", "file:/f,offset=0xg", "file:/f,offset=0x", "file:/f,offset=-0x5",
        "file:/f,offset=0x11112222333344445", "file:/f,offset=0X1f", "file:/f,offset=");

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        string uri = Encoding.UTF8.GetString(input);
        _ = MigrationUri.Parse(uri, QemuGeneration.Qemu7, ChannelSide.Destination);
        Result<MigrationAddress, QmpError> seven = MigrationUri.Parse(uri, QemuGeneration.Qemu7);
        Result<MigrationAddress, QmpError> eleven = MigrationUri.Parse(uri);
        foreach (Result<MigrationAddress, QmpError> read in (ReadOnlySpan<Result<MigrationAddress, QmpError>>)[seven, eleven])
        {
            if (!read.TryGet(out MigrationAddress? address, out QmpError? error))
            {
                Check(error.Desc.Length > 0, "an error has a text");
                continue;
            }

            if (MigrationUri.Print(address) is { } printed)
                Check(MigrationUri.Parse(printed).TryGet(out MigrationAddress? again, out _) && again.Equals(address), "what is printed is read as the same address", () => printed);
            JsonValue said = AddressJson.Write(address);
            Check(AddressJson.Read(said).Equals(address), "an address said as an object is read as the same", () => JsonText.Write(said));
        }

        return eleven.IsOk ? Accepted : Targets.Outcomes.Refused;
    }
}
