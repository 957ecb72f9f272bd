using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LocalMig.Suite;
using LocalMig.Tool.Verbs;

namespace LocalMig.Tool;

/// <summary>The command line as a whole: verbs, help, usage errors.</summary>
internal static class ToolCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, ToolConsole console)
    {
        ParseResult line = Create(console, arguments).Parse(arguments);
        // The library's own reaction is help on standard output and code 1, which would mean a broken requirement.
        if (line.Action is ParseErrorAction)
        {
            foreach (var error in line.Errors)
                console.Error.WriteLine($"localmig: {error.Message}");
            console.Error.WriteLine($"Try '{HelpFor(line)}'.");
            return (int)ExitCode.Usage;
        }

        return line.Invoke(new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static readonly (string Name, Func<ToolConsole, Verb> Create)[] Verbs =
    [
        ("verify", VerifyVerb.Create),
        ("serve", ServeVerb.Create),
        ("selftest", SelftestVerb.Create),
        ("record", RecordVerb.Create),
        ("replay", ReplayVerb.Create),
        ("transcript", TranscriptVerb.Create),
        ("analyze", AnalyzeVerb.Create),
        ("diff", DiffVerb.Create),
        ("receive", ReceiveVerb.Create),
        ("send", SendVerb.Create),
        ("schema", SchemaVerb.Create),
        ("lint", LintVerb.Create),
        ("review", ReviewVerb.Create),
        ("claims", ClaimsVerb.Create),
        ("requirements", RequirementsVerb.Create),
        ("agreement", AgreementVerb.Create),
    ];

    private static Command Create(ToolConsole console, IReadOnlyList<string> arguments)
    {
        // The library's RootCommand asks at every start for the name of the program, which is known.
        var root = new Command("localmig", "Judges implementations of QEMU's local migration against its specification.");
        // A line that names its verb needs no other one; making them all takes longer than analysing a small stream.
        bool named = arguments.Count > 0 && Verbs.Any(verb => verb.Name == arguments[0]);
        // Nor does it need what explains the command line, unless it asks: the texts for that come from a table that is found slowly.
        if (!named || arguments.Any(MayAsk))
        {
            root.Add(new HelpOption { Recursive = true });
            root.Add(new VersionOption());
        }

        foreach ((string name, Func<ToolConsole, Verb> create) in Verbs)
        {
            if (!named || name == arguments[0])
                root.Add(create(console));
        }

        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        foreach (Argument argument in root.Subcommands.SelectMany(verb => verb.Arguments))
            argument.Validators.Add(RefuseUnknownOptions);
        return root;
    }

    // A file of arguments may hold any word.
    private static bool MayAsk(string word) => word is "--help" or "-h" or "-?" or "/h" or "/?" || word.StartsWith('@');

    // An argument takes any word, a mistyped option as well.
    private static void RefuseUnknownOptions(ArgumentResult argument)
    {
        foreach (Token word in argument.Tokens)
        {
            if (word.Value.Length > 1 && word.Value[0] == '-')
                argument.AddError($"Unrecognized option '{word.Value}'.");
        }
    }

    private static string HelpFor(ParseResult line) =>
        line.CommandResult.Command is Verb verb ? $"localmig {verb.Name} --help" : "localmig --help";
}
