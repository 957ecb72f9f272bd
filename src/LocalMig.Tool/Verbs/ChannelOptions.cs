using System.CommandLine;
using LocalMig.Channels;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary>What the verbs have in common that open a channel.</summary>
internal static class ChannelOptions
{
    /// <summary>How long any one wait may take.</summary>
    public static Option<double> Timeout()
    {
        var timeout = new Option<double>("--timeout") { Description = "Seconds that any one wait may take.", HelpName = "SECONDS", DefaultValueFactory = _ => 60 };
        timeout.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 1e6))
                result.AddError("--timeout takes more than 0 and at most 1000000 seconds.");
        });
        return timeout;
    }

    /// <summary>Reads an address; no text is no address, and no error.</summary>
    public static bool TryParse(string? uri, ChannelSide side, ToolConsole console, out MigrationAddress? address)
    {
        address = null;
        if (uri is null || MigrationUri.Parse(uri, QemuGeneration.Qemu11, side).TryGet(out address, out QmpError? error))
            return true;
        console.Say(error.Desc);
        return false;
    }

    /// <summary>Runs what may be ended by a signal, and gives the exit code.</summary>
    public static int Run(ToolConsole console, Func<CancellationToken, Result<ExitCode?, ParseError>> run)
    {
        using var end = new EndBySignal();
        try
        {
            if (run(end.Token).TryGet(out ExitCode? code, out ParseError? error))
                return (int)code!.Value;
            console.Say(error.ToString());
            return (int)(error.Rule == Errors.StreamFreshDescriptor || error.Rule == Errors.StreamLog ? ExitCode.Usage : ExitCode.Broken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            console.Say(failed.Message);
            return (int)ExitCode.Broken;
        }
    }
}
