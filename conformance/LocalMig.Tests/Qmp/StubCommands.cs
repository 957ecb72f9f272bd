using System.Collections.Concurrent;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Qmp;

/// <summary>A command table small enough to be seen through.</summary>
internal sealed class StubCommands : ICommandTable
{
    public QmpServer? Server { get; set; }

    public ConcurrentQueue<string> Executed { get; } = new();

    public SemaphoreSlim Slow { get; } = new(0);

    public OwnedFd? Kept { get; private set; }

    public bool TryFind(string name, out bool allowsOutOfBand)
    {
        allowsOutOfBand = name == "yank";
        return name is "query-status" or "slow" or "yank" or "echo" or "stop" or "getfd" or "quit" or "fail";
    }

    public Result<JsonValue, QmpError> Execute(QmpCommand command, QmpCall call)
    {
        Executed.Enqueue(command.Name);
        switch (command.Name)
        {
            case "slow":
                Slow.Wait(TimeSpan.FromSeconds(60));
                return JsonValue.EmptyObject;
            case "echo":
                return command.Arguments;
            case "stop":
                Server!.Emit(QmpEvent.Now("STOP"));
                return JsonValue.EmptyObject;
            case "fail":
                return new QmpError(QmpErrorClass.DeviceNotFound, "no such device");
            case "getfd":
                Kept = call.TakeDescriptor();
                return Kept is null ? QmpError.Generic("No file descriptor supplied via SCM_RIGHTS") : JsonValue.EmptyObject;
            case "quit":
                call.AfterReply(() => Executed.Enqueue("after quit"));
                return JsonValue.EmptyObject;
            default:
                return JsonValue.Object(("status", "running"), ("running", true));
        }
    }
}
