using LocalMig.Wire;

namespace LocalMig.Json;

/// <summary>Why a message was dropped, and where.</summary>
/// <param name="Rule">The rule that was broken.</param>
/// <param name="Offset">Offset of the first byte of the offending token, counted from the first byte the parser was given.</param>
/// <param name="Line">Line of that byte as QEMU 11 counts: the line feeds before it, plus one.</param>
/// <param name="Column">Column of that byte as QEMU 11 counts, in bytes from 1. QEMU counts a token one too high when the byte it
/// starts with was what ended the number, keyword or skipped rubbish before it; so does this.</param>
/// <param name="Text">What QEMU prints as <c>desc</c>, in the words of the generation that was asked for.</param>
public readonly record struct JsonError(ErrorRule Rule, long Offset, long Line, long Column, string Text)
{
    /// <summary>The same as a located error.</summary>
    public ParseError ToParseError() => ParseError.At(Rule, Offset, Text);
}
