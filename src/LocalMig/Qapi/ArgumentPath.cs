using System.Globalization;

namespace LocalMig.Qapi;

/// <summary>Where in the arguments a value stands: <c>channels[0].addr.path</c>. Written out only when something is wrong.</summary>
/// <param name="Parent">The value around it, or null at the top.</param>
/// <param name="Name">The member's name, or null for an element of a list.</param>
/// <param name="Index">The index of an element.</param>
internal sealed record ArgumentPath(ArgumentPath? Parent, string? Name, int Index = 0)
{
    /// <summary>What QEMU calls the value where it tells only the last name: elements of a list have none, and it prints a null.</summary>
    public string LastName => Name ?? "null";

    /// <inheritdoc/>
    public override string ToString()
    {
        string before = Parent?.ToString() ?? "";
        if (Name is null)
            return before + "[" + Index.ToString(CultureInfo.InvariantCulture) + "]";
        return before.Length == 0 ? Name : before + "." + Name;
    }
}
