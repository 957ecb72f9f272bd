using LocalMig.Channels;
using LocalMig.Wire;

namespace LocalMig.Tests.Channels;

public class MigrationUriTests
{
    public static TheoryData<string, MigrationAddress> Uris() => new()
    {
        { "unix:/run/vm/mig", new UnixAddress("/run/vm/mig") },
        { "unix:relative", new UnixAddress("relative") },
        { "unix:@abstract,tight=off", new UnixAddress("@abstract,tight=off") },
        { "fd:mig", new FdAddress("mig") },
        { "fd:-1", new FdAddress("-1") },
        { "exec:cat > /dev/null", new ExecAddress(["/bin/sh", "-c", "cat > /dev/null"]) },
        { "exec:", new ExecAddress(["/bin/sh", "-c", ""]) },
        { "vsock:2:1234", new VsockAddress("2", "1234") },
        { "vsock:abc:def", new VsockAddress("abc", "def") },
        { "tcp:127.0.0.1:1", new InetAddress("127.0.0.1", "1") },
        { "tcp::4444", new InetAddress("", "4444") },
        { "tcp:[::1]:1", new InetAddress("::1", "1") },
        { "tcp:h:1,ipv4,noipv6,to=7,keep-alive=on", new InetAddress("h", "1") { Ipv4 = true, Ipv6 = false, To = 7, KeepAlive = true } },
        { "tcp:h:1,keep-alive-idle=5,numeric=yes,mptcp=n", new InetAddress("h", "1") { KeepAliveIdle = 5, Numeric = true, Mptcp = false } },
        { "tcp:a,,b:1", new InetAddress("a,b", "1") },
        { "rdma:10.0.0.1:2", new RdmaAddress(new InetAddress("10.0.0.1", "2")) },
        { "file:/tmp/x", new FileAddress("/tmp/x") },
        { "file:", new FileAddress("") },
        { "file:/tmp/x,bogus", new FileAddress("/tmp/x,bogus") },
        { "file:/tmp/x,offset=0x10", new FileAddress("/tmp/x", 16) },
        { "file:/tmp/x,offset=1.5k", new FileAddress("/tmp/x", 1536) },
        { "file:/tmp/x,offset=2M", new FileAddress("/tmp/x", 2 << 20) },
        { "file:/tmp/x,offset= +010", new FileAddress("/tmp/x", 10) },
        { "file:/tmp/x,offset=.5m", new FileAddress("/tmp/x", 1 << 19) },
        { "file:/tmp/x,offset=1.M", new FileAddress("/tmp/x", 1 << 20) },
        { "file:/tmp/x,offset=1.0", new FileAddress("/tmp/x", 1) },
        { "tcp:h:1,to= +0x10,id=x", new InetAddress("h", "1") { To = 16 } },
        { "tcp:h:1,to=010", new InetAddress("h", "1") { To = 8 } },
        { "tcp:h:1,addr=g:2", new InetAddress("g", "2") },
    };

    [Theory]
    [MemberData(nameof(Uris))]
    public void A_URI_says_one_address(string uri, MigrationAddress address) =>
        Assert.Equal(address, MigrationUri.Parse(uri).Value);

    [Theory]
    [InlineData("unix:", "invalid Unix socket address")]
    [InlineData("fd:", "invalid file descriptor address")]
    [InlineData("tcp:", "error parsing address ''")]
    [InlineData("tcp:[::1]", "error parsing IPv6 address '[::1]'")]
    [InlineData("tcp:[]:1", "error parsing IPv6 address '[]:1'")]
    [InlineData("tcp:h:1,ipv4=maybe", "Parameter 'ipv4' expects 'on' or 'off'")]
    [InlineData("tcp:h:1,to=x", "Parameter 'to' expects a number")]
    [InlineData("tcp:h:1,to=", "Parameter 'to' expects a number")]
    [InlineData("tcp:h:1,noto", "Parameter 'to' expects a number")]
    [InlineData("tcp:h:1,to=65536", "Value '65536' is too large for parameter 'to'")]
    [InlineData("tcp:h:1,to=-1", "Value '-1' is too large for parameter 'to'")]
    [InlineData("tcp:h:1,to=18446744073709551616", "Value '18446744073709551616' is too large for parameter 'to'")]
    [InlineData("tcp:h:1,id=1x", "Parameter 'id' expects an identifier")]
    [InlineData("tcp:h:1,ipv4=1", "Parameter 'ipv4' expects 'on' or 'off'")]
    [InlineData("tcp:h:1,=", "Invalid parameter ''")]
    [InlineData("vsock:2:1,x", "trailing characters in address '2:1,x'")]
    [InlineData("file:x,offset=", "file URI has bad offset : Invalid argument")]
    [InlineData("file:x,offset=1.5", "file URI has bad offset 1.5: Invalid argument")]
    [InlineData("file:x,offset=18446744073709551616", "file URI has bad offset 18446744073709551616: Numerical result out of range")]
    [InlineData("file:x,offset=-1", "file URI has bad offset -1: Numerical result out of range")]
    [InlineData("file:x,offset=1kb", "file URI has bad offset 1kb: Invalid argument")]
    [InlineData("file:x,offset=1e3", "file URI has bad offset 1e3: Invalid argument")]
    [InlineData("file:x,offset=0x1k", "file URI has bad offset 0x1k: Invalid argument")]
    [InlineData("file:x,offset=1.5B", "file URI has bad offset 1.5B: Invalid argument")]
    [InlineData("file:x,offset=99999999999999999999K", "file URI has bad offset 99999999999999999999K: Invalid argument")]
    [InlineData("file:x,offset=16E", "file URI has bad offset 16E: Numerical result out of range")]
    [InlineData("rdma:", "RDMA ERROR: bad RDMA migration address ''")]
    [InlineData("local:", "unknown migration protocol: local:")]
    public void What_says_no_address_is_refused_with_the_reason(string uri, string error) =>
        Assert.Equal(error, MigrationUri.Parse(uri).Error!.Desc);

    [Theory]
    [InlineData("bogus", ChannelSide.Source, "Parameter 'uri' expects a valid migration protocol")]
    [InlineData("bogus", ChannelSide.Destination, "unknown migration protocol: bogus")]
    [InlineData("file:/tmp/x", ChannelSide.Source, "Parameter 'uri' expects a valid migration protocol")]
    [InlineData("tcp::", ChannelSide.Source, "error parsing port in address ':'")]
    [InlineData("tcp:[::1:1", ChannelSide.Source, "error parsing IPv6 address '[::1:1'")]
    [InlineData("tcp:h:1,to=x", ChannelSide.Source, "error parsing to= argument")]
    [InlineData("tcp:h:1,ipv4=x", ChannelSide.Source, "error parsing 'ipv4' flag '=x'")]
    public void The_older_generation_has_its_own_words(string uri, ChannelSide side, string error) =>
        Assert.Equal(error, MigrationUri.Parse(uri, QemuGeneration.Qemu7, side).Error!.Desc);

    [Fact]
    public void The_older_generation_ignores_options_it_does_not_know()
    {
        Assert.Equal(new InetAddress("h", "1"), MigrationUri.Parse("tcp:h:1,bogus=1", QemuGeneration.Qemu7).Value);
        Assert.Equal(
            new InetAddress("h", "1") { Ipv4 = true, Ipv6 = false, To = 9 },
            MigrationUri.Parse("tcp:h:1,ipv6=off,to=9,ipv4", QemuGeneration.Qemu7).Value);
    }

    [Fact]
    public void Addresses_that_no_URI_says_are_not_printed()
    {
        Assert.Null(MigrationUri.Print(new UnixAddress("name", Abstract: true)));
        Assert.Null(MigrationUri.Print(new ExecAddress(["/bin/cat"])));
        Assert.Null(MigrationUri.Print(new UnixAddress("")));
        Assert.Null(MigrationUri.Print(new FileAddress("x,offset=1")));
    }
}
