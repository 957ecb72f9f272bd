namespace LocalMig.Suite;

public sealed partial class CaseContext
{
    /// <summary>Judges a requirement. The case goes on either way.</summary>
    /// <param name="requirement">The requirement's id. Where it does not count in this run, nothing is judged.</param>
    /// <param name="what">What is looked at.</param>
    /// <param name="held">Whether it is as expected.</param>
    /// <param name="expected">What had to be there.</param>
    /// <param name="actual">What is there.</param>
    /// <param name="place">Where: byte offset, JSON pointer, line; empty where the wire log says it.</param>
    /// <returns><paramref name="held"/></returns>
    public bool Expect(string requirement, string what, bool held, string expected, string actual, string place = "")
    {
        if (_applies(requirement))
            Evidence.Add(new Expectation(requirement, what, held, expected, actual, place, 0));
        return held;
    }

    /// <summary>Judges that two values are equal.</summary>
    /// <inheritdoc cref="Expect"/>
    public bool ExpectEqual<T>(string requirement, string what, T expected, T actual, string place = "") =>
        Expect(requirement, what, EqualityComparer<T>.Default.Equals(expected, actual), Show(expected), Show(actual), place);

    /// <summary>Judges a requirement, and ends the case where it is broken: what follows would mean nothing.</summary>
    /// <inheritdoc cref="Expect"/>
    public void Require(string requirement, string what, bool held, string expected, string actual, string place = "")
    {
        if (!Expect(requirement, what, held, expected, actual, place))
            throw new CaseEnd(Verdict.Fail, "");
    }

    private static string Show<T>(T value) => value?.ToString() ?? "nothing";
}
