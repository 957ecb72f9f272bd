namespace LocalMig.Spec;

public static partial class Requirements
{
    private static Requirement[] Qmp() =>
    [
        Must("LM-QMP-01", "A client that connects is greeted first, with the version and the capabilities that it may enable.", "recorded, 01-greeting-negotiation"),
        Must("LM-QMP-02", "Every greeting, reply and event is one line that ends with CR LF.", "recorded, 01-greeting-negotiation"),
        Must("LM-QMP-03", "Before the negotiation every well-formed command is refused with class CommandNotFound and \"Expecting capabilities negotiation with 'qmp_capabilities'\".", "recorded, 01-greeting-negotiation"),
        Must("LM-QMP-04", "A negotiation that was refused can be tried again.", "recorded, 01-greeting-negotiation"),
        Must("LM-QMP-05", "A second negotiation is refused with class CommandNotFound and \"Capabilities negotiation is already complete, command ignored\".", "recorded, 01-greeting-negotiation"),
        Must("LM-QMP-06", "The state of the session belongs to the connection: who connects again is greeted and negotiates again.", "recorded, 01-greeting-negotiation"),
        Must("LM-QMP-07", "An 'id' of any JSON type comes back, equal, in the success reply.", "recorded, 03-commands"),
        Must("LM-QMP-08", "An 'id' comes back, equal, in the error reply of a command and of a broken envelope.", "recorded, 03-commands"),
        Must("LM-QMP-09", "What is no JSON is refused with class GenericError, a text that says \"JSON parse error\", and no 'id'.", "recorded, 04-json"),
        Must("LM-QMP-10", "An envelope without 'execute', with one that is no string, with arguments that are no object, with an unknown member, or that is no object at all is refused with the text of its fault.", "recorded, 03-commands"),
        Must("LM-QMP-11", "An unknown command is refused with class CommandNotFound and \"The command NAME has not been found\".", "recorded, 03-commands"),
        Must("LM-QMP-12", "A missing, a wrong and an unknown argument are each refused with the text that names it.", "recorded, 03-commands"),
        Must("LM-QMP-13", "Names are case sensitive, and '_' and '-' are different letters.", "recorded, 03-commands"),
        Must("LM-QMP-14", "Commands that come in one write are all answered, in their order.", "recorded, 04-json"),
        Must("LM-QMP-15", "A command that comes in many writes, split at any byte, is answered once.", "recorded, 04-json"),
        Must("LM-QMP-16", "Without the capability oob, 'exec-oob' is an unexpected member.", "recorded, 03-commands"),
        Must("LM-QMP-17", "With the capability oob, a command that does not allow it is refused out of band, and 'execute' beside 'exec-oob' is a clash.", "recorded, 03-commands"),
        Must("LM-QMP-18", "What is sent is printable ASCII: every other character is escaped as \\uXXXX, beyond the basic plane as a surrogate pair.", "recorded, 04-json"),
        Must("LM-QMP-19", "Integers keep all of their 64 bits, signed and unsigned.", "recorded, 04-json"),
        Must("LM-QMP-20", "A number too large for a double never comes back as something that is no JSON.", "recorded, 04-json (a defect of the recorded versions)"),
        Must("LM-QMP-21", "An object that has a member twice is refused.", "recorded, 04-json"),
        Must("LM-QMP-22", "1024 open brackets are accepted; one more is refused as \"JSON nesting depth limit exceeded\".", "recorded, 05-limits"),
        Must("LM-QMP-23", "Strings that are no valid UTF-8, and escapes of lone surrogates and of noncharacters, are refused.", "recorded, 04-json"),
        Must("LM-QMP-24", "After any broken input, a byte 0xFF brings the server back: the next good command gets its answer.", "recorded, 04-json"),
        Must("LM-QMP-25", "Strings may stand in single quotes.", "recorded, 04-json"),
        Must("LM-QMP-26", "query-commands and query-qmp-schema name the same commands.", "recorded, query-qmp-schema"),
        Must("LM-QMP-27", "Every type that the schema refers to is in the schema.", "recorded, query-qmp-schema"),
        Must("LM-QMP-28", "query-migrate-parameters answers with members that the schema's type has, and of their types.", "recorded, query-qmp-schema"),
        Must("LM-QMP-29", "A client that closes its sending side gets the replies to what it sent, and then the end of the connection.", "recorded, 01-greeting-negotiation"),
        Must("LM-QMP-30", "An event has a timestamp with seconds and microseconds.", "recorded, B11-10-success"),
    ];
}
