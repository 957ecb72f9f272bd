using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>A client of any QMP server: correlates replies by id, and keeps events as they come, also between a command and its
/// reply. For several threads at once.</summary>
public sealed class QmpClient : IDisposable
{
    private const int BufferSize = 65536;

    private readonly UnixChannel _channel;
    private readonly Action<QmpTraceLine>? _trace;
    private readonly int _maximumLine;
    private readonly Thread _reader;
    private readonly Lock _sending = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<Result<QmpReply, ParseError>>> _awaited = new();
    private readonly TaskCompletionSource<Result<JsonValue, ParseError>> _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _nextId;
    private volatile ParseError? _lost;

    private QmpClient(UnixChannel channel, Action<QmpTraceLine>? trace, Limits limits)
    {
        _channel = channel;
        _trace = trace;
        _maximumLine = limits.JsonBytes;
        _reader = new Thread(Read) { IsBackground = true, Name = "QMP client" };
        _reader.Start();
    }

    /// <summary>The greeting.</summary>
    public JsonValue Greeting { get; private set; } = JsonValue.Null;

    /// <summary>Everything that happened so far, in its order.</summary>
    public QmpEventLog Events { get; } = new();

    /// <summary>Why the connection is over; null while it is not.</summary>
    public ParseError? Lost => _lost;

    /// <summary>Connects, and waits for the greeting. Negotiation is left to the caller.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="deadline">How long.</param>
    /// <param name="trace">Is told every line, in the order of the wire, from several threads.</param>
    /// <param name="limits">The longest line; <see cref="Limits.Untrusted"/> where null.</param>
    public static Result<QmpClient, ParseError> Connect(string path, Deadline deadline, Action<QmpTraceLine>? trace = null, Limits? limits = null)
    {
        if (!UnixChannel.Connect(path, deadline).TryGet(out UnixChannel? channel, out ParseError? error))
            return error;
        return Adopt(channel, deadline, trace, limits);
    }

    /// <summary>Takes over a connection, and waits for the greeting.</summary>
    /// <inheritdoc cref="Connect"/>
    public static Result<QmpClient, ParseError> Adopt(UnixChannel channel, Deadline deadline, Action<QmpTraceLine>? trace = null, Limits? limits = null)
    {
        QmpClient client = new(channel, trace, limits ?? Limits.Untrusted);
        if (Await(client._greeting.Task, deadline, "the greeting").TryGet(out JsonValue? greeting, out ParseError? error))
        {
            client.Greeting = greeting;
            return client;
        }

        client.Dispose();
        return error;
    }

    /// <summary>Executes <c>qmp_capabilities</c>.</summary>
    public Result<QmpReply, ParseError> Negotiate(Deadline deadline, bool outOfBand = false) =>
        Execute("qmp_capabilities", outOfBand ? JsonValue.Object(("enable", JsonValue.Array("oob"))) : null, deadline);

    /// <summary>Executes a command and waits for its reply.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">An object, or null for none.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="descriptor">Sent along, for <c>getfd</c>; the caller keeps owning it.</param>
    /// <returns>The reply; or why there is none. A reply that comes too late is dropped.</returns>
    public Result<QmpReply, ParseError> Execute(string command, JsonValue? arguments, Deadline deadline, OwnedFd? descriptor = null) =>
        Await(ExecuteAsync(command, arguments, descriptor: descriptor), deadline, $"the reply to {command}");

    /// <summary>Executes a command; the task ends with its reply, or when the connection does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">An object, or null for none.</param>
    /// <param name="outOfBand">Whether it may overtake others.</param>
    /// <param name="descriptor">Sent along, for <c>getfd</c>; the caller keeps owning it.</param>
    public Task<Result<QmpReply, ParseError>> ExecuteAsync(
        string command, JsonValue? arguments = null, bool outOfBand = false, OwnedFd? descriptor = null)
    {
        long id = Interlocked.Increment(ref _nextId);
        var awaited = new TaskCompletionSource<Result<QmpReply, ParseError>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[id] = awaited;
        string line = JsonText.Write(new QmpCommand(command, arguments ?? JsonValue.EmptyObject, id, outOfBand).ToJson());
        if (Send(line, descriptor) is { } failed)
            Give(id, ParseError.At(Errors.QmpConnectionLost, _channel.SentBytes, failed.Detail));
        else if (_lost is { } lost)
            Give(id, lost);
        return awaited.Task;
    }

    /// <summary>Ends the connection. Whoever waits gets <see cref="Errors.QmpConnectionLost"/>.</summary>
    public void Dispose()
    {
        _channel.Abort();
        if (Thread.CurrentThread != _reader)
            _reader.Join();
        _channel.Dispose();
        Events.End();
    }

    private static Result<T, ParseError> Await<T>(Task<Result<T, ParseError>> task, Deadline deadline, string what)
    {
        try
        {
            return task.Wait(deadline.RemainingMilliseconds, deadline.Cancellation)
                ? task.Result
                : ParseError.At(Errors.QmpTimeout, -1, $"{what} did not come");
        }
        catch (OperationCanceledException)
        {
            return ParseError.At(Errors.QmpTimeout, -1, $"nobody waits for {what} any more");
        }
    }

    private ParseError? Send(string line, OwnedFd? descriptor)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_sending)
        {
            _trace?.Invoke(new QmpTraceLine(true, line));
            return descriptor is null
                ? _channel.Send(bytes, Deadline.After(TimeSpan.FromSeconds(30)))
                : _channel.Send(bytes, [descriptor], Deadline.After(TimeSpan.FromSeconds(30)));
        }
    }

    private void Give(long id, Result<QmpReply, ParseError> outcome)
    {
        if (_awaited.TryRemove(id, out TaskCompletionSource<Result<QmpReply, ParseError>>? awaited))
            awaited.TrySetResult(outcome);
    }

    private void Read()
    {
        ParseError end = ReadLines();
        _lost = end;
        _greeting.TrySetResult(end);
        foreach (long id in _awaited.Keys)
            Give(id, end);
        Events.End();
    }

    private ParseError ReadLines()
    {
        using DescriptorQueue unexpected = new();
        ArrayBufferWriter<byte> line = new(BufferSize);
        byte[] buffer = new byte[BufferSize];
        while (true)
        {
            if (!_channel.Receive(buffer, unexpected, Deadline.Never).TryGet(out int received, out ParseError? error))
                return ParseError.At(Errors.QmpConnectionLost, _channel.ReceivedBytes, error.Detail);
            if (received == 0)
                return ParseError.At(Errors.QmpConnectionLost, _channel.ReceivedBytes, "the server ended the connection");
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, received);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.Write(rest[..end]);
                if (Take(line.WrittenSpan.TrimEnd((byte)'\r')) is { } broken)
                    return broken;
                line.ResetWrittenCount();
            }

            line.Write(rest);
            if (line.WrittenCount > _maximumLine)
                return ParseError.At(Errors.LimitExceeded, _channel.ReceivedBytes, $"a line of more than {_maximumLine} bytes");
        }
    }

    private ParseError? Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return null;
        _trace?.Invoke(new QmpTraceLine(false, Encoding.UTF8.GetString(line)));
        if (!JsonText.Parse(line).TryGet(out JsonValue? message, out ParseError? error))
            return ParseError.At(Errors.QmpMessage, _channel.ReceivedBytes, error.Detail);
        if (message["QMP"] is { } greeting)
            _greeting.TrySetResult(greeting);
        else if (QmpEvent.Read(message) is { } happened)
            Events.Add(happened);
        else if (QmpReply.Read(message) is not { } reply)
            return ParseError.At(Errors.QmpMessage, _channel.ReceivedBytes, "neither greeting, reply nor event");
        else if (reply.Id is { Kind: JsonKind.Int64 } id)
            Give(id.AsInt64, reply);
        return null;
    }
}
