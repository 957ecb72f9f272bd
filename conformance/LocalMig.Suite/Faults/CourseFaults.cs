using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Suite.Faults.Decorators;

namespace LocalMig.Suite.Faults;

/// <summary>Migrations that take a wrong course or end wrongly (specification, section 5, bullet 8; section 7).</summary>
internal static class CourseFaults
{
    private const string Broken = "the connection is lost";

    public static IReadOnlyList<Fault> All { get; } =
    [
        Make.Outgoing("source-does-not-resume", "A source whose migration failed stays stopped.", static (_, steps) => steps.Except(MigrationSteps.RunOn), "LM-TRANSFER-21", "LM-TRANSFER-31", "LM-TRANSFER-33", "LM-DEVICE-14") with { Hangs = true },
        Make.Outgoing("source-does-not-wait-for-the-answer", "A source completes without waiting for the destination's last word.", static (_, steps) => steps.Except(MigrationSteps.AwaitAnswer), "LM-TRANSFER-31") with { Hangs = true },
        Make.Incoming("return-path-shut-missing", "A destination does not say that the load went well.", static (_, steps) => steps.Except(MigrationSteps.Answer), "LM-TRANSFER-39"),
        Make.Incoming("destination-does-not-start", "A destination stays stopped when its load has ended.", static (_, steps) => steps.Except(MigrationSteps.Start), "LM-TRANSFER-27") with { Hangs = true },
        Make.Incoming("destination-starts-after-a-failed-load", "A destination whose load failed runs.", static (_, steps) => steps.Instead(MigrationSteps.Read, run =>
        {
            string? failure = run();
            if (failure is not null)
                steps.First(static s => s.Name == MigrationSteps.Start).Run();
            return failure;
        }), "LM-TRANSFER-37"),
        Make.Incoming("cut-stream-accepted", "A load that breaks off counts as one that has ended.", static (_, steps) => Tolerating(steps, ""), "LM-STREAM-16"),
        Make.Incoming("unknown-section-accepted", "A section that nobody knows ends the load, and the load counts as good.", static (_, steps) => Tolerating(steps, "Unknown section or instance"), "LM-STREAM-13"),
        Make.Incoming("unknown-section-text", "An unknown section is told in other words.", static (_, steps) => steps.Instead(MigrationSteps.Read, static run =>
            run()?.Replace("Unknown section or instance", "bad section", StringComparison.Ordinal)), "LM-STREAM-13"),
        Make.Commands("completed-after-failed", "A migration that failed shows as completed when it is asked for again.", static (command, usual) =>
            command.Name == "query-migrate" ? usual(command).Then(static answer => Is(answer, "failed") ? JsonValue.Object(("status", "completed")) : answer) : usual(command), "LM-TRANSFER-30"),
        Make.Commands("destination-ends-not", "A destination that is to end when its load fails stays.", static (command, usual) =>
            usual(command.Name == "migrate-incoming" ? command.With(command.Arguments.With("exit-on-error", false)) : command), "LM-TRANSFER-37"),
        Make.Commands("cancel-ignored", "migrate_cancel does nothing.", static (command, usual) => command.Name == "migrate_cancel" ? JsonValue.EmptyObject : usual(command), "LM-TRANSFER-33") with { Hangs = true },
        Make.Commands("cancel-fails-without-a-migration", "migrate_cancel resumes whatever it finds stopped.", static vm => (command, usual) =>
        {
            if (command.Name == "migrate_cancel" && vm.RunState == RunState.PostMigrate)
                vm.Execute("cont");
            return usual(command);
        }, "LM-TRANSFER-27"),
        Make.Commands("second-migration-impossible", "A source can try to migrate once.", static _ =>
        {
            int tries = 0;
            return (command, usual) => command.Name == "migrate" && tries++ > 0 ? QmpError.Generic("There's a migration process in progress") : usual(command);
        }, "LM-TRANSFER-34", "LM-CHANNEL-15"),
        Make.Commands("cont-refused-after-completed", "A source that completed cannot be resumed.", static vm => (command, usual) =>
            command.Name == "cont" && vm.RunState == RunState.PostMigrate ? QmpError.Generic("this machine has moved") : usual(command), "LM-TRANSFER-21"),
        new("return-path-not-supported", "A source with a return path fails.", "LM-TRANSFER-39")
        {
            Seams = static (seams, _) => seams with
            {
                Outgoing = static (vm, steps) => steps.Instead(MigrationSteps.AwaitAnswer, run => vm.Capabilities["return-path"] ? Broken : run()),
            },
        },
        new("return-path-required", "A source without a return path fails.", "LM-TRANSFER-39")
        {
            Seams = static (seams, _) => seams with
            {
                Outgoing = static (vm, steps) => steps.Instead(MigrationSteps.AwaitAnswer, run => vm.Capabilities["return-path"] ? run() : Broken),
            },
        },
        Make.Incoming("quit-is-slow", "A machine that was a destination does not quit.", static (_, steps) => steps, "LM-TRANSFER-26", "LM-TRANSFER-35") with
        {
            Seams = static (seams, _) => seams with
            {
                Commands = static (vm, table) => new PassedCommands(table, (command, usual) =>
                    command.Name == "quit" && vm.Outgoing.Status == MigrationStatus.Completed ? JsonValue.EmptyObject : usual(command)),
            },
        },
    ];

    private static IReadOnlyList<MigrationStep> Tolerating(IReadOnlyList<MigrationStep> steps, string text) =>
        steps.Except(MigrationSteps.Check).Instead(MigrationSteps.Read, run => run() is { } failure && !failure.Contains(text, StringComparison.Ordinal) ? failure : null);

    private static bool Is(JsonValue answer, string status) => answer["status"] is { Kind: JsonKind.String } shown && shown.AsString == status;
}
