using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Parameters;

public class MigrationParametersTests
{
    private static readonly MigrationParameters Defaults = MigrationParameters.Defaults(Profile.Proposal);

    [Theory]
    [InlineData(Profile.Proposal, QemuGeneration.Qemu11)]
    [InlineData(Profile.V16, QemuGeneration.Qemu11)]
    [InlineData(Profile.Upstream, QemuGeneration.Qemu11)]
    [InlineData(Profile.Upstream, QemuGeneration.Qemu7)]
    public void Local_is_off_and_listed_until_it_is_set(Profile profile, QemuGeneration generation)
    {
        MigrationParameters parameters = MigrationParameters.Defaults(profile, generation);
        Assert.False(parameters.Local);
        Assert.Equal(JsonValue.False, parameters.ToQuery()["local"]);
        MigrationParameters on = parameters.Apply(Fixture.Json("""{"local": true}""")).Value;
        Assert.True(on.Local);
        Assert.Equal(JsonValue.True, on.ToQuery()["local"]);
        Assert.False(on.Apply(Fixture.Json("""{"local": false}""")).Value.Local);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("1.0")]
    [InlineData("\"true\"")]
    [InlineData("\"on\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[true]")]
    [InlineData("{}")]
    public void Local_is_a_boolean_and_nothing_else(string value) =>
        Assert.Equal("Invalid parameter type for 'local', expected: boolean", Defaults.Apply(Fixture.Json($$"""{"local": {{value}}}""")).Error?.Desc);

    [Theory]
    [InlineData("""{"local": true, "max-cpu-throttle": 200}""", "Option max-cpu-throttle expects an integer in the range of cpu-throttle-initial to 99")]
    [InlineData("""{"local": true, "bogus": 1}""", "Parameter 'bogus' is unexpected")]
    [InlineData("""{"local": true, "mode": 1}""", "Invalid parameter type for 'mode', expected: string")]
    [InlineData("""{"bogus": 1, "local": 1, "max-cpu-throttle": 200}""", "Invalid parameter type for 'local', expected: boolean")]
    [InlineData("""{"bogus": 1, "max-cpu-throttle": 200}""", "Parameter 'bogus' is unexpected")]
    public void Types_come_before_unknown_members_and_those_before_ranges(string update, string error) =>
        Assert.Equal(error, Defaults.Apply(Fixture.Json(update)).Error?.Desc);

    [Fact]
    public void Ranges_are_checked_on_what_results()
    {
        MigrationParameters low = Defaults.Apply(Fixture.Json("""{"max-cpu-throttle": 40}""")).Value;
        Assert.False(low.Apply(Fixture.Json("""{"cpu-throttle-initial": 41}""")).IsOk);
        Assert.True(low.Apply(Fixture.Json("""{"cpu-throttle-initial": 41, "max-cpu-throttle": 41}""")).IsOk);
    }

    [Fact]
    public void A_negative_size_is_what_its_64_bits_say() =>
        Assert.Equal(JsonValue.From(ulong.MaxValue), Defaults.Apply(Fixture.Json("""{"max-bandwidth": -1}""")).Value["max-bandwidth"]);

    [Fact]
    public void A_null_string_is_shown_as_an_empty_one()
    {
        MigrationParameters tls = Defaults.Apply(Fixture.Json("""{"tls-creds": "tls0"}""")).Value;
        Assert.True(tls.UsesTls);
        MigrationParameters none = tls.Apply(Fixture.Json("""{"tls-creds": null}""")).Value;
        Assert.False(none.UsesTls);
        Assert.Equal("", none.ToQuery()["tls-creds"]!.AsString);
    }

    [Fact]
    public void The_mapping_of_bitmaps_is_listed_only_once_it_was_set()
    {
        Assert.Null(Defaults.ToQuery()["block-bitmap-mapping"]);
        MigrationParameters set = Defaults.Apply(Fixture.Json("""{"block-bitmap-mapping": []}""")).Value;
        Assert.Equal(JsonValue.Array(), set.ToQuery()["block-bitmap-mapping"]);
    }

    [Theory]
    [InlineData("zero-copy-send", "Zero copy only available for non-compressed non-TLS multifd migration")]
    [InlineData("mapped-ram", "Mapped-ram only available for non-compressed non-TLS multifd migration")]
    public void Compression_and_TLS_conflict_with_capabilities(string capability, string error)
    {
        JsonValue list = Fixture.Json($$"""[{"capability": "multifd", "state": true}, {"capability": "{{capability}}", "state": true}]""");
        MigrationCapabilities capabilities = MigrationCapabilities.Defaults().Apply(list, new CapabilityContext(false, false)).Value;
        Assert.Equal(error, Defaults.Apply(Fixture.Json("""{"tls-creds": "t"}"""), capabilities).Error?.Desc);
        Assert.Equal(error, Defaults.Apply(Fixture.Json("""{"multifd-compression": "zlib"}"""), capabilities).Error?.Desc);
        Assert.True(Defaults.Apply(Fixture.Json("""{"local": true}"""), capabilities).IsOk);
    }

    [Fact]
    public void The_older_generation_has_its_own_parameters()
    {
        MigrationParameters old = MigrationParameters.Defaults(Profile.Proposal, QemuGeneration.Qemu7);
        Assert.True(old.Apply(Fixture.Json("""{"compress-level": 9}""")).IsOk);
        Assert.Equal("Parameter 'mode' is unexpected", old.Apply(Fixture.Json("""{"mode": "normal"}""")).Error?.Desc);
        Assert.Equal("normal", old.Mode);
        Assert.Equal("Parameter 'compress-level' is unexpected", Defaults.Apply(Fixture.Json("""{"compress-level": 9}""")).Error?.Desc);
    }
}
