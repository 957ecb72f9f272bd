using System.CommandLine;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz list</c>: the targets.</summary>
internal static class ListVerb
{
    public static Command Create()
    {
        var verb = new Command("list", "Lists the targets: name, size of the corpus and of the dictionary, what is read and watched.");
        verb.SetAction(_ =>
        {
            foreach (FuzzTarget target in FuzzTargets.All())
                Console.WriteLine($"{target.Name,-18} {Places.Inputs(Places.Corpora, target.Name).Count,4} inputs {target.Dictionary.Count,4} words  {target.Summary}");
            return FuzzCommand.Clean;
        });
        return verb;
    }
}
