using LocalMig.Fuzz;
using LocalMig.Fuzz.Engine;
using SharpFuzz.Common;

namespace LocalMig.Tests.Fuzz;

public sealed class FuzzEngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_seed_makes_the_same_inputs_and_another_seed_others()
    {
        Assert.Equal(Inputs(1), Inputs(1));
        Assert.NotEqual(Inputs(1), Inputs(2));
    }

    [Fact]
    public void No_change_makes_an_input_longer_than_its_buffer()
    {
        var random = new FuzzRandom(3);
        var havoc = new Havoc([[1, 2, 3, 4, 5, 6, 7, 8, 9]]);
        var input = new InputBuffer(20);
        for (int i = 0; i < 5000; i++)
        {
            havoc.Mutate(input, random);
            Havoc.Splice(input, "another input, longer than the buffer"u8, random);
            Assert.InRange(input.Length, 0, 20);
        }
    }

    [Fact]
    public void Every_structure_mutator_stays_inside_its_buffer()
    {
        foreach (FuzzTarget target in FuzzTargets.All().Where(static t => t.Mutator is not null))
        {
            var random = new FuzzRandom(5);
            var input = new InputBuffer(target.MaximumLength);
            for (int i = 0; i < 300; i++)
            {
                byte[] parent = input.Bytes.ToArray();
                input.Clear();
                target.Mutator!.Mutate(parent, input, random);
                Assert.InRange(input.Length, 0, target.MaximumLength);
            }
        }
    }

    [Fact]
    public void Two_workers_take_each_others_entries_once()
    {
        var one = new WorkFolder(_folder, "one");
        var two = new WorkFolder(_folder, "two");
        one.Add("a"u8, "op:havoc");
        one.Add("b"u8, "op:havoc");
        two.Add("c"u8, "op:havoc");
        Assert.Equal<byte[]>(["a"u8.ToArray(), "b"u8.ToArray()], two.TakeFromOthers());
        Assert.Equal<byte[]>(["c"u8.ToArray()], one.TakeFromOthers());
        Assert.Empty(two.TakeFromOthers());
        one.Add("d"u8, "op:havoc");
        Assert.Equal<byte[]>(["d"u8.ToArray()], new WorkFolder(_folder, "two").TakeFromOthers());
    }

    [Fact]
    public void A_worker_that_comes_back_has_its_queue_and_goes_on_counting()
    {
        new WorkFolder(_folder, "one").Add("a"u8, "orig");
        var again = new WorkFolder(_folder, "one");
        again.Add("b"u8, "op:splice,+cov");
        Assert.Equal<byte[]>(["a"u8.ToArray(), "b"u8.ToArray()], again.ReadQueue());
        Assert.Equal(["id:000000,orig", "id:000001,op:splice,+cov"], Directory.EnumerateFiles(again.Queue).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Findings_of_one_stack_are_one_finding()
    {
        FuzzTarget target = FuzzTargets.Find("json")!;
        Finding[] same = [.. Enumerable.Range(0, 2).Select(i => Finding.Of(target, Thrown(i)))];
        Assert.Equal(same[0].Signature, same[1].Signature);
        Assert.NotEqual(same[0].Signature, Finding.Of(target, new OracleException("an oracle", "")).Signature);
        Assert.Equal(Finding.Of(target, new OracleException("an oracle", "1")).Signature, Finding.Of(target, new OracleException("an oracle", "2")).Signature);
    }

    [Fact]
    public void Findings_of_an_earlier_run_are_set_aside()
    {
        var folder = new WorkFolder(_folder, "one");
        var finding = Finding.OfDeath(1, "text");
        folder.Add("x"u8, finding, "repeat");
        Assert.Equal([finding.Signature], folder.Signatures());
        folder.SetFindingsAside();
        Assert.Empty(folder.Signatures());
        Assert.Empty(Directory.EnumerateFiles(folder.Crashes));
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(folder.Root, "earlier")).Count());
    }

    [Fact]
    public void An_input_that_led_to_the_end_of_the_process_is_chosen_seldom_until_the_next_run()
    {
        var folder = new WorkFolder(_folder, "main");
        for (int i = 0; i < 3; i++)
            folder.AddDeath(FuzzQueue.Digest("deadly"u8));
        var queue = new FuzzQueue(folder.Deaths());
        queue.Add("deadly"u8.ToArray(), [1, 2, 3]);
        queue.Add("harmless"u8.ToArray(), [4]);
        var random = new FuzzRandom(1);
        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => queue.Choose(random).Length == "deadly".Length), 1, 60);
        folder.SetFindingsAside();
        Assert.Empty(folder.Deaths());
    }

    [Fact]
    public void An_input_that_goes_where_the_deadly_ones_went_is_chosen_seldom()
    {
        const int everywhere = 1;
        const int deadlyPlace = 2;
        var queue = new FuzzQueue([FuzzQueue.Digest([0]), FuzzQueue.Digest([1]), FuzzQueue.Digest([2])]);
        for (byte i = 0; i < 4; i++)
            queue.Add([i], [everywhere, deadlyPlace, 10 + i]);
        for (byte i = 4; i < 12; i++)
            queue.Add([i], [everywhere, 10 + i]);
        var random = new FuzzRandom(1);
        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => queue.Choose(random)[0] == 3), 1, 400);
    }

    [Fact]
    public void Where_every_input_is_deadly_one_of_them_is_chosen_after_all()
    {
        var queue = new FuzzQueue(Enumerable.Repeat(FuzzQueue.Digest("deadly"u8), 20));
        queue.Add("deadly"u8.ToArray(), [1]);
        Assert.Equal("deadly"u8, queue.Choose(new FuzzRandom(1)));
    }

    [Fact]
    public void An_input_whose_changed_copies_are_dear_waits_until_the_others_have_had_their_share()
    {
        var queue = new FuzzQueue([]);
        for (byte i = 0; i < 20; i++)
            queue.Add([i], [i]);
        var random = new FuzzRandom(1);
        long dear = 0;
        for (int i = 0; i < 1000; i++)
        {
            bool isDear = queue.Choose(random)[0] == 7;
            dear += isDear ? 1 : 0;
            queue.Spend(isDear ? 1000 : 1);
        }

        Assert.InRange(dear, 1, 5);
    }

    [Fact]
    public void What_allocates_or_fails_costs_more_than_what_does_neither()
    {
        var runner = new TargetRunner(FuzzTargets.Find("planted")!);
        Assert.Null(runner.Run("TOY1"u8));
        Assert.Equal(1, runner.LastCost);
        runner = new TargetRunner(new Spendthrift());
        Assert.Null(runner.Run("a"u8));
        Assert.InRange(runner.LastCost, 100, 200);
        Assert.NotNull(runner.Run("x"u8));
        Assert.InRange(runner.LastCost, 2, 100);
    }

    [Fact]
    public void A_number_of_one_byte_repeated_comes_about_without_a_change_of_length()
    {
        var random = new FuzzRandom(1);
        var havoc = new Havoc([]);
        var input = new InputBuffer(64);
        for (int i = 0; i < 100_000; i++)
        {
            input.Set("TOY1A\u0004abcd"u8);
            havoc.Mutate(input, random);
            if (input.Bytes.SequenceEqual("TOY1A\u0004aaaa"u8))
                return;
        }

        Assert.Fail("it never did");
    }

    [Fact]
    public unsafe void An_edge_is_new_once_and_again_in_another_bucket()
    {
        TraceMap map = TraceMap.OfProcess;
        map.Begin();
        int known = map.Edges;
        foreach ((int count, TraceMap.News news) in new[] { (1, TraceMap.News.Edge), (1, TraceMap.News.None), (2, TraceMap.News.Count), (5, TraceMap.News.Count), (7, TraceMap.News.None), (200, TraceMap.News.Count) })
        {
            Trace.SharedMem[4711] = (byte)count;
            Assert.Equal(news, map.Take());
        }

        Assert.Equal(known + 1, map.Edges);
        Assert.Equal(0, Trace.SharedMem[4711]);
    }

    private sealed class Spendthrift : FuzzTarget
    {
        public override string Name => "spendthrift";

        public override string Summary => "";

        public override IReadOnlyList<string> Outcomes => [Accepted];

        public override IReadOnlyList<string> ParserFiles => [];

        public override string Run(ReadOnlySpan<byte> input) =>
            input[0] == (byte)'x' || new byte[1 << 20].Length == 0 ? throw new InvalidOperationException() : Accepted;
    }

    private static string[] Inputs(ulong seed)
    {
        var random = new FuzzRandom(seed);
        var havoc = new Havoc([[1, 2, 3]]);
        var input = new InputBuffer(64);
        return [.. Enumerable.Range(0, 200).Select(_ =>
        {
            havoc.Mutate(input, random);
            return Convert.ToHexString(input.Bytes);
        })];
    }

    private static InvalidOperationException Thrown(int number)
    {
        try
        {
            throw new InvalidOperationException($"number {number}");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
