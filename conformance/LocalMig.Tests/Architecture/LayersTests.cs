using LocalMig.Parameters;
using LocalMig.Spec;
using LocalMig.Wire;

namespace LocalMig.Tests.Architecture;

public class LayersTests
{
    // From the ground up, as ARCHITECTURE.md draws them: a layer uses those before it.
    private static readonly string[] Layers =
        ["Native", "Wire", "Descriptors", "Json", "Qmp", "Qapi", "Parameters", "Channels", "Stream", "Devices", "Machine", "Spec"];

    [Fact]
    public void No_layer_of_the_library_uses_a_later_one()
    {
        var arrows = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in typeof(Requirement).Assembly.GetTypes())
        {
            int from = Layer(type);
            foreach (Type used in TypeUses.Of(type).Where(u => u.Assembly == type.Assembly))
            {
                int to = Layer(used);
                if (from >= 0 && to > from)
                    arrows.Add($"{Layers[from]} uses {Layers[to]}: {type.FullName} mentions {used.FullName}");
            }
        }

        Assert.True(arrows.Count == 0, string.Join('\n', arrows));
    }

    [Fact]
    public void Every_type_of_the_library_stands_in_a_layer()
    {
        IEnumerable<string?> strangers = typeof(Requirement).Assembly.GetTypes()
            .Where(t => Layer(t) < 0 && t.Namespace?.StartsWith("LocalMig", StringComparison.Ordinal) == true)
            .Select(t => t.FullName);
        Assert.Empty(strangers);
    }

    [Fact]
    public void The_drawing_of_the_layers_has_the_same_order()
    {
        string drawing = File.ReadAllText(Path.GetFullPath(Path.Combine(Parameters.Fixture.Path("."), "../ARCHITECTURE.md")));
        IEnumerable<string> drawn = drawing.Split('\n')
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split('`')[1]);
        Assert.Equal(Layers, drawn);
    }

    // The detector is only worth something if it sees what stands in code alone.
    [Theory]
    [InlineData(typeof(InSignature), typeof(ParseError))]
    [InlineData(typeof(InBody), typeof(Errors))]
    [InlineData(typeof(InGenericArgument), typeof(Limits))]
    [InlineData(typeof(InLambda), typeof(Requirements))]
    [InlineData(typeof(InArray), typeof(Profile))]
    public void A_use_is_seen_wherever_it_stands(Type user, Type used)
    {
        IEnumerable<Type> all = user.GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Append(user);
        Assert.Contains(used, all.SelectMany(TypeUses.Of));
    }

    private static int Layer(Type type)
    {
        Type outermost = type;
        while (outermost.DeclaringType is not null)
            outermost = outermost.DeclaringType;
        string[] names = (outermost.Namespace ?? "").Split('.');
        return names.Length >= 2 && names[0] == "LocalMig" ? Array.IndexOf(Layers, names[1]) : -1;
    }

    private abstract class InSignature
    {
        public abstract void Take(ParseError error);
    }

    private static class InBody
    {
        public static string Say() => Errors.Truncated.ToString();
    }

    private static class InGenericArgument
    {
        public static object Make() => new List<Limits>();
    }

    private static class InLambda
    {
        public static Func<object> Make() => () => Requirements.All;
    }

    private static class InArray
    {
        public static object Make() => new Profile[1][];
    }
}
