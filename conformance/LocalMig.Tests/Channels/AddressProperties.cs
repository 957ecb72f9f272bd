using FsCheck.Xunit;
using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Channels;

[Properties(Arbitrary = [typeof(Addresses)], MaxTest = 1000)]
public class AddressProperties
{
    [Property]
    public void An_address_that_is_printed_is_parsed_back_the_same(MigrationAddress address)
    {
        if (MigrationUri.Print(address) is { } uri)
            Assert.Equal(address, MigrationUri.Parse(uri).Value);
    }

    [Property]
    public void A_URI_that_is_parsed_is_printed_as_one_of_the_same_address(string? text)
    {
        foreach (string scheme in (string[])["", "unix:", "tcp:", "vsock:", "fd:", "exec:", "file:", "rdma:"])
        {
            if (MigrationUri.Parse(scheme + text).TryGet(out MigrationAddress? address, out QmpError? error))
                Assert.Equal(address, MigrationUri.Parse(MigrationUri.Print(address)!).Value);
            else
                Assert.NotEmpty(error.Desc);
            MigrationUri.Parse(scheme + text, QemuGeneration.Qemu7).TryGet(out _, out _);
        }
    }

    [Property]
    public void An_address_is_written_as_JSON_of_the_schema_and_read_back_the_same(MigrationAddress address)
    {
        JsonValue json = AddressJson.Write(address);
        ObjectType type = ProfileSchema.For(Profile.Proposal, QemuGeneration.Qemu11).Object("MigrationAddress");
        Assert.Null(ArgumentChecker.Check(type, json));
        Assert.Equal(address, AddressJson.Read(json));
    }

    [Property]
    public void Most_addresses_have_a_URI_if_their_texts_have_no_marks(MigrationAddress address)
    {
        bool plain = address switch
        {
            UnixAddress { Abstract: null, Tight: null, Path.Length: > 0 } => true,
            FdAddress { Name.Length: > 0 } or FileAddress { Filename: "a" } => true,
            VsockAddress { Cid: "4444" or "a", Port: "4444" or "a" } => true,
            InetAddress { Host: "127.0.0.1" or "::1" or "host", Port: "4444" } => true,
            _ => false,
        };
        if (plain)
            Assert.NotNull(MigrationUri.Print(address));
    }
}
