using LocalMig.Json;
using LocalMig.Machine.Devices;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>The tree of objects that qom-list and qom-get show: <c>/machine</c> and the devices below it.</summary>
internal static class ObjectTree
{
    private const string Container = "container";
    private const string MachineType = Vm.MachineName + "-machine";

    /// <summary>Lists the properties of an object; children are properties too.</summary>
    public static Result<JsonValue, QmpError> List(DeviceSet devices, string path) => Resolve(devices, path) is { } node
        ? JsonValue.Array([Property("type", "string"), .. node.Properties])
        : NotFound(path);

    /// <summary>Reads a property.</summary>
    public static Result<JsonValue, QmpError> Get(DeviceSet devices, string path, string property)
    {
        if (Resolve(devices, path) is not { } node)
            return NotFound(path);
        if (property == "type")
            return (JsonValue)node.Type;
        return node.Read(property) is { } value ? value : QmpError.Generic(MachineTexts.PropertyNotFound(node.Type, property));
    }

    // A path without a slash in front names an object by its last parts.
    private static Node? Resolve(DeviceSet devices, string path)
    {
        string wanted = path.StartsWith('/') ? path.TrimEnd('/') : "/" + path.TrimEnd('/');
        bool whole = path.StartsWith('/');
        return Nodes(devices).Where(n => whole
            ? string.Equals(n.Path, wanted, StringComparison.Ordinal)
            : n.Path.EndsWith(wanted, StringComparison.Ordinal)).Select(static n => (Node?)n).FirstOrDefault();
    }

    private static IEnumerable<Node> Nodes(DeviceSet devices)
    {
        const string named = "/machine/peripheral", anonymous = "/machine/peripheral-anon";
        yield return Inner("", Container, [("machine", MachineType)]);
        yield return Inner("/machine", MachineType, [("peripheral", Container), ("peripheral-anon", Container)]);
        yield return Inner(named, Container, Children(devices, named));
        yield return Inner(anonymous, Container, Children(devices, anonymous));
        foreach (VmDevice device in devices.All)
            yield return Of(device);
    }

    private static (string, string)[] Children(DeviceSet devices, string parent) =>
    [
        .. devices.All
            .Where(d => string.Equals(d.Path[..d.Path.LastIndexOf('/')], parent, StringComparison.Ordinal))
            .Select(d => (d.Path[(parent.Length + 1)..], d.Model.Driver)),
    ];

    private static Node Inner(string path, string type, IReadOnlyList<(string Name, string Type)> children) => new(
        path,
        type,
        [.. children.Select(static c => Property(c.Name, $"child<{c.Type}>"))],
        name => children.Any(c => c.Name == name) ? (JsonValue)$"{path}/{name}" : null);

    private static Node Of(VmDevice device) => new(
        device.Path,
        device.Model.Driver,
        [Property("realized", "bool"), .. device.Model.Properties.Select(static p => Property(p.Name, p.Type))],
        name => name == "realized" ? JsonValue.True : Value(device, name));

    private static JsonValue? Value(VmDevice device, string name)
    {
        if (device.Values.TryGetValue(name, out JsonValue? value))
            return value;
        return device.Model.Properties.Any(p => p.Name == name) ? (JsonValue)"" : null;
    }

    private static JsonValue Property(string name, string type) => JsonValue.Object(("name", name), ("type", type));

    private static QmpError NotFound(string path) => new(QmpErrorClass.DeviceNotFound, MachineTexts.DeviceNotFound(path));

    private readonly record struct Node(string Path, string Type, IReadOnlyList<JsonValue> Properties, Func<string, JsonValue?> Read);
}
