using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Qmp;

namespace LocalMig.Tests.Machine;

/// <summary>Two machines with a monitor each, driven over their sockets as any client would.</summary>
public sealed class VmServerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static Deadline Soon => Deadline.After(Patience, TestContext.Current.CancellationToken);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_migration_over_two_monitors_shows_qemus_order_of_replies_and_events()
    {
        using VmServer source = Start(new VmOptions(), "src"), destination = Start(new VmOptions { Incoming = "defer" }, "dst");
        using QmpClient ours = Connect(source), theirs = Connect(destination);
        (UnixChannel peer, UnixChannel end) = UnixChannel.Pair();
        using (peer)
        using (end)
        {
            Ok(ours, "migrate-set-parameters", ("local", true));
            Ok(theirs, "migrate-set-parameters", ("local", true));
            Assert.True(ours.Execute("getfd", JsonValue.Object(("fdname", "s")), Soon, end.Fd).Value.IsOk);
            end.Dispose();
            Ok(ours, "device_add", ("driver", "localmig-socket"), ("id", "s0"), ("fd", "s"), ("local", true));
            Ok(theirs, "device_add", ("driver", "localmig-socket"), ("id", "s0"), ("local", true));
            Ok(theirs, "migrate-incoming", ("uri", $"unix:{_folder.FullName}/m"));
            Ok(ours, "migrate", ("uri", $"unix:{_folder.FullName}/m"));
            Completed(ours);
            Completed(theirs);
            Ok(ours, "quit");
            Assert.Equal(0, source.WaitForExit(TestContext.Current.CancellationToken));
            Assert.Null(peer.Send([42], Soon));
            byte[] echo = new byte[1];
            Assert.Equal(1, peer.Receive(echo, new DescriptorQueue(), Soon).Value);
            Assert.Equal(42, echo[0]);
        }
    }

    [Fact]
    public async Task A_load_that_fails_ends_the_machine_with_status_1()
    {
        using CancellationTokenSource stop = new(Patience);
        string path = $"{_folder.FullName}/m";
        List<string> said = [];
        Task<int> served = Task.Factory.StartNew(
            () => VmServer.Run(new VmOptions { Incoming = $"unix:{path}" }, $"{_folder.FullName}/q", said.Add, stop.Token),
            stop.Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        UnixChannel? channel;
        while (!UnixChannel.Connect(path, Soon).TryGet(out channel, out _))
            Thread.Sleep(1);
        channel.Dispose();
        Assert.Equal(1, await served.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(["Failed to peek at channel"], said);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void A_machine_that_cannot_start_says_why_and_gives_status_1()
    {
        List<string> said = [];
        Assert.Equal(1, VmServer.Run(new VmOptions(), "/nonexistent/q", said.Add, TestContext.Current.CancellationToken));
        Assert.Equal(1, VmServer.Run(new VmOptions { Incoming = "bogus" }, $"{_folder.FullName}/q", said.Add, TestContext.Current.CancellationToken));
        Assert.Equal(
            ["Failed to bind socket to /nonexistent/q: No such file or directory", "-incoming bogus: unknown migration protocol: bogus"],
            said);
        Assert.Empty(_folder.GetFiles());
    }

    private VmServer Start(VmOptions options, string name) => VmServer.Start(options, $"{_folder.FullName}/{name}").Value;

    private static QmpClient Connect(VmServer server)
    {
        QmpClient client = QmpClient.Connect(server.QmpPath, Soon).Value;
        Assert.True(client.Negotiate(Soon).Value.IsOk);
        return client;
    }

    private static void Ok(QmpClient client, string command, params (string, JsonValue)[] arguments)
    {
        QmpReply reply = client.Execute(command, JsonValue.Object(arguments), Soon).Value;
        Assert.True(reply.IsOk, $"{command}: {reply.Error?.Desc}");
    }

    private static void Completed(QmpClient client)
    {
        string? status;
        do
        {
            status = client.Execute("query-migrate", null, Soon).Value.Value["status"]?.AsString;
            Assert.NotEqual("failed", status);
        }
        while (status != "completed");
    }
}
