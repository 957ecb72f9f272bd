using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Microsoft.FSharp.Control;
using Microsoft.FSharp.Core;
using Xunit.Sdk;
using Xunit.v3;

namespace LocalMig.Tests;

/// <summary>A property that is tried on many values. A failure names the command that repeats it; <c>LOCALMIG_REPLAY</c> holds the
/// seed of such a command, <c>LOCALMIG_RUNS</c> how many values are tried instead of what the attribute says.</summary>
/// <remarks>It stands in the way of FsCheck's attribute of the same name, so that no property can be without it.</remarks>
[XunitTestCaseDiscoverer(typeof(RepeatablePropertyDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
[SuppressMessage("Extensibility", "xUnit3003", Justification = "FsCheck's attribute has no constructor that takes the place in the source.")]
public sealed class PropertyAttribute : FsCheck.Xunit.PropertyAttribute
{
    private static readonly string? Seed = Environment.GetEnvironmentVariable("LOCALMIG_REPLAY");
    private static readonly string? Runs = Environment.GetEnvironmentVariable("LOCALMIG_RUNS");

    public PropertyAttribute()
    {
        if (!string.IsNullOrEmpty(Seed))
            Replay = Seed;
        // What the class says about all of its properties counts where nobody asks for a number.
        if (!string.IsNullOrEmpty(Runs))
            MaxTest = int.Parse(Runs, CultureInfo.InvariantCulture);
    }

    /// <summary>How many values are tried.</summary>
    public new int MaxTest
    {
        get => base.MaxTest;
        set => base.MaxTest = string.IsNullOrEmpty(Runs) ? value : int.Parse(Runs, CultureInfo.InvariantCulture);
    }
}

/// <summary>Finds properties.</summary>
public sealed class RepeatablePropertyDiscoverer : IXunitTestCaseDiscoverer
{
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var d = TestIntrospectionHelper.GetTestCaseDetails(discoveryOptions, testMethod, factAttribute);
        return new([new RepeatableProperty(d.ResolvedTestMethod, d.TestCaseDisplayName, d.UniqueID, d.Explicit)]);
    }
}

/// <summary>A property whose failure ends with the command that repeats it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit owns it")]
public sealed partial class RepeatableProperty : PropertyTestCase, ISelfExecutingXunitTestCase
{
    [Obsolete("For xunit alone.")]
    public RepeatableProperty()
    {
    }

    public RepeatableProperty(IXunitTestMethod testMethod, string displayName, string uniqueId, bool isExplicit)
        : base(testMethod, displayName, uniqueId, isExplicit, null, null, null, null, null, null, null, null, null, null)
    {
    }

    ValueTask<RunSummary> ISelfExecutingXunitTestCase.Run(
        ExplicitOption explicitOption, IMessageBus messageBus, object?[] constructorArguments, ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource, ParallelMode parallelMode, ExecutionScheduler scheduler, FixtureMappingManager methodFixtureMappings) =>
        new(FSharpAsync.StartImmediateAsTask(
            TestExec(explicitOption, new Bus(messageBus, $"{TestClassName}.{TestMethodName}"), constructorArguments, aggregator, cancellationTokenSource, parallelMode, scheduler, methodFixtureMappings),
            FSharpOption<CancellationToken>.None));

    /// <summary>The command that repeats a failure; null where its message names no seed.</summary>
    /// <param name="message">What FsCheck says.</param>
    /// <param name="method">The full name of the property.</param>
    public static string? Command(string message, string method)
    {
        Match failed = SeedOfFailure().Match(message);
        if (!failed.Success)
            return null;
        string seed = failed.Groups["step"].Success ? failed.Groups["step"].Value : $"{failed.Groups["seed"].Value},{failed.Groups["size"].Value}";
        return $"LOCALMIG_REPLAY='({seed})' ./run-tests.sh -method {method}";
    }

    // One form where a property gives false, another where it throws.
    [GeneratedRegex(@"failing step with \((?<step>[0-9]+,[0-9]+,[0-9]+)\)|size of (?<size>[0-9]+) and seed of \((?<seed>[0-9]+,[0-9]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SeedOfFailure();

    private sealed class Bus(IMessageBus inner, string method) : IMessageBus
    {
        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is TestFailed failed && Command(failed.Messages[0], method) is { } command)
                failed.Messages = [$"{failed.Messages[0]}\nTo repeat it: {command}", .. failed.Messages[1..]];
            return inner.QueueMessage(message);
        }

        // The one that is inside belongs to whoever made it.
        public void Dispose()
        {
        }
    }
}
