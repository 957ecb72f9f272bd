using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Qmp;

/// <summary>A server with the stub's commands on a socket of its own.</summary>
internal sealed class MonitorFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-qmp-").FullName;

    public MonitorFixture(QemuGeneration generation = QemuGeneration.Qemu11)
    {
        JsonValue version = JsonValue.Object(("qemu", JsonValue.Object(("major", 11), ("minor", 1), ("micro", 3))), ("package", ""));
        Server = new QmpServer(UnixListener.Bind(Path).Value, Commands, version, generation);
        Commands.Server = Server;
        Server.Start();
    }

    public static Deadline Soon => Deadline.After(TimeSpan.FromSeconds(60));

    public StubCommands Commands { get; } = new();

    public QmpServer Server { get; }

    public string Path => System.IO.Path.Combine(_folder, "qmp");

    public RawMonitor Raw() => new(Path);

    public QmpClient Client(bool negotiate = true, bool outOfBand = false, Action<QmpTraceLine>? trace = null)
    {
        QmpClient client = QmpClient.Connect(Path, Soon, trace).Value;
        if (negotiate)
            Assert.True(client.Negotiate(Soon, outOfBand).Value.IsOk);
        return client;
    }

    public void Dispose()
    {
        Server.Dispose();
        Commands.Kept?.Dispose();
        Commands.Slow.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
