using FsCheck.Xunit;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Parameters;

[Properties(Arbitrary = [typeof(ParameterUpdates)], MaxTest = 300)]
public class ParameterProperties
{
    [Property]
    public void Applying_changes_exactly_what_the_update_names_or_nothing(ParameterUpdate[] history, ParameterUpdate update)
    {
        MigrationParameters before = After(history);
        JsonValue shownBefore = before.ToQuery();
        Result<MigrationParameters, QmpError> result = before.Apply(update.Value);
        Assert.Equal(shownBefore, before.ToQuery());
        if (!result.IsOk)
            return;
        foreach ((string name, JsonValue value) in result.Value.ToQuery().Members)
        {
            if (update.Value[name] is not { } given)
                Assert.Equal(shownBefore[name], value);
            else if (given.Kind == JsonKind.Null)
                Assert.Equal("", value.AsString);
            else if (given.Kind is JsonKind.Int64 or JsonKind.UInt64)
                Assert.Equal(given.AsUInt64, value.AsUInt64);
            else
                Assert.Equal(given, value);
        }

        Assert.All(update.Value.Members, m => Assert.NotNull(result.Value[m.Name]));
    }

    [Property]
    public void Applying_twice_is_applying_once(ParameterUpdate[] history, ParameterUpdate update)
    {
        if (After(history).Apply(update.Value) is { IsOk: true } once)
            Assert.Equal(once.Value, once.Value.Apply(update.Value).Value);
    }

    [Property]
    public void Updates_of_different_members_commute(ParameterUpdate first, ParameterUpdate second)
    {
        JsonValue other = JsonValue.Object(second.Value.Members.Where(m => first.Value[m.Name] is null));
        MigrationParameters start = After([]);
        if (start.Apply(first.Value) is { IsOk: true } a && start.Apply(other) is { IsOk: true } b
            && a.Value.Apply(other) is { IsOk: true } ab && b.Value.Apply(first.Value) is { IsOk: true } ba)
        {
            Assert.Equal(ab.Value, ba.Value);
            Assert.Equal(ab.Value, start.Apply(JsonValue.Object([.. first.Value.Members, .. other.Members])).Value);
        }
    }

    [Property]
    public void What_a_query_shows_can_be_set_and_gives_the_same(ParameterUpdate[] history)
    {
        MigrationParameters parameters = After(history);
        Assert.Equal(parameters, MigrationParameters.Defaults(Profile.Proposal).Apply(parameters.ToQuery()).Value);
    }

    [Property]
    public void The_verdict_does_not_depend_on_the_order_of_members(ParameterUpdate[] history, ParameterUpdate update)
    {
        MigrationParameters parameters = After(history);
        JsonValue reversed = JsonValue.Object(update.Value.Members.Reverse());
        Assert.Equal(parameters.Apply(update.Value).Error, parameters.Apply(reversed).Error);
    }

    [Property]
    public void Only_local_changes_local(ParameterUpdate[] history, ParameterUpdate update)
    {
        MigrationParameters parameters = After(history);
        MigrationParameters after = After([.. history, update]);
        if (update.Value["local"] is null)
            Assert.Equal(parameters.Local, after.Local);
    }

    private static MigrationParameters After(ParameterUpdate[] updates) => updates.Aggregate(
        MigrationParameters.Defaults(Profile.Proposal),
        static (p, u) => p.Apply(u.Value) is { IsOk: true } next ? next.Value : p);
}
