using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Qmp;

public class QmpClientTests
{
    private static Deadline Brief(int milliseconds) =>
        Deadline.After(TimeSpan.FromMilliseconds(milliseconds), TestContext.Current.CancellationToken);

    [Fact]
    public async Task Replies_find_their_commands_whatever_happens_between()
    {
        using MonitorFixture monitor = new();
        using QmpClient client = monitor.Client(outOfBand: true);
        Task<Result<QmpReply, ParseError>> slow = client.ExecuteAsync("slow");
        Task<Result<QmpReply, ParseError>> stop = client.ExecuteAsync("stop");
        Assert.True((await client.ExecuteAsync("yank", outOfBand: true)).Value.IsOk);
        Assert.False(slow.IsCompleted);
        monitor.Commands.Slow.Release();
        Assert.True((await slow).Value.IsOk);
        Assert.True((await stop).Value.IsOk);
        Assert.Equal(["STOP"], client.Events.From().Select(e => e.Name));
    }

    [Fact]
    public void An_error_is_a_reply_with_class_and_text()
    {
        using MonitorFixture monitor = new();
        using QmpClient client = monitor.Client();
        QmpReply reply = client.Execute("fail", null, MonitorFixture.Soon).Value;
        Assert.Equal(new QmpError(QmpErrorClass.DeviceNotFound, "no such device"), reply.Error);
    }

    [Fact]
    public void A_line_of_any_length_is_read()
    {
        using MonitorFixture monitor = new();
        using QmpClient client = monitor.Client();
        JsonValue arguments = JsonValue.Object(("text", new string('x', 300_000)));
        Assert.Equal(arguments, client.Execute("echo", arguments, MonitorFixture.Soon).Value.Value);
    }

    [Fact]
    public void A_reply_that_does_not_come_is_an_error_in_time()
    {
        using MonitorFixture monitor = new();
        using QmpClient client = monitor.Client();
        Assert.Equal("qmp.timeout", client.Execute("slow", null, Brief(50)).Error!.Code);
        monitor.Commands.Slow.Release();
        Assert.True(client.Execute("query-status", null, MonitorFixture.Soon).Value.IsOk);
    }

    [Fact]
    public async Task Who_waits_when_the_server_ends_is_told()
    {
        using MonitorFixture monitor = new();
        using QmpClient client = monitor.Client();
        Task<Result<QmpReply, ParseError>> slow = client.ExecuteAsync("slow");
        while (monitor.Commands.Executed.IsEmpty)
            Thread.Yield();
        monitor.Commands.Slow.Release();
        monitor.Server.Dispose();
        _ = await slow;
        Assert.Equal("qmp.connection-lost", client.Execute("query-status", null, MonitorFixture.Soon).Error!.Code);
        Assert.NotNull(client.Lost);
    }

    [Fact]
    public void Events_are_waited_for_from_a_place_on()
    {
        using MonitorFixture monitor = new();
        using QmpClient client = monitor.Client();
        client.Execute("stop", null, MonitorFixture.Soon);
        int place = client.Events.Count;
        Assert.NotNull(client.Events.Wait(e => e.Name == "STOP", Deadline.Now));
        Assert.Null(client.Events.Wait(e => e.Name == "STOP", Brief(20), place));
        monitor.Server.Emit(QmpEvent.Now("STOP"));
        Assert.NotNull(client.Events.Wait(e => e.Name == "STOP", MonitorFixture.Soon, place));
    }

    [Fact]
    public async Task Events_are_a_stream_that_ends_with_the_connection()
    {
        using MonitorFixture monitor = new();
        using QmpClient client = monitor.Client();
        monitor.Server.Emit(QmpEvent.Now("STOP"));
        monitor.Server.Emit(QmpEvent.Now("RESUME", JsonValue.EmptyObject));
        monitor.Server.Dispose();
        List<string> names = [];
        await foreach (QmpEvent happened in client.Events.ReadAsync(cancellation: TestContext.Current.CancellationToken))
            names.Add(happened.Name);
        Assert.Equal(["STOP", "RESUME"], names);
    }

    [Fact]
    public void Every_line_is_traced_in_both_directions()
    {
        using MonitorFixture monitor = new();
        List<string> lines = [];
        using (QmpClient client = monitor.Client(trace: l => { lock (lines) { lines.Add((l.Sent ? "-> " : "<- ") + l.Text); } }))
            client.Execute("query-status", null, MonitorFixture.Soon);
        Assert.Equal(5, lines.Count);
        Assert.StartsWith("<- {\"QMP\"", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("-> {\"execute\"", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_is_no_monitor_is_refused()
    {
        (UnixChannel mine, UnixChannel other) = UnixChannel.Pair();
        using (other)
        {
            Assert.Null(other.Send("hello\n"u8, MonitorFixture.Soon));
            Assert.Equal("qmp.message", QmpClient.Adopt(mine, MonitorFixture.Soon).Error!.Code);
        }
    }
}
