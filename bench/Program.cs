using LocalMig.Bench;

return args switch
{
    ["soak", .. string[] rest] => Soak.Run(rest),
    ["json", .. string[] rest] => JsonBenchmark.Run(rest),
    ["qmp", .. string[] rest] => QmpBenchmark.Run(rest),
    ["scm", .. string[] rest] => ScmBenchmark.Run(rest),
    ["stream", .. string[] rest] => StreamBenchmark.Run(rest),
    ["stream-writer", .. string[] rest] => StreamBenchmark.Write(rest),
    ["made-stream", .. string[] rest] => StreamMaker.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: LocalMig.Bench VERB

          soak [DESCRIPTORS [RUNS]]   passes descriptors (1,000,000) in a fresh process (10 times), and counts what is left open
          json FILE [ROUNDS]          events and trees of QMP's JSON beside the runtime's readers; FILE is an answer of query-qmp-schema
          qmp BINARY [ROUNDS]         how often a second the reference and that QEMU answer query-status
          stream [GIB [ROUNDS]]       following a stream of 4 GiB of pages from a socket and a pipe beside a loop that only reads, and its memory
          scm [ROUNDS [DESCRIPTORS]]  the rate of passing one descriptor per message, beside a C program's with the same system calls
          made-stream MIB random|zero writes the stream of an idle PC with that much RAM to standard output
        """);
    return 2;
}
