using LocalMig.Parameters;

namespace LocalMig.Spec;

public static partial class Requirements
{
    private static Requirement[] Param() =>
    [
        Must("LM-PARAM-01", "The arguments of migrate-set-parameters have an optional member 'local' of type bool.", "section 2, bullet 1"),
        Must("LM-PARAM-02", "The type that query-migrate-parameters returns has an optional member 'local' of type bool, so that a client finds the feature by introspection.", "section 2, bullets 1 and 8"),
        Must("LM-PARAM-03", "The schema's enum MigrationParameter has the value 'local'.", "section 2, bullet 1"),
        Must("LM-PARAM-04", "The parameter is false until it is set.", "section 2, bullet 2"),
        Must("LM-PARAM-05", "query-migrate-parameters lists 'local' in every answer, set or not.", "section 2, bullet 2"),
        Must("LM-PARAM-06", "migrate-set-parameters accepts true and false for 'local' and answers with an empty object.", "section 2, bullet 3"),
        Must("LM-PARAM-07", "A query after 'local' was set shows the value that was set last.", "section 2, bullet 3"),
        Must("LM-PARAM-08", "Setting 'local' does not look at any channel: it succeeds whatever channel, capability or mode is chosen.", "section 2, bullet 3"),
        Must("LM-PARAM-09", "Setting 'local' touches no device: every backend keeps its descriptors and goes on working.", "section 2, bullet 3"),
        Must("LM-PARAM-10", "A call with an unknown member applies none of its members.", "section 2, bullet 4"),
        Must("LM-PARAM-11", "A call with a member of the wrong type applies none of its members.", "section 2, bullet 4"),
        Must("LM-PARAM-12", "A call with a member out of range applies none of its members.", "section 2, bullet 4"),
        Must("LM-PARAM-13", "A number is no value for 'local': 0, 1 and fractions are refused.", "section 2, bullet 5"),
        Must("LM-PARAM-14", "A string is no value for 'local': not even \"true\" or \"on\".", "section 2, bullet 5"),
        Must("LM-PARAM-15", "null is no value for 'local'.", "section 2, bullet 5"),
        Must("LM-PARAM-16", "Arrays and objects are no value for 'local'.", "section 2, bullet 5"),
        Must("LM-PARAM-17", "A value of the wrong type is refused with class GenericError and the text \"Invalid parameter type for 'local', expected: boolean\".", "section 2, bullet 5"),
        Must("LM-PARAM-18", "Setting other parameters leaves 'local' as it is.", "section 2, bullet 6"),
        Must("LM-PARAM-19", "Setting 'local' leaves every other parameter as it is.", "section 2, bullet 6"),
        Must("LM-PARAM-20", "Source and destination each hold their own value: setting one side does not change the other.", "section 2, bullet 7"),
        Must("LM-PARAM-21", "Nothing in the migration stream carries the parameter: after a migration the destination still has the value that was set there.", "section 2, bullet 7"),
        Must("LM-PARAM-22", "A parameter that an implementation does not have is refused as unknown, with \"Parameter 'NAME' is unexpected\".", "section 2, bullet 8"),
        Should("LM-PARAM-23", "The parameter counts at the moment when device state is saved: cleared while RAM is still being sent, no descriptor is sent.", "section 7, also", Profile.Upstream),
    ];
}
