using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LocalMig.Tests;

[Collection(nameof(Alone))]
public class PropertyAttributeTests
{
    private const string Switch = "LOCALMIG_FAIL_ON_PURPOSE";

    // Both hold, except in the process that the test below starts.
    [Property]
    public bool Holds_unless_it_is_told_not_to(int value) => Environment.GetEnvironmentVariable(Switch) is null || value < 20;

    [Property]
    public void Throws_where_it_is_told_to(int value) => Assert.True(Holds_unless_it_is_told_not_to(value));

    [Theory]
    [InlineData(nameof(Holds_unless_it_is_told_not_to))]
    [InlineData(nameof(Throws_where_it_is_told_to))]
    public void A_failure_names_the_command_that_repeats_it(string property)
    {
        string method = $"LocalMig.Tests.{nameof(PropertyAttributeTests)}.{property}";
        Match command = Regex.Match(Run(method, ""), $@"To repeat it: LOCALMIG_REPLAY='(?<seed>\([0-9]+,[0-9]+,[0-9]+\))' \./run-tests\.sh -method {method}\n", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
        Assert.True(command.Success, "no command in the message");
        Assert.Contains("after 1 test ", Run(method, command.Groups["seed"].Value), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_a_seed_gets_no_command() => Assert.Null(RepeatableProperty.Command("Arguments exhausted after 3 tests.", "A.B"));

    private static string Run(string method, string replay)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [typeof(PropertyAttributeTests).Assembly.Location, "-noLogo", "-noColor", "-method", method])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { [Switch] = "1", ["LOCALMIG_REPLAY"] = replay },
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
