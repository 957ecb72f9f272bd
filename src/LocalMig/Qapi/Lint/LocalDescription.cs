using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The description of migration parameter <c>local</c>, for the questions that section 6 of the specification asks of it.</summary>
internal sealed class LocalDescription
{
    private readonly string _text;
    private readonly string _lower;

    public LocalDescription(DocSection section)
    {
        _text = string.Join(' ', section.Lines.Select(static l => l.Text.Trim()).Where(static t => t.Length > 0));
        _lower = _text.ToLowerInvariant();
        Notes = SinceNote.In(section);
    }

    /// <summary>The notes about its release.</summary>
    public IReadOnlyList<SinceNote> Notes { get; }

    /// <summary>Whether one of the phrases stands there, in either case.</summary>
    public bool Any(params ReadOnlySpan<string> phrases)
    {
        foreach (string phrase in phrases)
        {
            if (Wording.Next(_lower, phrase, 0) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether a property is named: as literal text, in quotes, or with its value behind it; or as a word that is no ordinary one.</summary>
    public bool NamesProperty(string name)
    {
        if (name.Contains('-', StringComparison.Ordinal) && Wording.Next(_text, name, 0) >= 0)
            return true;
        return Array.Exists(
            [$"``{name}``", $"``{name}=", $"'{name}'", $"\"{name}\"", $"@{name} property", $"property @{name}", $"property {name} ", $"{name}=on", $"{name}=true"],
            form => _text.Contains(form, StringComparison.Ordinal));
    }
}
