namespace LocalMig.Json;

/// <summary>The message: when it is over, when it is broken, and how much of it there may be.</summary>
public sealed partial class JsonParser
{
    private long _braces;
    private long _brackets;
    private bool _skipping;

    // QEMU 7: what is wrong with the message, to be reported when braces and brackets balance.
    private JsonError? _deferred;
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
                    sink.Fail(Describe(JsonFault.Stray, text, _tokenOffset));
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
        bool isLimit = fault != JsonFault.None;
        if (!isLimit && _deferred is null)
            fault = Step(kind, text, ref sink);
        if (fault != JsonFault.None)
        {
            JsonError error = Describe(fault, text, _tokenOffset);
            if (_defers && !isLimit)
            {
                _deferred = error;
                _isOrdinary = false;
            }
            else
            {
                sink.Fail(error);
                if (_defers || IsBalanced)
                    EndMessage();
                else
                    Skip();
                return;
            }
        }

        if (_deferred is { } deferred)
        {
            if (!IsBalanced)
                return;
            sink.Fail(deferred);
            EndMessage();
        }
        else if (_expects == Expectation.End)
        {
            sink.Complete(_before + end);
            EndMessage();
        }
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

    private JsonError Describe(JsonFault fault, ReadOnlySpan<byte> text, long offset)
    {
        string subject = fault switch
        {
            JsonFault.Stray or JsonFault.Keyword => ModifiedUtf8.Describe(text),
            JsonFault.Unicode => ModifiedUtf8.Describe(text.Slice(_badEscape, Math.Min(6, text.Length - _badEscape))),
            _ => "",
        };
        long column = offset - _lineStart + (_tokenLate ? 2 : 1);
        string description = JsonFaults.Text(fault, _defers, subject);
        if (!_defers && JsonFaults.IsPlaced(fault))
            description = $"{_line}:{column}: {description}";
        return new JsonError(JsonFaults.Rule(fault), offset, _line, column, description);
    }

    private void Skip()
    {
        _skipping = true;
        _isOrdinary = false;
    }

    private void EndMessage()
    {
        _braces = 0;
        _brackets = 0;
        _skipping = false;
        _tokens = 0;
        _tokenBytes = 0;
        _deferred = null;
        _isOrdinary = true;
        BeginGrammar();
    }
}
