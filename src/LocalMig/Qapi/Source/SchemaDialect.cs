namespace LocalMig.Qapi.Source;

/// <summary>Whose generator decides where released ones differ.</summary>
public enum SchemaDialect
{
    /// <summary>QEMU 10.0: headings are written with '='; the width of lines and the space between sentences are not checked.</summary>
    Qemu100,

    /// <summary>QEMU 10.2: no '=' headings any more; lines of at most 70 characters, two spaces between sentences.</summary>
    Qemu102,
}
