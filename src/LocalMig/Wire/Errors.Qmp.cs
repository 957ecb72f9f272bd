namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>A server that speaks something else, or nothing.</summary>
    public static readonly ErrorRule QmpGreeting = new("qmp.greeting", "a server greets a client before anything else");

    /// <summary>The connection ended while a reply was awaited.</summary>
    public static readonly ErrorRule QmpConnectionLost = new("qmp.connection-lost", "a server answers every command before it ends the connection");

    /// <summary>A reply did not come in time.</summary>
    public static readonly ErrorRule QmpTimeout = new("qmp.timeout", "a reply comes within the time allowed for it");

    /// <summary>Something that is no greeting, reply or event.</summary>
    public static readonly ErrorRule QmpMessage = new("qmp.message", "a server sends greetings, replies and events, one to a line");
}
