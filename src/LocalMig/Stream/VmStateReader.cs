using System.Buffers.Binary;
using System.Text;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Reads the state of a device as its description tells, into a sink or as values. The twin of <see cref="VmStateWriter"/>.</summary>
public sealed class VmStateReader
{
    private readonly StreamInput _input;
    private readonly IVmStateSink _sink;
    private readonly VmStatePath _path;

    private VmStateReader(StreamInput input, IVmStateSink sink, string path)
    {
        _input = input;
        _sink = sink;
        _path = new VmStatePath(path);
    }

    /// <summary>Reads a state as values.</summary>
    /// <param name="input">Where the state begins. Afterwards: the byte behind it.</param>
    /// <param name="description">What it looks like.</param>
    /// <param name="version">The version that the section states.</param>
    /// <param name="path">The name of the section, for errors.</param>
    /// <returns>The values, which own the descriptors that came; or the first error, and then no descriptor is kept.</returns>
    public static Result<VmStateValues, ParseError> Load(StreamInput input, VmStateDescription description, int version, string path)
    {
        var loader = new VmStateLoader();
        if (Read(input, description, version, path, loader) is not ParseError error)
            return loader.Loaded;
        loader.Loaded.Dispose();
        return error;
    }

    /// <summary>Reads a state into a sink.</summary>
    /// <returns>The first error, or null.</returns>
    public static ParseError? Read(StreamInput input, VmStateDescription description, int version, string path, IVmStateSink sink)
    {
        if (version > description.Version || version < description.MinimumVersion)
        {
            return new ParseError(Errors.StreamVersion, input.Offset, path, $"version {version}; this side has {description.MinimumVersion} to {description.Version}")
            {
                QemuText = version > description.Version
                    ? $"unsupported version {version} for '{path}' v{description.Version}"
                    : $"{description.Name}: incoming version_id {version} is too old for local minimum version_id  {description.MinimumVersion}",
            };
        }

        var reader = new VmStateReader(input, sink, path);
        return reader.ReadFields(description, version);
    }

    private ParseError? ReadFields(VmStateDescription description, int version)
    {
        Dictionary<string, ulong>? numbers = description.HasLengths ? new(StringComparer.Ordinal) : null;
        IReadOnlyList<VmStateField> fields = description.Fields;
        for (int i = 0; i < fields.Count; i++)
        {
            VmStateField field = fields[i];
            if (field.Since <= version && ReadField(field, numbers) is ParseError error)
                return Worded(error, description);
        }

        return ReadSubsections(description) is ParseError failed ? Worded(failed, description) : null;
    }

    // QEMU names the innermost state whose bytes end too soon.
    private static ParseError Worded(ParseError error, VmStateDescription description) => error.Rule == Errors.Truncated && error.QemuText is null
        ? error with { QemuText = $"Failed to load {description.Name} state: stream error: -5" }
        : error;

    private ParseError? ReadField(VmStateField field, Dictionary<string, ulong>? numbers)
    {
        long length = field.ArrayLength ?? 1;
        if (field.LengthFrom is string source)
        {
            ulong stated = numbers![source];
            if (stated > (ulong)_input.Limits.Elements)
                return Located(Errors.LimitExceeded, _input.Offset, $"{source} is {stated}, and the limit is {_input.Limits.Elements}", field.Key);
            length = (long)stated;
        }

        if (!field.IsArray)
            return ReadElement(field, -1, field.Type.Kind == VmStateKind.Bytes && field.LengthFrom is not null ? (int)length : field.Size, numbers);

        if (length > _input.Limits.Elements)
            return Located(Errors.LimitExceeded, _input.Offset, $"{length} elements, and the limit is {_input.Limits.Elements}", field.Key);
        _sink.BeginArray(field, _input.Offset);
        for (int index = 0; index < length; index++)
        {
            if (ReadElement(field, index, field.Size, numbers: null) is ParseError error)
                return error;
        }

        _sink.EndArray(field, _input.Offset);
        return null;
    }

    private ParseError? ReadElement(VmStateField field, int index, int size, Dictionary<string, ulong>? numbers)
    {
        long offset = _input.Offset;
        switch (field.Type.Kind)
        {
            case VmStateKind.Struct when field.Struct is not null:
                return ReadStruct(field, index, field.Struct);
            case VmStateKind.List when field.Struct is not null:
                return ReadList(field, field.Struct);
            case VmStateKind.Descriptor:
                var descriptor = _input.ReadDescriptor();
                if (_input.Error is null)
                    _sink.Descriptor(field, index, offset, descriptor);
                break;
            case VmStateKind.Unsigned or VmStateKind.Signed or VmStateKind.Boolean when size is 1 or 2 or 4 or 8:
                ulong value = ReadNumber(field.Type.Kind, size);
                if (_input.Error is not null)
                    break;
                numbers?[field.Name] = value;
                _sink.Number(field, index, offset, value);
                break;
            default:
                ReadBytes(field, index, size);
                break;
        }

        return _input.Error is ParseError error ? Located(error, field.Key, index) : null;
    }

    private ulong ReadNumber(VmStateKind kind, int size) => (kind, size) switch
    {
        (VmStateKind.Signed, 1) => (ulong)(sbyte)_input.ReadByte(),
        (VmStateKind.Signed, 2) => (ulong)(short)_input.ReadUInt16(),
        (VmStateKind.Signed, 4) => (ulong)(int)_input.ReadUInt32(),
        (_, 1) => _input.ReadByte(),
        (_, 2) => _input.ReadUInt16(),
        (_, 4) => _input.ReadUInt32(),
        _ => _input.ReadUInt64(),
    };

    private void ReadBytes(VmStateField field, int index, int size)
    {
        long offset = _input.Offset;
        if (size > ByteInput.PeekLimit)
        {
            byte[] bytes = _input.ReadBytes(size);
            if (_input.Error is null)
                _sink.Bytes(field, index, offset, bytes);
            return;
        }

        ReadOnlySpan<byte> window = _input.Peek(size);
        if (window.Length < size)
        {
            _input.Skip(size); // fails with the place where the input ends
            return;
        }

        _sink.Bytes(field, index, offset, window[..size]);
        _input.Advance(size);
    }

    private ParseError? ReadStruct(VmStateField field, int index, VmStateDescription description)
    {
        _sink.BeginStruct(field, index, _input.Offset);
        _path.Push(field.Key, index);
        if (ReadFields(description, description.Version) is ParseError error)
            return error;
        _path.Pop();
        _sink.EndStruct(field, index, _input.Offset);
        return null;
    }

    private ParseError? ReadList(VmStateField field, VmStateDescription description)
    {
        _sink.BeginArray(field, _input.Offset);
        for (int index = 0; ; index++)
        {
            byte marker = _input.ReadByte();
            if (_input.Error is ParseError ended)
                return Located(ended, field.Key, index);
            if (marker == 0)
                break;
            if (index == _input.Limits.Elements)
                return Located(Errors.LimitExceeded, _input.Offset - 1, $"a list of more than {index} elements", field.Key);
            if (ReadStruct(field, index, description) is ParseError error)
                return error;
        }

        _sink.EndArray(field, _input.Offset);
        return null;
    }

    // A subsection is told from what follows by its name alone, which begins with the name of the state that it belongs to.
    private ParseError? ReadSubsections(VmStateDescription description)
    {
        while (true)
        {
            ReadOnlySpan<byte> window = _input.Peek(1);
            if (window.IsEmpty || window[0] != (byte)StreamTag.Subsection)
                return _input.Error is ParseError failed ? Located(failed) : null;
            byte[] prefix = Encoding.UTF8.GetBytes(description.Name + "/");
            window = _input.Peek(2);
            if (window.Length >= 2 && window[1] < prefix.Length)
                return null;
            int length = window.Length >= 2 ? window[1] : prefix.Length;
            int head = 2 + length + 4;
            window = _input.Peek(head);
            if (!StartsAlike(window.Length > 2 ? window[2..] : default, prefix))
                return null;
            if (window.Length < head)
            {
                _input.Skip(head); // fails with the place where the input ends
                return Located(_input.Error!);
            }

            string name = Encoding.UTF8.GetString(window.Slice(2, length));

            long offset = _input.Offset;
            int version = BinaryPrimitives.ReadInt32BigEndian(window[(2 + length)..]);
            if (description.Subsection(name) is not VmStateDescription subsection)
            {
                return Located(Errors.StreamSubsectionUnknown, offset, $"'{name}' is none of the subsections of '{description.Name}'") with
                {
                    QemuText = $"VM subsection '{name}' in '{description.Name}' does not exist",
                };
            }

            if (version > subsection.Version || version < subsection.MinimumVersion)
            {
                string relation = version > subsection.Version ? "new for local" : "old for local minimum";
                return Located(Errors.StreamVersion, offset, $"version {version}; this side has {subsection.MinimumVersion} to {subsection.Version}", name) with
                {
                    QemuText = $"Loading VM subsection '{name}' in '{description.Name}' failed: {name}: incoming version_id {version} is too {relation} version_id {(version > subsection.Version ? subsection.Version : subsection.MinimumVersion)}",
                };
            }

            _input.Advance(head);
            _sink.BeginSubsection(subsection, version, offset);
            _path.Push(name);
            if (ReadFields(subsection, version) is ParseError error)
                return error.QemuText is string text ? error with { QemuText = $"Loading VM subsection '{name}' in '{description.Name}' failed: {text}" } : error;
            _path.Pop();
            _sink.EndSubsection(subsection, _input.Offset);
        }
    }

    private static bool StartsAlike(ReadOnlySpan<byte> there, ReadOnlySpan<byte> prefix)
    {
        int length = Math.Min(there.Length, prefix.Length);
        return there[..length].SequenceEqual(prefix[..length]);
    }

    private ParseError Located(ParseError error, string name = "", int index = -1)
    {
        if (error.Path.Length > 0)
            return error;
        if (name.Length == 0)
            return error with { Path = _path.ToString() };
        _path.Push(name, index);
        string path = _path.ToString();
        _path.Pop();
        return error with { Path = path };
    }

    private ParseError Located(ErrorRule rule, long offset, string detail, string name = "") => Located(ParseError.At(rule, offset, detail), name);
}
