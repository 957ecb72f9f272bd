namespace LocalMig.Wire;

/// <content>Rules of the migration stream.</content>
public static partial class Errors
{
    /// <summary>A command that is none.</summary>
    public static readonly ErrorRule StreamCommand = new("stream.command", "a command is one of those that the format defines") { Requirement = "LM-STREAM-21" };

    /// <summary>A command's data is longer or shorter than the command's.</summary>
    public static readonly ErrorRule StreamCommandLength = new("stream.command.length", "a command carries as many bytes as are defined for it") { Requirement = "LM-STREAM-21" };

    /// <summary>No configuration where one must be.</summary>
    public static readonly ErrorRule StreamConfiguration = new("stream.configuration", "the configuration comes right after the header") { Requirement = "LM-STREAM-18" };

    /// <summary>A descriptor in the state of CPR whose name is nothing, or does not end.</summary>
    public static readonly ErrorRule StreamCprName = new("stream.cpr.name", "the name of a descriptor in the state of CPR ends with a NUL") { Requirement = "LM-STREAM-31" };

    /// <summary>The description that follows a stream cannot be read.</summary>
    public static readonly ErrorRule StreamDescription = new("stream.description", "the description that follows a stream is JSON of the known form") { Requirement = "LM-STREAM-25" };

    /// <summary>A section that the description does not tell of.</summary>
    public static readonly ErrorRule StreamUndescribed = new("stream.description.missing", "the description tells of each device's state") { Requirement = "LM-STREAM-25" };

    /// <summary>A device's description gives fewer bytes than its section has.</summary>
    public static readonly ErrorRule StreamDescriptionSize = new("stream.description.size", "the description gives each state its true size") { Requirement = "LM-STREAM-25" };

    /// <summary>A descriptor that belongs to no service byte.</summary>
    public static readonly ErrorRule StreamStrayDescriptor = new("stream.fd.stray", "a descriptor rides on a service byte only") { Requirement = "LM-TRANSFER-05" };

    /// <summary>A descriptor of a recorded stream that nothing stands in for, or something that stands in for none.</summary>
    public static readonly ErrorRule StreamFreshDescriptor = new("stream.fd.fresh", "a fresh descriptor stands in for each one of a recorded stream");

    /// <summary>No footer behind a section.</summary>
    public static readonly ErrorRule StreamFooter = new("stream.footer", "a footer ends each section and each part of one") { Requirement = "LM-STREAM-16" };

    /// <summary>A footer of another section.</summary>
    public static readonly ErrorRule StreamFooterId = new("stream.footer.id", "a footer names the section that it ends") { Requirement = "LM-STREAM-16" };

    /// <summary>Another version of the format.</summary>
    public static readonly ErrorRule StreamFormatVersion = new("stream.format-version", "the format has version 3") { Requirement = "LM-STREAM-17" };

    /// <summary>A log of descriptors that cannot be read.</summary>
    public static readonly ErrorRule StreamLog = new("stream.log", "a line of a descriptor log is DIRECTION OFFSET LENGTH DESCRIPTORS");

    /// <summary>Not a migration stream.</summary>
    public static readonly ErrorRule StreamMagic = new("stream.magic", "a migration stream begins with QEVM") { Requirement = "LM-STREAM-17" };

    /// <summary>A packet of a side channel of multifd that cannot be read.</summary>
    public static readonly ErrorRule StreamMultifd = new("stream.multifd", "a side channel of multifd is a handshake and packets of the known form") { Requirement = "LM-STREAM-28" };

    /// <summary>A block with mapped-ram whose bitmap or pages are not where they can be.</summary>
    public static readonly ErrorRule StreamMappedRam = new("stream.ram.mapped", "a block with mapped-ram has its bitmap behind its header, and its pages behind its bitmap") { Requirement = "LM-STREAM-23" };

    /// <summary>A name that is no text.</summary>
    public static readonly ErrorRule StreamName = new("stream.name", "a name is UTF-8") { Requirement = "LM-STREAM-19" };

    /// <summary>A packaged stream that does not end with an element, or one inside another.</summary>
    public static readonly ErrorRule StreamPackaged = new("stream.packaged", "a packaged stream is whole elements, as long as its command says") { Requirement = "LM-STREAM-21" };

    /// <summary>A page of a block that was not announced, or beyond its end.</summary>
    public static readonly ErrorRule StreamRamBlock = new("stream.ram.block", "a page lies inside a block that was announced") { Requirement = "LM-STREAM-23" };

    /// <summary>A compressed page that cannot be unpacked.</summary>
    public static readonly ErrorRule StreamRamCompressed = new("stream.ram.compressed", "a compressed page is a stream of zlib") { Requirement = "LM-STREAM-22" };

    /// <summary>A page of one repeated byte that is not 0.</summary>
    public static readonly ErrorRule StreamRamFill = new("stream.ram.fill", "a page that is sent as one byte is of zeroes") { Requirement = "LM-STREAM-22" };

    /// <summary>A RAM word whose flags make no sense.</summary>
    public static readonly ErrorRule StreamRamFlags = new("stream.ram.flags", "a word of the RAM section has one of the flags that the format defines") { Requirement = "LM-STREAM-22" };

    /// <summary>The destination says that it failed, or leaves before the end.</summary>
    public static readonly ErrorRule StreamRefused = new("stream.refused", "a destination reads a stream to its end and says that all is well");

    /// <summary>Block lengths that do not add up to the announced total.</summary>
    public static readonly ErrorRule StreamRamTotal = new("stream.ram.total", "the lengths of the blocks add up to the total announced before") { Requirement = "LM-STREAM-23" };

    /// <summary>A message of the return path that is none, or of the wrong length.</summary>
    public static readonly ErrorRule StreamReturnMessage = new("stream.return-path.message", "a message of the return path is one of those that the format defines, with its length") { Requirement = "LM-STREAM-27" };

    /// <summary>A section whose id is in use, a part of a section that never began or that has ended.</summary>
    public static readonly ErrorRule StreamSectionId = new("stream.section.id", "a part belongs to a section that has begun and not ended") { Requirement = "LM-STREAM-20" };

    /// <summary>A section or instance that nobody here knows.</summary>
    public static readonly ErrorRule StreamSectionUnknown = new("stream.section.unknown", "a section belongs to a device that is there") { Requirement = "LM-STREAM-13" };

    /// <summary>A subsection that its state does not have.</summary>
    public static readonly ErrorRule StreamSubsectionUnknown = new("stream.subsection.unknown", "a subsection is one that its state has") { Requirement = "LM-STREAM-24" };

    /// <summary>No section of this kind.</summary>
    public static readonly ErrorRule StreamTag = new("stream.tag", "an element begins with one of the bytes that the format defines") { Requirement = "LM-STREAM-19" };

    /// <summary>Bytes behind the end.</summary>
    public static readonly ErrorRule StreamTrailing = new("stream.trailing", "nothing follows the last element of a stream") { Requirement = "LM-STREAM-19" };

    /// <summary>A state of a version that this side cannot read.</summary>
    public static readonly ErrorRule StreamVersion = new("stream.version", "a state has a version that this side reads") { Requirement = "LM-STREAM-24" };

    /// <summary>Changes of a page that cannot be applied to it.</summary>
    public static readonly ErrorRule StreamXbzrle = new("stream.xbzrle", "the changes of a page are runs that fit into it") { Requirement = "LM-STREAM-22" };
}
