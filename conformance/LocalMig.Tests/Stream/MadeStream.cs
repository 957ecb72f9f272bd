using System.Text;
using LocalMig.Stream;

namespace LocalMig.Tests.Stream;

/// <summary>A stream with one device whose description is given as text, so that it may say anything.</summary>
internal static class MadeStream
{
    public const string Device = "dev";

    /// <summary>A whole stream: the device's section has the id 7.</summary>
    /// <param name="fields">The value of the member "fields" of the device's description.</param>
    /// <param name="payload">The payload of its section.</param>
    /// <param name="more">Further members of the device's description, each ending with a comma.</param>
    public static byte[] With(string fields, byte[] payload, string more = "")
    {
        var output = new MemoryOutput();
        var writer = new ElementWriter(output);
        writer.Header();
        writer.Configuration("none");
        writer.SectionFull(new StreamSection(7, Device, 0, 1));
        output.Write(payload);
        writer.Footer(7);
        writer.End();
        writer.Description(Encoding.UTF8.GetBytes(
            $$"""{"page_size": 4096, "devices": [{"name": "{{Device}}", "instance_id": 0, "vmsd_name": "{{Device}}", "version": 1, {{more}}"fields": {{fields}}}]}"""));
        return output.Written.ToArray();
    }
}
