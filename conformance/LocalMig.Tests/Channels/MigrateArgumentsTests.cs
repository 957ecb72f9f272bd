using LocalMig.Channels;
using LocalMig.Tests.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Channels;

public class MigrateArgumentsTests
{
    private const string Unix = """{"transport": "socket", "type": "unix", "path": "/s"}""";

    [Theory]
    [InlineData("""{"uri": "unix:/s"}""")]
    [InlineData("""{"uri": "unix:/s", "channels": []}""")]
    [InlineData($$"""{"channels": [{"channel-type": "main", "addr": {{Unix}}}]}""")]
    public void A_URI_and_a_channel_say_the_same(string arguments)
    {
        MigrateArguments read = MigrateArguments.ForMigrate(Fixture.Json(arguments)).Value;
        Assert.Equal(new MigrateArguments(new UnixAddress("/s"), null, false, true), read);
        Assert.Equal(read, MigrateArguments.ForIncoming(Fixture.Json(arguments)).Value);
    }

    [Theory]
    [InlineData($$"""{"channels": [{"channel-type": "cpr", "addr": {{Unix}}}]}""", "Channel list has no main entry", "Channel list must have only one entry, for type 'main'")]
    [InlineData($$"""{"channels": [{"channel-type": "main", "addr": {"transport": "exec", "args": [] } } ]}""", "Parameter 'args' expects at least the program to execute", "Parameter 'args' expects at least the program to execute")]
    [InlineData("""{"uri": "rdma:x"}""", "RDMA ERROR: bad RDMA migration address 'x'", "RDMA ERROR: bad RDMA migration address 'x'")]
    public void What_crashes_QEMU_is_refused(string arguments, string outgoing, string incoming)
    {
        Assert.Equal(outgoing, MigrateArguments.ForMigrate(Fixture.Json(arguments)).Error?.Desc);
        Assert.Equal(incoming, MigrateArguments.ForIncoming(Fixture.Json(arguments)).Error?.Desc);
    }

    [Fact]
    public void The_cpr_channel_and_the_switches_are_read()
    {
        MigrateArguments read = MigrateArguments.ForMigrate(Fixture.Json(
            $$"""{"resume": true, "channels": [{"channel-type": "cpr", "addr": {{Unix}}}, {"channel-type": "main", "addr": {"transport": "file", "filename": "f", "offset": 3 } } ]}""")).Value;
        Assert.Equal(new MigrateArguments(new FileAddress("f", 3), new UnixAddress("/s"), true, true), read);
        Assert.False(MigrateArguments.ForIncoming(Fixture.Json("""{"uri": "unix:/s", "exit-on-error": false}""")).Value.ExitOnError);
    }

    [Fact]
    public void The_older_generation_has_no_channels_and_ignores_what_it_ignored()
    {
        Assert.Equal("Parameter 'uri' is missing", MigrateArguments.ForMigrate(Fixture.Json("{}"), QemuGeneration.Qemu7).Error?.Desc);
        Assert.Equal("Parameter 'channels' is unexpected", MigrateArguments.ForMigrate(Fixture.Json("""{"uri": "unix:/s", "channels": []}"""), QemuGeneration.Qemu7).Error?.Desc);
        Assert.True(MigrateArguments.ForMigrate(Fixture.Json("""{"uri": "unix:/s", "blk": true, "inc": true, "detach": true}"""), QemuGeneration.Qemu7).IsOk);
        Assert.Equal("Parameter 'exit-on-error' is unexpected", MigrateArguments.ForIncoming(Fixture.Json("""{"uri": "unix:/s", "exit-on-error": false}"""), QemuGeneration.Qemu7).Error?.Desc);
    }
}
