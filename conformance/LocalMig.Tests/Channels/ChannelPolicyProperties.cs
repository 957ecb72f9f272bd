using FsCheck.Xunit;
using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Channels;

[Properties(Arbitrary = [typeof(Addresses), typeof(ParameterUpdates)], MaxTest = 1000)]
public class ChannelPolicyProperties
{
    [Flags]
    private enum Carries
    {
        Stream = 1,
        SeveralConnections = 2,
        Seeking = 4,
        ExtraDescriptors = 8,
        Descriptors = 16,
    }

    private static readonly string[] Texts =
    [
        ChannelTexts.LocalNeedsUnix, ChannelTexts.NeedsSeekable, ChannelTexts.NeedsSeveralChannels,
        ChannelTexts.NeedsStream,
    ];

    [Property]
    public void Every_address_is_accepted_or_refused_in_known_words(
        MigrationAddress address, ParameterUpdate update, int capabilities, DescriptorKind kind, Profile profile)
    {
        if (Check(address, Parameters(update, profile), capabilities, kind) is { } refusal)
            Assert.Contains(refusal, Texts);
    }

    [Property]
    public void A_channel_that_can_carry_more_is_accepted_where_one_that_can_carry_less_is(
        MigrationAddress less, DescriptorKind kindOfLess, MigrationAddress more, DescriptorKind kindOfMore, ParameterUpdate update, int capabilities, Profile profile)
    {
        bool mapped = Set(capabilities)["mapped-ram"];
        MigrationParameters parameters = Parameters(update, profile);
        if (Of(more, kindOfMore, mapped).HasFlag(Of(less, kindOfLess, mapped)) && Check(less, parameters, capabilities, kindOfLess) is null)
            Assert.Null(Check(more, parameters, capabilities, kindOfMore));
    }

    [Property]
    public void Switching_local_on_only_takes_channels_away(
        MigrationAddress address, DescriptorKind kind, ParameterUpdate update, int capabilities, Profile profile)
    {
        MigrationParameters parameters = Parameters(update, profile);
        string? off = Check(address, With(parameters, local: false), capabilities, kind);
        string? on = Check(address, With(parameters, local: true), capabilities, kind);
        if (off is not null)
            Assert.Equal(off, on);
        else if (on is not null)
            Assert.Equal(ChannelTexts.LocalNeedsUnix, on);
    }

    [Property]
    public void With_local_on_nothing_but_a_UNIX_socket_is_accepted(
        MigrationAddress address, DescriptorKind kind, ParameterUpdate update, int capabilities)
    {
        MigrationParameters on = With(Parameters(update, Profile.Proposal), local: true);
        if (Check(address, on, capabilities, kind) is null)
            Assert.True(!on.UsesTls && (address is UnixAddress || (address is FdAddress && kind is DescriptorKind.UnixSocket or DescriptorKind.Missing)));
    }

    private static Carries Of(MigrationAddress address, DescriptorKind kind, bool mapped) => address switch
    {
        UnixAddress => Carries.Stream | Carries.SeveralConnections | Carries.Descriptors,
        InetAddress or VsockAddress => Carries.Stream | Carries.SeveralConnections,
        FdAddress when kind is DescriptorKind.UnixSocket or DescriptorKind.Missing => Carries.Stream | Carries.Descriptors,
        FileAddress when mapped => Carries.Seeking | Carries.ExtraDescriptors | Carries.SeveralConnections,
        FileAddress => Carries.Seeking | Carries.ExtraDescriptors,
        _ => Carries.Stream,
    };

    private static MigrationParameters Parameters(ParameterUpdate update, Profile profile)
    {
        MigrationParameters defaults = MigrationParameters.Defaults(profile);
        return defaults.Apply(update.Value) is { IsOk: true } applied ? applied.Value : defaults;
    }

    private static MigrationParameters With(MigrationParameters parameters, bool local) =>
        parameters.Apply(JsonValue.Object(("local", local))).Value;

    private static string? Check(MigrationAddress address, MigrationParameters parameters, int capabilities, DescriptorKind kind) =>
        ChannelPolicy.Check(address, parameters, Set(capabilities), _ => kind)?.Desc;

    private static MigrationCapabilities Set(int bits)
    {
        string[] names = ["multifd", "mapped-ram", "return-path", "events"];
        return ChannelPolicyTests.On(string.Join(' ', names.Where((_, i) => (bits >> i & 1) != 0)));
    }
}
