using System.Globalization;
using System.Text;
using FsCheck;
using LocalMig.Spec;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>The smallest recorded stream, with one thing wrong in it. Offsets are those of its recorded layout.</summary>
public sealed class EditedStreamTests
{
    private static readonly byte[] Good = StreamFixture.Read("11.1.3-none-unix.bin");

    // Tries all values of every byte of the small streams instead of six: LOCALMIG_EVERY_BYTE=1.
    private static readonly bool EveryValue = Environment.GetEnvironmentVariable("LOCALMIG_EVERY_BYTE") is { Length: > 0 };

    private static readonly int NameOfTimer = Good.AsSpan().IndexOf("timer"u8);

    public static TheoryData<string, int, string, string, long, string, string?> Edits() => new()
    {
        // what, where, bytes in hex; code, offset, path, what QEMU says
        { "magic", 0, "00", "stream.magic", 0, "", "unknown channel magic: 4544077" },
        { "format version 2", 7, "02", "stream.format-version", 4, "", "SaveVM v2 format is obsolete and no longer supported" },
        { "format version 0", 7, "00", "stream.format-version", 4, "", "Unsupported migration stream version, file version 0 != 3" },
        { "no configuration", 8, "55", "stream.configuration", 8, "", "Configuration section missing, 55 != 7" },
        { "section type", 0x37, "55", "stream.tag", 0x37, "", "Unknown section type 85" },
        { "footer byte", 0x32, "55", "stream.footer", 0x32, "ram", "Missing section footer for ram" },
        { "footer id", 0x33, "09", "stream.footer.id", 0x33, "ram", "Mismatched section id in footer for ram - read 0x9000001 expected 0x1" },
        { "part id", 0x40, "07", "stream.section.id", 0x3d, "", "Unknown section 7" },
        { "command", 0x39, "77", "stream.command", 0x38, "", "MIG_CMD 0x77 unknown (len 0x0)" },
        { "command length", 0x3b, "01", "stream.command.length", 0x3a, "", "SWITCHOVER_START received with bad length - expecting 0, got 1" },
        { "name", NameOfTimer + 2, "6e", "stream.description.missing", NameOfTimer + 13, "tiner", "Unknown section or instance 'tiner' 0. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices" },
        { "ram flags", 0x31, "01", "stream.ram.flags", 0x2a, "ram", "Unknown combination of migration flags: 0x1" },
        { "ram total", 0x28, "10", "stream.ram.total", 0x2a, "ram", null },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_is_found_where_it_is_and_worded_as_a_real_destination_does(string what, int at, string hex, string code, long offset, string path, string? qemu)
    {
        Assert.NotEmpty(what);
        byte[] stream = [.. Good];
        Convert.FromHexString(hex).CopyTo(stream, at);
        ParseError error = StreamAnalysis.Analyze(stream).Findings.First(finding => finding.Weight == FindingWeight.Error).Error;
        Assert.Equal((code, offset, path, qemu), (error.Code, error.Offset, error.Path, error.QemuText));
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void Every_finding_names_a_requirement_that_is_there(string what, int at, string hex, string code, long offset, string path, string? qemu)
    {
        _ = (code, offset, path, qemu);
        byte[] stream = [.. Good];
        Convert.FromHexString(hex).CopyTo(stream, at);
        StreamRules.AllNameTheirRequirements(StreamAnalysis.Analyze(stream), what);
    }

    [Fact]
    public void Every_requirement_that_a_rule_names_is_there()
    {
        ErrorRule[] rules = [.. typeof(Errors).GetFields().Select(field => field.GetValue(null)).OfType<ErrorRule>()];
        Assert.InRange(rules.Count(rule => rule.Requirement is not null), 20, rules.Length);
        Assert.All(rules.Where(rule => rule.Requirement is not null), rule => Assert.True(Requirements.TryFind(rule.Requirement!, out _), rule.Code));
    }

    [Fact]
    public void A_wrong_footer_does_not_hide_what_follows()
    {
        byte[] stream = [.. Good];
        stream[0x33] = 9;
        stream[0x79] = 0x55;
        StreamReport report = StreamAnalysis.Analyze(stream);
        Assert.Equal(["stream.footer.id", "stream.footer"], report.Findings.Select(finding => finding.Error.Code));
        Assert.Single(report.Sections("globalstate"));
    }

    [Theory]
    [InlineData("11.1.3-none-unix.bin")]
    [InlineData("7.2.22-none-unix.bin")]
    public void A_stream_cut_anywhere_names_where_it_ends(string name)
    {
        byte[] stream = StreamFixture.Read(name);
        int whole = stream.AsSpan().IndexOf("{\"configuration\""u8) is >= 0 and int json ? json - 5 : stream.AsSpan().IndexOf("{\"page_size\""u8) - 5;
        for (int length = 0; length < stream.Length; length++)
        {
            StreamReport report = StreamAnalysis.Analyze(stream.AsMemory(0, length));
            if (length == whole)
                continue; // the state is whole, and only the description is missing: QEMU loads that
            Assert.False(report.Complete, $"cut at {length}");
            ParseError error = Assert.Single(report.Findings, finding => finding.Weight == FindingWeight.Error).Error;
            Assert.Equal((Errors.Truncated, (long)length), (error.Rule, error.Offset));
        }
    }

    [Fact]
    public void A_stream_without_description_is_loaded_and_QEMU_says_what_it_missed()
    {
        StreamReport report = StreamAnalysis.Analyze(Good.AsMemory(0, 261));
        StreamFinding missing = Assert.Single(report.Findings, finding => finding.Error.QemuText is not null);
        Assert.Equal((FindingWeight.Note, "Expected vmdescription section, but got 0", 261L), (missing.Weight, missing.Error.QemuText, missing.Error.Offset));
        Assert.False(report.HasErrors);
    }

    // The state of globalstate stands at 0x9f; its description is there because it follows the cut in no stream.
    [Fact]
    public void A_state_that_ends_too_soon_is_worded_as_a_real_destination_does()
    {
        VmStateDescription state = DescriptionSearch.Find(new RecordedInput(Good))!.Value.Description.Find("globalstate", 0)!.State!;
        ParseError error = VmStateReader.Load(new RecordedInput(new byte[10]), state, state.Version, "globalstate").Error!;
        Assert.Equal("Failed to load globalstate state: stream error: -5", error.QemuText);
    }

    [Fact]
    public void A_state_of_a_newer_version_is_worded_as_a_real_destination_does()
    {
        VmStateDescription state = DescriptionSearch.Find(new RecordedInput(Good))!.Value.Description.Find("timer", 0)!.State!;
        Assert.Equal("unsupported version 3 for 'timer' v2", VmStateReader.Load(new RecordedInput(default), state, 3, "timer").Error!.QemuText);
    }

    [Fact]
    public void A_stream_without_its_end_is_worded_as_a_real_destination_does()
    {
        ParseError error = Assert.Single(StreamAnalysis.Analyze(Good.AsMemory(0, 260)).Findings, finding => finding.Weight == FindingWeight.Error).Error;
        Assert.Equal("Failed to load section ID: stream error: -5", error.QemuText);
    }

    [Fact]
    public void A_single_byte_changed_gives_a_finding_or_exactly_the_changed_stream()
    {
        foreach (string name in (string[])["11.1.3-none-unix.bin", "7.2.22-none-unix.bin"])
        {
            byte[] stream = StreamFixture.Read(name);
            for (int at = 0; at < stream.Length; at++)
            {
                byte good = stream[at];
                foreach (int change in EveryValue ? Enumerable.Range(1, 255) : [0x01, 0x80, 0xff, good, good ^ 0xff, good ^ 0x20])
                {
                    stream[at] = (byte)(good ^ change);
                    Judge(stream, string.Create(CultureInfo.InvariantCulture, $"{name} with 0x{stream[at]:x2} at {at}"));
                }

                stream[at] = good;
            }
        }
    }

    [Property(MaxTest = 60)]
    public void A_single_byte_changed_of_a_larger_stream_gives_a_finding_or_exactly_the_changed_stream(PositiveInt which, PositiveInt place, byte change)
    {
        string[] names = ["11.1.3-q35-unix.bin", "local-11-return-path.bin", "7.2.22-q35-net-unix.bin", "11.1.3-q35-ignore-shared.bin"];
        string name = names[which.Get % names.Length];
        byte[] stream = StreamFixture.Read(name);
        int at = (int)(place.Get * 15485863L % stream.Length);
        stream[at] ^= change;
        Judge(stream, string.Create(CultureInfo.InvariantCulture, $"{name} with 0x{stream[at]:x2} at {at}"));
    }

    private static void Judge(byte[] stream, string what)
    {
        StreamReport report = StreamAnalysis.Analyze(stream);
        if (report.Findings.Count > 0)
        {
            Assert.All(report.Findings, finding => Assert.InRange(finding.Error.Offset, 0, stream.Length));
            StreamRules.AllNameTheirRequirements(report, what);
            return;
        }

        Assert.True(report.Complete, what);
        VmDescription description = DescriptionSearch.Find(stream, 0, Limits.Untrusted)!.Value.Description;
        Assert.True(Rewriting.Rewrite(new RecordedInput(stream), description).AsSpan().SequenceEqual(stream), what);
    }

    [Fact]
    public void A_description_that_is_no_json_is_an_error_at_its_place()
    {
        byte[] stream = [.. Good];
        Encoding.ASCII.GetBytes("]").CopyTo(stream, 0x10a);
        Assert.Contains(StreamAnalysis.Analyze(stream).Findings, finding => finding.Error.Rule == Errors.StreamDescription && finding.Error.Offset >= 0x10a);
    }
}
