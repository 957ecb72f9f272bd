using LocalMig.Stream;

namespace LocalMig.Machine;

/// <summary>What QEMU says about machines, devices and migrations (facts B.1 to B.3 and C; specification, sections 4 and 7), as
/// 11.1.3 words it where the generations differ only in words. The last ones are ours: QEMU has no such situation, or is silent in it.</summary>
public static class MachineTexts
{
    /// <summary>cont while the source's last step is under way.</summary>
    public const string NotFinalized = "Migration is not finalized yet";

    /// <summary>migrate while one is under way.</summary>
    public const string InProgress = "There's a migration process in progress";

    /// <summary>migrate after a completed migration, before cont.</summary>
    public const string AlreadyMigrated = "Can't migrate the vm that was paused due to previous migration";

    /// <summary>migrate on a machine that waits for one.</summary>
    public const string WaitingForIncoming = "Guest is waiting for an incoming migration";

    /// <summary>migrate with resume where nothing is paused.</summary>
    public const string NothingToResume = "Cannot resume if there is no paused migration";

    /// <summary>migrate-start-postcopy without the capability.</summary>
    public const string PostcopyNotEnabled = "Enable postcopy with migrate_set_capability before the start of migration";

    /// <summary>migrate-start-postcopy without a migration.</summary>
    public const string PostcopyNotStarted = "Postcopy must be started after migration has been started";

    /// <summary>migrate-pause outside of postcopy.</summary>
    public const string NotInPostcopy = "migrate-pause is currently only supported during postcopy-active or postcopy-recover state";

    /// <summary>migrate-pause outside of postcopy, up to 7.2.</summary>
    public const string NotInPostcopyOld = "migrate-pause is currently only supported during postcopy-active state";

    /// <summary>migrate-recover where nothing is paused.</summary>
    public const string NothingToRecover = "Migrate recover can only be run when postcopy is paused.";

    /// <summary>yank of what there is not.</summary>
    public const string NoInstance = "Instance not found";

    /// <summary>migrate-incoming on a machine that was not started for it.</summary>
    public const string NotIncoming = "'-incoming' was not specified on the command line";

    /// <summary>migrate-incoming a second time.</summary>
    public const string IncomingStarted = "The incoming migration has already been started";

    /// <summary>The load failed and the source was told so on the return path.</summary>
    public static string SiblingError(uint status) => $"Sibling indicated error {status}";

    /// <summary>The return path ended without a word.</summary>
    public const string ReturnPathClosed = "Channel error: Input/output error";

    /// <summary>The return path told that the load failed, up to 7.2: whatever was said, the next write finds the channel shut.</summary>
    public const string ChannelShut = "Unable to write to socket: Bad file descriptor";

    /// <summary>The channel ended before memory could be announced, whatever the reason.</summary>
    public const string SetupFailed = "ram_save_setup failed: Input/output error";

    /// <summary>Cancelled while waiting for migrate-continue.</summary>
    public const string SwitchoverInterrupted = "Switchover is interrupted";

    /// <summary>A connection that ended before its first four bytes.</summary>
    public const string CannotPeek = "Failed to peek at channel";

    /// <summary>A TAP that is open already gets another one from the source (specification, section 4).</summary>
    public const string TapInitialized = "TAP is already initialized and cannot receive incoming fd";

    /// <summary>A backend that waited in vain (specification, section 4).</summary>
    public const string FdNotLoaded = "FD was not loaded during incoming migration";

    /// <summary>An option that a waiting TAP backend may not have, or lacks (specification, section 7).</summary>
    public const string TapIncomingOptions =
        "Local incoming migration of TAP device (-incoming, migration parameter @local is set, TAP parameter "
        + "@x-permit-local-migration is set) is incompatible with fd=, fds=, helper=, br=, ifname=, sndbuf= and vnet_hdr=, "
        + "and requires explicit empty script= and downscript=";

    /// <summary>A TAP without queues.</summary>
    public const string NoQueues = "queues must be greater than zero";

    /// <summary>Open descriptors and options for opening do not go together.</summary>
    public const string TapOptionsWithFd = "ifname=, script=, downscript=, vnet_hdr= are invalid with fd=/fds=/helper=";

    /// <summary>getfd without a descriptor.</summary>
    public const string NoDescriptor = "No file descriptor supplied via SCM_RIGHTS";

    /// <summary>getfd with a name that looks like a number.</summary>
    public const string FdNameDigit = "Parameter 'fdname' expects a name not starting with a digit";

    /// <summary>A waiting backend of series v16 with an option that describes an open one.</summary>
    public const string IncomingFdsOptions = "incoming-fds is incompatible with fd=, fds=, ifname=, script=, downscript= and vnet_hdr=";

    /// <summary>A waiting backend on a machine that waits for nothing.</summary>
    public const string IncomingFdsWithoutIncoming = "incoming-fds requires a VM that waits for an incoming migration";

    /// <summary>Ours: scripts would run programs; the reference runs none.</summary>
    public const string NoScripts = "the reference implementation runs no script=, downscript= or helper=";

    /// <summary>Ours: devices and backends stay as they are while they are being sent or loaded.</summary>
    public const string NotWhileMigrating = "devices cannot be changed while a migration is under way";

    /// <summary>Ours: the kernel's vhost is not used.</summary>
    public const string NoVhost = "the reference implementation has no vhost";

    /// <summary>TLS credentials that do not exist; the reference has none.</summary>
    public static string NoTlsCredentials(string id) => $"No TLS credentials with id '{id}'";

    /// <summary>RDMA on a machine without such hardware; the reference has no RDMA.</summary>
    public const string RdmaUnavailable = "RDMA ERROR: could not create CM channel";

    /// <summary>A failed load, as the destination shows it.</summary>
    public static string LoadFailed(string reason) => $"load of migration failed: Invalid argument: {reason}";

    /// <summary>The configuration goes on behind the end of the stream.</summary>
    internal const string ConfigurationEnds = "Failed to load configuration state: stream error: -5";

    /// <summary>A package that ends with neither the run of the guest nor the end of a stream.</summary>
    internal const string PackageEnds = "Failed to load section ID: stream error: -5";

    /// <summary>A section without a description that could not be loaded.</summary>
    internal static string HandlerFailed(int version, int number) => $"Failed to load vmstate version_id: {version}, ret: {number}";

    /// <summary>A state that was read, and that the machine cannot have.</summary>
    internal static string PostLoadFailed(string name, int version, int minimum) =>
        $"post load hook failed for: {name}, version_id: {version}, minimum_version: {minimum}, ret: -22";

    /// <summary>A state in a version that is no longer read.</summary>
    internal static string TooOld(string name, int version, int minimum) => $"{name}: incoming version_id {version} is too old for local minimum version_id {minimum}";

    /// <summary>A command of COLO, which was taken out.</summary>
    internal static string Deprecated(StreamCommand command, int length) => $"MIG_CMD 0x{(int)command:x} deprecated (len 0x{length:x})";

    /// <summary>A command that asks for an answer, and no path to give it on.</summary>
    internal static string PingWithoutReturnPath(uint number) => $"CMD_PING (0x{number:x}) received with no return path";

    /// <summary>A command of postcopy that was not announced.</summary>
    internal static string NoPostcopy(StreamCommand command) => $"CMD_{StreamCommands.Name(command)} in wrong postcopy state (0)";

    /// <summary>Page sizes for a postcopy, which the destination is not set up for.</summary>
    internal static string PostcopyAdvice(int length) => length == 16 ? "RAM postcopy is disabled but have 16 byte advise" : $"CMD_POSTCOPY_ADVISE invalid length ({length})";

    /// <summary>The bitmap of a block is asked for that is not there.</summary>
    internal static string NoBlock(string name) => $"block '{name}' not found";

    /// <summary>The bitmap of a block is asked for without a whole name.</summary>
    internal const string NoBlockName = "failed to read block name";

    /// <summary>A part whose state could not be loaded.</summary>
    public static string InDevice(string idString, uint instance, string reason) =>
        $"error while loading state for instance 0x{instance:x} of device '{idString}': {reason}";

    /// <summary>A state that is refused before it is read.</summary>
    public static string PreLoadFailed(string name, uint version, uint minimum, string reason) =>
        $"pre load hook failed for: '{name}', version_id: {version}, minimum version_id: {minimum}: {reason}";

    /// <summary>A section that nobody here knows.</summary>
    public static string UnknownSection(string idString, uint instance) =>
        $"Unknown section or instance '{idString}' {instance}. Make sure that your current VM setup matches your saved VM setup, "
        + "including any hotplugged devices";

    /// <summary>A later part of a section that was never begun.</summary>
    public static string UnknownSectionId(uint id) => $"Unknown section {id}";

    /// <summary>A section in a version that is too new.</summary>
    public static string UnsupportedVersion(uint version, string idString, uint ours) => $"unsupported version {(int)version} for '{idString}' v{ours}";

    /// <summary>First bytes that are no migration stream.</summary>
    public static string UnknownMagic(uint magic) => $"unknown channel magic: {magic}";

    /// <summary>The source is another kind of machine.</summary>
    public static string OtherMachine(string received, string local) =>
        $"post load hook failed for: configuration, version_id: 1, minimum_version: 0: Machine type received is '{received}' and local is '{local}'";

    /// <summary>The source's pages have another size.</summary>
    internal static string OtherPageBits(ulong received, int local) =>
        $"post load hook failed for: configuration, version_id: 1, minimum_version: 0: Received TARGET_PAGE_BITS is {received} but local is {local}";

    /// <summary>A capability that both sides must have alike is on at one of them.</summary>
    internal const string CapabilitiesDiffer = "post load hook failed for: configuration, version_id: 1, minimum_version: 0: Failed to validate capabilities";

    /// <summary>The source has a capability on that nobody here knows.</summary>
    internal static string ReceivedCapability(string name) =>
        $"Loading VM subsection 'configuration/capabilities' in 'configuration' failed: Received unknown capability {name}";

    /// <summary>The footer does not belong to the section.</summary>
    public static string FooterError(uint sectionId) => $"Section footer error, section_id: {sectionId}";

    /// <summary>A block of memory that is not here.</summary>
    public static string UnknownBlock(string name) => $"Unknown ramblock \"{name}\", cannot accept migration";

    /// <summary>A block of memory of another size.</summary>
    public static string BlockSize(string name, long ours, ulong theirs) =>
        $"Size mismatch: {name}: 0x{theirs:x} != 0x{ours:x}: Invalid argument";

    /// <summary>migrate-continue in another status than the one named.</summary>
    public static string NotInState(MigrationStatus status) => $"Migration not in expected state: {status.Name()}";

    /// <summary>A named descriptor that migrate or netdev_add does not find.</summary>
    public static string FdNotFound(string name) => $"File descriptor named '{name}' has not been found";

    /// <summary>A named descriptor that closefd does not find.</summary>
    public static string FdNotThere(string name) => $"File descriptor named '{name}' not found";

    /// <summary>Nothing of that name.</summary>
    public static string DeviceNotFound(string name) => $"Device '{name}' not found";

    /// <summary>A kind of device that does not exist.</summary>
    public static string UnknownModel(string driver) => $"'{driver}' is not a valid device model name";

    /// <summary>A second device of that name.</summary>
    public static string DuplicateDevice(string id) => $"Duplicate device ID '{id}'";

    /// <summary>A second backend of that name.</summary>
    public static string DuplicateNetdev(string id) => $"Duplicate ID '{id}'";

    /// <summary>A property that an object does not have.</summary>
    public static string PropertyNotFound(string type, string property) => $"Property '{type}.{property}' not found";

    /// <summary>A value that a property does not take.</summary>
    public static string PropertyValue(string type, string property, string value) => $"Property '{type}.{property}' doesn't take value '{value}'";

    /// <summary>A value that names something which is not there.</summary>
    public static string PropertyTarget(string type, string property, string value) => $"Property '{type}.{property}' can't find value '{value}'";

    /// <summary>A value that names something which another device has.</summary>
    public static string PropertyInUse(string type, string property, string value) => $"Property '{type}.{property}' can't take value '{value}', it's in use";

    /// <summary>A program that cannot be started.</summary>
    public static string CannotExecute(string program, string reason) => $"Failed to execute child process “{program}” ({reason})";

    /// <summary>A descriptor that arrived with the stream and that nothing asked for.</summary>
    public static string Unclaimed(int number) => $"warning: received fd {number} was never claimed";

    /// <summary>Ours: a capability that would change the stream and is not implemented.</summary>
    public static string CapabilityNotImplemented(string name) => $"capability '{name}' is not implemented by the reference implementation";

    /// <summary>Ours: a mode that is not implemented.</summary>
    public static string ModeNotImplemented(string mode) => $"mode '{mode}' is not implemented by the reference implementation";

    /// <summary>Ours: a backend that arrives at a device of which it was not expected.</summary>
    public static string BackendNotExpected(string device) => $"local migration is not enabled for device '{device}'";

    /// <summary>Ours: a device that has a backend of its own gets another one from the source.</summary>
    public static string BackendInitialized(string device) => $"device '{device}' has a backend already and cannot receive incoming fd";

    /// <summary>The source's network card had packets with a virtio header, and the backend here has not.</summary>
    public const string VnetHeaderNeeded = "virtio-net: saved image requires vnet_hdr=on";

    /// <summary>A field that has to be equal on both sides.</summary>
    public static string NotEqual(string field, ulong received, ulong ours) => $"{field}: {received:x} != {ours:x}";

    /// <summary>Ours: the descriptor that arrives is something else than the backend is.</summary>
    public static string OtherKind(string id, string found) => $"backend '{id}' cannot be {found}";

    /// <summary>Ours: a backend arrives with another number of queues.</summary>
    public static string QueueCount(string id, int received, int ours) => $"backend '{id}' arrives with {received} queues and has {ours} here";

    /// <summary>Ours: a device without a backend on a machine where none will come.</summary>
    public static string BackendMissing(string type, string property) => $"Property '{type}.{property}' is needed where no migration brings the backend";

    /// <summary>Ours: a value outside the range of a property.</summary>
    public static string PropertyRange(string type, string property, string expected) => $"Property '{type}.{property}' expects {expected}";
}
