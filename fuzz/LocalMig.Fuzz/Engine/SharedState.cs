using System.IO.MemoryMappedFiles;

namespace LocalMig.Fuzz.Engine;

/// <summary>What a worker shows to its parent while it runs, in a mapped file: how far it is, and the input it is at. The file outlives
/// the worker, however that ends.</summary>
internal sealed unsafe class SharedState : IDisposable
{
    private const int InputAt = 4096;
    private const int Capacity = 1 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    public SharedState(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, InputAt + Capacity);
        _view = _file.CreateViewAccessor();
        // The view lives as long as this object, and so does the pointer.
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Executions begun.</summary>
    public ref long Executions => ref At(0);

    /// <summary>Edges seen.</summary>
    public ref long Edges => ref At(1);

    /// <summary>Entries of the queue.</summary>
    public ref long Queue => ref At(2);

    /// <summary>Findings.</summary>
    public ref long Findings => ref At(3);

    /// <summary>1 while an input is being executed.</summary>
    public ref long Busy => ref At(4);

    /// <summary>Entries taken from other workers.</summary>
    public ref long Taken => ref At(5);

    /// <summary>Descriptors open after the first round, and now; 0 where they are not counted.</summary>
    public ref long DescriptorsBefore => ref At(7);

    /// <inheritdoc cref="DescriptorsBefore"/>
    public ref long DescriptorsNow => ref At(8);

    /// <summary><see cref="FuzzQueue.Digest"/> of the entry that is being changed.</summary>
    public ref long Parent => ref At(9);

    /// <summary>The input that is executed now, or was last.</summary>
    public ReadOnlySpan<byte> Input => new(_start + InputAt, (int)Math.Clamp(At(6), 0, Capacity));

    /// <summary>Shows the input that is executed next.</summary>
    public void Show(ReadOnlySpan<byte> input)
    {
        input.CopyTo(new Span<byte>(_start + InputAt, Capacity));
        At(6) = input.Length;
        Volatile.Write(ref Busy, 1);
        Volatile.Write(ref Executions, Executions + 1);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private ref long At(int index) => ref ((long*)_start)[index];
}
