namespace LocalMig.Json;

/// <summary>The message: when it is over, when it is broken, and how much of it there may be.</summary>
public sealed partial class JsonParser
{
    private long _braces;
    private long _brackets;
    private bool _skipping;
    private int _tokens;
    private long _tokenBytes;

    private bool IsBalanced => (_braces == 0 && _brackets == 0) || _braces < 0 || _brackets < 0;

    private void Accept<TSink>(JsonTokenKind kind, ReadOnlySpan<byte> text, int end, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        switch (kind)
        {
            case JsonTokenKind.BeginObject:
                _braces++;
                break;
            case JsonTokenKind.EndObject:
                _braces--;
                break;
            case JsonTokenKind.BeginArray:
                _brackets++;
                break;
            case JsonTokenKind.EndArray:
                _brackets--;
                break;
            case JsonTokenKind.Stray:
                if (!_skipping)
                    Fail(JsonFault.Stray, text, _tokenOffset, ref sink);
                EndMessage();
                return;
            default:
                break;
        }

        if (_skipping)
        {
            if (IsBalanced)
                EndMessage();
            return;
        }

        JsonFault fault = Measure(text.Length);
        if (_collects)
        {
            Collect(fault, kind, text, end, ref sink);
            return;
        }

        if (fault == JsonFault.None)
            fault = Step(kind, text, ref sink);
        if (fault == JsonFault.None)
        {
            if (_expects != Expectation.End)
                return;
            sink.Complete(_before + end);
            EndMessage();
            return;
        }

        Fail(fault, text, _tokenOffset, ref sink);
        if (IsBalanced)
            EndMessage();
        else
            _skipping = true;
    }

    // The order in which QEMU looks at its limits.
    private JsonFault Measure(int length)
    {
        if (_tokenBytes + length + 1 > _limits.JsonBytes)
            return JsonFault.Bytes;
        if (_tokens + 1 > _limits.JsonTokens)
            return JsonFault.Tokens;
        if (_braces + _brackets > _limits.JsonDepth)
            return JsonFault.Depth;
        _tokens++;
        _tokenBytes += length;
        return JsonFault.None;
    }

    private void Fail<TSink>(JsonFault fault, ReadOnlySpan<byte> text, long offset, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        string subject = fault switch
        {
            JsonFault.Stray or JsonFault.Keyword => ModifiedUtf8.Describe(text),
            JsonFault.Unicode => ModifiedUtf8.Describe(text.Slice(_badEscape, Math.Min(6, text.Length - _badEscape))),
            _ => "",
        };
        long column = offset - _lineStart + (_tokenLate ? 2 : 1);
        string description = JsonFaults.Text(fault, _collects, subject);
        if (!_collects && JsonFaults.IsPlaced(fault))
            description = $"{_line}:{column}: {description}";
        sink.Fail(new JsonError(JsonFaults.Rule(fault), offset, _line, column, description));
    }

    private void EndMessage()
    {
        _braces = 0;
        _brackets = 0;
        _skipping = false;
        _tokens = 0;
        _tokenBytes = 0;
        _collectedCount = 0;
        _collectedLength = 0;
        BeginGrammar();
    }
}
