using System.CommandLine;
using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Qapi.Compare;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig schema</c>: reads schemas and compares them.</summary>
internal static class SchemaVerb
{
    /// <summary>The verb with its parts.</summary>
    public static Verb Create(ToolConsole console) => new(
        "schema",
        "Reads, checks and compares QAPI schemas.",
        ("localmig schema check qapi/qapi-schema.json", "reports everything that is wrong, in the form of QEMU's generator"),
        ("localmig schema diff old/qapi-schema.json new/qapi-schema.json", "tells what was added, removed and changed, and what of it breaks clients"),
        ("localmig schema diff qapi/qapi-schema.json answer.json", "compares a schema with a recorded answer of query-qmp-schema"),
        ("localmig schema diff qapi/qapi-schema.json qmp:/run/vm/qmp", "compares it with a QEMU that runs"),
        ("localmig schema check --first --dialect 10.0 a.json", "stops at the first error, as QEMU 10.0 does"))
    {
        Check(console),
        SchemaDiffVerb.Create(console),
        Introspect(console),
    };

    /// <summary>The option that says whose rules hold.</summary>
    internal static Option<string> DialectOption()
    {
        var option = new Option<string>("--dialect")
        {
            Description = "Whose rules: 10.0, or 10.2 (adds the width of lines and the space between sentences).",
            DefaultValueFactory = _ => "10.2",
        };
        option.AcceptOnlyFromAmong("10.0", "10.2");
        return option;
    }

    /// <summary>The dialect that the option names.</summary>
    internal static SchemaDialect Dialect(string? name) => name == "10.0" ? SchemaDialect.Qemu100 : SchemaDialect.Qemu102;

    private static Command Check(ToolConsole console)
    {
        var paths = new Argument<string[]>("FILE") { Description = "Schema files; what they include is read as well.", Arity = ArgumentArity.OneOrMore };
        var first = new Option<bool>("--first") { Description = "Stop at the first finding, as QEMU does." };
        var dialect = DialectOption();
        var check = new Command("check", "Reports what is wrong with schema files, in the form of QEMU's generator.") { paths, first, dialect };
        check.SetAction(line =>
        {
            ExitCode code = ExitCode.Passed;
            foreach (string path in line.GetValue(paths)!)
            {
                Result<SchemaSource, string> read = SchemaSource.Read(path, new DiskSchemaFiles(), Dialect(line.GetValue(dialect)));
                if (!read.TryGet(out SchemaSource? schema, out string? unreadable))
                {
                    console.Error.WriteLine($"localmig: {unreadable}");
                    return (int)ExitCode.Usage;
                }

                foreach (Finding finding in line.GetValue(first) ? schema.Findings.Take(1) : schema.Findings)
                    console.Out.WriteLine(finding);
                if (schema.Findings.Count > 0)
                    code = ExitCode.Failed;
            }

            return (int)code;
        });
        return check;
    }

    private static Command Introspect(ToolConsole console)
    {
        var path = new Argument<string>("FILE") { Description = "A schema file." };
        var defined = new Option<string[]>("--define") { Description = "A name that holds in conditions; may be given several times. Default: all that occur." };
        var introspect = new Command("introspect", "Prints what query-qmp-schema would answer.") { path, defined };
        introspect.SetAction(line =>
        {
            string[] names = line.GetValue(defined) ?? [];
            if (!SchemaDocument.Read(line.GetValue(path)!, new DiskSchemaFiles(), names.Length == 0 ? null : names.ToHashSet(StringComparer.Ordinal))
                .TryGet(out SchemaDocument? document, out string? unreadable))
            {
                console.Error.WriteLine($"localmig: {unreadable}");
                return (int)ExitCode.Usage;
            }

            console.Out.WriteLine(JsonText.Write(Introspection.Write(document.Schema)));
            return (int)ExitCode.Passed;
        });
        return introspect;
    }
}
