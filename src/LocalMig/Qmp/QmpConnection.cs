using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>One client of a server, from the greeting to the end of the connection.</summary>
internal sealed class QmpConnection : IDisposable
{
    private const int BufferSize = 16384;

    // In-band commands that wait while commands may overtake them (QEMU's own number).
    private const int QueueLength = 8;

    private readonly Transport _channel;
    private readonly ICommandTable _table;
    private readonly QmpOutput _output;
    private readonly JsonParser _parser;
    private readonly JsonValueBuilder _messages = new();
    private readonly QmpNegotiation _negotiation = new();
    private readonly DescriptorQueue _descriptors = new();
    private readonly Lock _descriptorGate = new();
    private QmpInBandQueue? _inBand;

    public QmpConnection(Transport channel, ICommandTable table, QemuGeneration generation, Limits limits)
    {
        _channel = channel;
        _table = table;
        _output = new QmpOutput(channel);
        _parser = new JsonParser(generation, limits);
    }

    /// <summary>Serves the client until it is gone, or until the server ends.</summary>
    public void Serve(JsonValue version, Deadline deadline)
    {
        _output.Write(QmpNegotiation.Greeting(version), flush: true);
        byte[] buffer = new byte[BufferSize];
        while (_output.WaitForRoom(deadline)
            && _channel.Receive(buffer, _descriptors, deadline).TryGet(out int received, out _)
            && received > 0)
        {
            JsonValueBuilder messages = _messages;
            _parser.Feed(buffer.AsSpan(0, received), messages);
            while (messages.Events.TryDequeue(out JsonEvent message))
                Take(message);
            _output.FlushAll();
        }

        _inBand?.Dispose();
        _output.FlushAll();
    }

    /// <summary>Sends an event; before the negotiation there is nobody to send it to.</summary>
    public void Emit(QmpEvent happened)
    {
        if (_negotiation.IsComplete)
            _output.Write(happened.ToJson(), flush: true);
    }

    /// <summary>Ends the connection, from any thread.</summary>
    public void Abort() => _channel.Abort();

    public void Dispose()
    {
        _inBand?.Dispose();
        _output.Dispose();
        _channel.Dispose();
        lock (_descriptorGate)
            _descriptors.Dispose();
    }

    private void Take(JsonEvent message)
    {
        if (message.Error is { } broken)
        {
            // A broken message takes its place in the queue like a command, so that replies keep their order.
            InBand(() => Reply(new QmpReply(null, QmpError.Generic(broken.Text), null)));
            return;
        }

        JsonValue envelope = message.Value!;
        if (!QmpEnvelope.Read(envelope, _negotiation.OutOfBand).TryGet(out QmpCommand? command, out QmpError? refused))
        {
            InBand(() => Reply(new QmpReply(null, refused, envelope["id"])));
            return;
        }

        if (command.OutOfBand)
            Execute(command, message.End);
        else
            InBand(() => Execute(command, message.End));
    }

    private void InBand(Action action)
    {
        if (_negotiation.OutOfBand)
            (_inBand ??= new QmpInBandQueue(QueueLength, _output.FlushAll)).Add(action);
        else
            action();
    }

    private void Execute(QmpCommand command, long end)
    {
        if (command.Name == "qmp_capabilities" && !command.OutOfBand)
        {
            QmpError? refused = _negotiation.Negotiate(command.Arguments);
            Reply(new QmpReply(null, refused, command.Id));
            return;
        }

        if (Refuse(command) is { } error)
        {
            Reply(new QmpReply(null, error, command.Id));
            return;
        }

        QmpCall call = new(() => TakeDescriptor(end));
        Reply(_table.Execute(command, call).TryGet(out JsonValue? value, out QmpError? failed)
            ? new QmpReply(value, null, command.Id)
            : new QmpReply(null, failed, command.Id));
        if (call.Afterwards is not { } afterwards)
            return;
        _output.FlushAll();
        foreach (Action action in afterwards)
            action();
    }

    private QmpError? Refuse(QmpCommand command)
    {
        if (!_negotiation.IsComplete)
            return new QmpError(QmpErrorClass.CommandNotFound, QmpTexts.NotNegotiated);
        bool known = _table.TryFind(command.Name, out bool allowsOutOfBand);
        if (command.Name == "qmp_capabilities")
            known = true;
        if (!known)
            return new QmpError(QmpErrorClass.CommandNotFound, QmpTexts.UnknownCommand(command.Name));
        return command.OutOfBand && !allowsOutOfBand ? QmpError.Generic(QmpTexts.NotOutOfBand(command.Name)) : null;
    }

    private void Reply(QmpReply reply) => _output.Write(reply.ToJson(), flush: false);

    private OwnedFd? TakeDescriptor(long end)
    {
        lock (_descriptorGate)
        {
            // One that rides on a later byte belongs to a later command.
            return _descriptors.Count > 0 && _descriptors.Unclaimed[0].FirstOffset < end ? _descriptors.Take() : null;
        }
    }
}
