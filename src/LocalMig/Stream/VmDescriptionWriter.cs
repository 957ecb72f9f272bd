using System.Buffers;
using System.Text.Json;

namespace LocalMig.Stream;

/// <summary>Writes the description that follows a stream. The twin of <see cref="VmDescriptionReader"/>.
/// A descriptor field is given its true size, one byte.</summary>
public static class VmDescriptionWriter
{
    /// <summary>Gives the JSON text, as UTF-8 without a final NUL.</summary>
    public static ReadOnlyMemory<byte> Write(VmDescription description)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (description.Configuration is VmStateDescription configuration)
            {
                json.WriteStartObject("configuration");
                WriteState(json, configuration);
                json.WriteEndObject();
            }

            json.WriteNumber("page_size", description.PageSize);
            json.WriteStartArray("devices");
            foreach (VmDescription.Device device in description.Devices)
            {
                json.WriteStartObject();
                json.WriteString("name", device.Name);
                json.WriteNumber("instance_id", device.Instance);
                if (device.State is VmStateDescription state)
                    WriteState(json, state);
                else
                    json.WriteNumber("size", device.Size);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteState(Utf8JsonWriter json, VmStateDescription state)
    {
        json.WriteString("vmsd_name", state.Name);
        json.WriteNumber("version", state.Version);
        json.WriteStartArray("fields");
        foreach (VmStateField field in state.Fields)
            WriteField(json, field);
        json.WriteEndArray();
        if (state.Subsections.Count == 0)
            return;
        json.WriteStartArray("subsections");
        foreach (VmStateDescription subsection in state.Subsections)
        {
            json.WriteStartObject();
            WriteState(json, subsection);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter json, VmStateField field)
    {
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        if (field.ArrayLength is int length)
            json.WriteNumber("array_len", length);
        if (field.Index is int index)
            json.WriteNumber("index", index);
        json.WriteString("type", field.Type.Name);
        if (field.Struct is VmStateDescription nested)
        {
            json.WriteStartObject("struct");
            WriteState(json, nested);
            json.WriteEndObject();
        }

        json.WriteNumber("size", field.StatedSize ?? field.Size);
        json.WriteEndObject();
    }
}
