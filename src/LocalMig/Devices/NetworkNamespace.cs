using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>A network of its own, for TAPs that nobody else on the machine sees. It is a thread: what runs on it is in the
/// network. An interface stays as long as somebody holds one of its descriptors, also when the thread is gone.</summary>
public sealed class NetworkNamespace : IDisposable
{
    private static readonly Lazy<string?> s_refusal = new(Try);

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    private NetworkNamespace() => _thread = new Thread(Work) { IsBackground = true, Name = "localmig network" };

    /// <summary>Whether this process may make networks and TAPs.</summary>
    /// <param name="reason">Why not; empty where it may.</param>
    public static bool IsPermitted(out string reason)
    {
        reason = s_refusal.Value ?? "";
        return s_refusal.Value is null;
    }

    /// <summary>Makes a network that has nothing in it but a loopback interface that is down.</summary>
    /// <returns>The network, or <see cref="Errors.SystemCall"/> (usually: Operation not permitted).</returns>
    public static Result<NetworkNamespace, ParseError> Create()
    {
        var made = new NetworkNamespace();
        made._thread.Start();
        ParseError? error = made.Run(static () => Libc.Unshare(Libc.ShareNetwork) == 0 ? null : SystemError.Of("make a network namespace"));
        if (error is null)
            return made;
        made.Dispose();
        return error;
    }

    /// <summary>Runs something in the network and gives what it gives, exceptions included. May be called by any thread.</summary>
    /// <exception cref="ObjectDisposedException">The network is gone.</exception>
    public T Run<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (Thread.CurrentThread == _thread)
            return action();
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        try
        {
            _work.Add(() =>
            {
                try
                {
                    result = action();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }

                done.Set();
            });
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException("the network is gone", e);
        }

        done.Wait();
        failure?.Throw();
        return result;
    }

    /// <summary>Takes an interface of the network up, so that frames pass.</summary>
    /// <param name="interfaceName">Its name.</param>
    public ParseError? BringUp(string interfaceName) => Run(() => NetworkInterface.SetUp(interfaceName));

    /// <summary>Takes an interface down.</summary>
    /// <param name="interfaceName">Its name.</param>
    /// <returns>Null, or what went wrong.</returns>
    public ParseError? TakeDown(string interfaceName) => Run(() => NetworkInterface.SetUp(interfaceName, up: false));

    /// <summary>Asks the network about one of its interfaces.</summary>
    /// <param name="interfaceName">Its name.</param>
    /// <returns>What it is like, or <see cref="Errors.SystemCall"/> (usually: No such device).</returns>
    public Result<InterfaceStatus, ParseError> Look(string interfaceName) => Run(() => NetworkInterface.Look(interfaceName));

    /// <summary>Ends the thread. Interfaces that somebody still holds stay in the network, where nobody can reach it any more.</summary>
    public void Dispose()
    {
        if (_work.IsAddingCompleted)
            return;
        _work.CompleteAdding();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private static string? Try()
    {
        if (!Create().TryGet(out NetworkNamespace? network, out ParseError? error))
            return error.Detail;
        using (network)
        {
            if (!network.Run(static () => TapBackend.Open(new TapOptions())).TryGet(out TapBackend? tap, out error))
                return error.Detail;
            tap.Dispose();
        }

        return null;
    }

    // Not a thread of the pool: it never goes back to the network of the others.
    private void Work()
    {
        foreach (Action action in _work.GetConsumingEnumerable())
            action();
    }
}
