using System.Text;
using LocalMig.Descriptors;
using LocalMig.Qmp;
using LocalMig.Tests.Json;
using LocalMig.Wire;

namespace LocalMig.Tests.Qmp;

public class QmpServerTests
{
    private const string Status = "{\"execute\":\"query-status\"}";
    private const string StatusReply = "{\"return\": {\"status\": \"running\", \"running\": true}}";

    [Theory]
    [InlineData(QemuGeneration.Qemu11)]
    [InlineData(QemuGeneration.Qemu7)]
    public void After_any_bytes_0xFF_and_a_good_command_get_a_good_answer(QemuGeneration generation)
    {
        using MonitorFixture monitor = new(generation);
        using RawMonitor client = new(monitor.Path, negotiate: true);
        const int Seed = 1;
        var source = new NearJsonSource(Seed);
        for (int i = 0; i < 300; i++)
        {
            NearJson input = source.Next();
            client.Send(Encoding.Latin1.GetString(input.Bytes) + $"\xff{{\"execute\":\"query-status\",\"id\":\"good {i}\"}}");
            string answer = client.Line();
            while (!answer.EndsWith($"\"good {i}\"}}", StringComparison.Ordinal))
                answer = client.Line();
            Assert.True(answer == $"{{\"return\": {{\"status\": \"running\", \"running\": true}}, \"id\": \"good {i}\"}}", $"input {i} of seed {Seed}: {input}: {answer}");
        }
    }

    [Fact]
    public void A_client_is_greeted_with_version_and_capabilities()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = monitor.Raw();
        Assert.Equal(
            "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 3, \"minor\": 1, \"major\": 11}, \"package\": \"\"}, \"capabilities\": [\"oob\"]}}",
            raw.Greeting);
    }

    [Theory]
    [InlineData(Status)]
    [InlineData("{\"execute\":\"nosuch\"}")]
    [InlineData("{\"execute\":\"quit\"}")]
    public void Before_the_negotiation_every_command_is_refused(string command)
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = monitor.Raw();
        raw.Send(command);
        Assert.Equal(
            "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Expecting capabilities negotiation with 'qmp_capabilities'\"}}",
            raw.Line());
        Assert.Empty(monitor.Commands.Executed);
    }

    [Theory]
    [InlineData("{\"enable\":null}", "GenericError", "Invalid parameter type for 'enable', expected: array")]
    [InlineData("{\"enable\":[1]}", "GenericError", "Invalid parameter type for 'enable[0]', expected: string")]
    [InlineData("{\"enable\":[\"nope\"]}", "GenericError", "Parameter 'null' does not accept value 'nope'")]
    [InlineData("{\"bogus\":1}", "GenericError", "Parameter 'bogus' is unexpected")]
    public void A_negotiation_with_bad_arguments_is_refused_and_can_be_tried_again(string arguments, string errorClass, string desc)
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = monitor.Raw();
        raw.Send("{\"execute\":\"qmp_capabilities\",\"arguments\":" + arguments + "}");
        Assert.Equal($"{{\"error\": {{\"class\": \"{errorClass}\", \"desc\": \"{desc}\"}}}}", raw.Line());
        raw.Send("{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[]}}" + Status);
        Assert.Equal("{\"return\": {}}", raw.Line());
        Assert.Equal(StatusReply, raw.Line());
    }

    [Fact]
    public void A_second_negotiation_is_ignored_with_an_error()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        raw.Send("{\"execute\":\"qmp_capabilities\"}");
        Assert.Equal(
            "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Capabilities negotiation is already complete, command ignored\"}}",
            raw.Line());
    }

    [Theory]
    [InlineData("{}", "QMP input lacks member 'execute'")]
    [InlineData("{\"execute\":1}", "QMP input member 'execute' must be a string")]
    [InlineData("{\"execute\":\"query-status\",\"arguments\":null}", "QMP input member 'arguments' must be an object")]
    [InlineData("{\"execute\":\"query-status\",\"bogus\":1}", "QMP input member 'bogus' is unexpected")]
    [InlineData("{\"execute\":1,\"bogus\":2,\"arguments\":3}", "QMP input member 'bogus' is unexpected")]
    [InlineData("{\"ut\":\"\",\"arg\\u0000ues\":{\"\":1}}", "QMP input member 'arg\\u0000ues' is unexpected")]
    [InlineData("{\"exec-oob\":\"yank\"}", "QMP input member 'exec-oob' is unexpected")]
    [InlineData("[]", "QMP input must be a JSON object")]
    public void A_broken_envelope_is_refused_with_the_text_of_its_fault(string envelope, string desc)
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        raw.Send(envelope);
        Assert.Equal($"{{\"error\": {{\"class\": \"GenericError\", \"desc\": \"{desc}\"}}}}", raw.Line());
    }

    [Fact]
    public void An_id_comes_back_with_success_with_errors_and_with_broken_envelopes()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        raw.Send("{\"execute\":\"query-status\",\"id\":[1,{\"a\":null}]}");
        Assert.Equal("{\"return\": {\"status\": \"running\", \"running\": true}, \"id\": [1, {\"a\": null}]}", raw.Line());
        raw.Send("{\"execute\":\"nosuch\",\"id\":18446744073709551615}");
        Assert.Equal(
            "{\"id\": 18446744073709551615, \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command nosuch has not been found\"}}",
            raw.Line());
        raw.Send("{\"id\":\"x\"}");
        Assert.Equal("{\"id\": \"x\", \"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input lacks member 'execute'\"}}", raw.Line());
    }

    [Fact]
    public void Several_commands_in_one_write_and_one_command_in_many_are_answered_in_order()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        raw.Send("{\"execute\":\"echo\",\"arguments\":{\"n\":1}}{\"execute\":\"echo\",\"arguments\":{\"n\":2}}");
        foreach (char c in "{\"execute\":\"echo\",\"arguments\":{\"n\":3}}")
            raw.Send(c.ToString());
        Assert.Equal(["{\"return\": {\"n\": 1}}", "{\"return\": {\"n\": 2}}", "{\"return\": {\"n\": 3}}"], [raw.Line(), raw.Line(), raw.Line()]);
    }

    [Fact]
    public void An_event_of_a_command_goes_out_before_its_reply()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        raw.Send("{\"execute\":\"stop\"}");
        Assert.Matches("^\\{\"timestamp\": \\{\"seconds\": [0-9]+, \"microseconds\": [0-9]+\\}, \"event\": \"STOP\"\\}$", raw.Line());
        Assert.Equal("{\"return\": {}}", raw.Line());
    }

    [Fact]
    public void Nobody_hears_of_events_before_the_negotiation()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = monitor.Raw();
        monitor.Server.Emit(QmpEvent.Now("STOP"));
        raw.Send("{\"execute\":\"qmp_capabilities\"}");
        Assert.Equal("{\"return\": {}}", raw.Line());
    }

    [Fact]
    public void Out_of_band_commands_overtake_and_the_others_keep_their_order()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = monitor.Raw();
        raw.Send("{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}");
        Assert.Equal("{\"return\": {}}", raw.Line());
        raw.Send("{\"execute\":\"slow\",\"id\":1}{\"execute\":\"query-status\",\"id\":2}{\"exec-oob\":\"yank\",\"id\":3}");
        Assert.EndsWith("\"id\": 3}", raw.Line(), StringComparison.Ordinal);
        monitor.Commands.Slow.Release();
        Assert.EndsWith("\"id\": 1}", raw.Line(), StringComparison.Ordinal);
        Assert.EndsWith("\"id\": 2}", raw.Line(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"exec-oob\":\"query-status\"}", "The command query-status does not support OOB")]
    [InlineData("{\"exec-oob\":\"yank\",\"execute\":\"yank\"}", "QMP input member 'execute' clashes with 'exec-oob'")]
    [InlineData("{\"exec-oob\":1}", "QMP input member 'exec-oob' must be a string")]
    public void Out_of_band_has_faults_of_its_own(string envelope, string desc)
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = monitor.Raw();
        raw.Send("{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}");
        Assert.Equal("{\"return\": {}}", raw.Line());
        raw.Send(envelope);
        Assert.Equal($"{{\"error\": {{\"class\": \"GenericError\", \"desc\": \"{desc}\"}}}}", raw.Line());
    }

    [Fact]
    public void A_client_that_ends_its_side_gets_its_replies_and_then_the_end()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        raw.Send(Status);
        raw.EndSending();
        Assert.Equal(StatusReply, raw.Line());
        Assert.Null(raw.LineOrEnd());
    }

    [Fact]
    public void A_second_client_waits_until_the_first_is_gone_and_negotiates_afresh()
    {
        using MonitorFixture monitor = new();
        RawMonitor first = new(monitor.Path, negotiate: true);
        var second = new Thread(() =>
        {
            using RawMonitor raw = monitor.Raw();
            raw.Send(Status);
            Assert.Contains("Expecting capabilities", raw.Line(), StringComparison.Ordinal);
        });
        second.Start();
        Assert.False(second.Join(100));
        first.Send(Status);
        Assert.Equal(StatusReply, first.Line());
        first.Dispose();
        Assert.True(second.Join(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_descriptor_that_comes_with_a_command_is_the_commands()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        (UnixChannel mine, UnixChannel other) = UnixChannel.Pair();
        using (mine)
        using (other)
        {
            raw.Send("{\"execute\":\"getfd\"}", mine.Fd);
            Assert.Equal("{\"return\": {}}", raw.Line());
            Assert.Equal(Sameness.Same, OpenFileDescription.Compare(mine.Fd, monitor.Commands.Kept!));
        }
    }

    [Fact]
    public void A_client_that_reads_nothing_is_not_served_without_bound()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        string command = "{\"execute\":\"echo\",\"arguments\":{\"x\":\"" + new string('x', 1000) + "\"}}";
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(command, 20_000)));

        // Nobody reads what is answered: at some point no more is taken, and the second after that changes nothing.
        Assert.Equal(Errors.ChannelTimeout, raw.TrySend(bytes, TimeSpan.FromSeconds(1))?.Rule);
        Assert.True(SpinWait.SpinUntil(() => !monitor.Commands.Executed.IsEmpty, TimeSpan.FromSeconds(60)));
        Assert.InRange(monitor.Commands.Executed.Count, 1, 5000);
    }

    [Fact]
    public void What_a_command_leaves_for_later_runs_after_its_reply()
    {
        using MonitorFixture monitor = new();
        using RawMonitor raw = new(monitor.Path, negotiate: true);
        raw.Send("{\"execute\":\"quit\"}" + Status);
        Assert.Equal("{\"return\": {}}", raw.Line());
        Assert.Equal(StatusReply, raw.Line());
        Assert.Equal(["quit", "after quit", "query-status"], monitor.Commands.Executed);
    }
}
