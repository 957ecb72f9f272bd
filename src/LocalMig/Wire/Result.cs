using System.Diagnostics.CodeAnalysis;

namespace LocalMig.Wire;

/// <summary>A value, or the error that stands in its place; never both, never neither.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <typeparam name="TError">What is wrong: <see cref="ParseError"/>, or an error of the QMP dialect.</typeparam>
public readonly struct Result<T, TError>
    where TError : class
{
    private readonly T? _value;

    private Result(T? value, TError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>The error, or null where there is a value.</summary>
    public TError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsOk => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is an error instead.</exception>
    public T Value => Error is null ? _value! : throw new InvalidOperationException(Error.ToString());

    /// <summary>Gives both at once: the value where it returns true, the error where it returns false.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out TError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    /// <summary>A value.</summary>
    public static implicit operator Result<T, TError>(T value) => new(value, null);

    /// <summary>An error.</summary>
    public static implicit operator Result<T, TError>(TError error) =>
        new(default, error ?? throw new ArgumentNullException(nameof(error)));
}
