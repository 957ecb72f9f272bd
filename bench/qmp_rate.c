/*
 * The client of the benchmark "qmp": asks a monitor for query-status as fast as it answers, one at a time or with many under way.
 * Argument: the socket. For each line "COUNT WINDOW" on standard input it asks COUNT times with at most WINDOW questions
 * unanswered, and answers with the time it took in nanoseconds.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define COMMAND "{\"execute\": \"query-status\"}\r\n"
#define LARGEST_WINDOW 512

static int monitor;

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void ask(const char *text, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(monitor, text, length, MSG_NOSIGNAL);
        if (sent < 0)
            fail("send");
        text += sent;
        length -= sent;
    }
}

/* Takes what is there; gives the number of lines that ended in it. An error is no answer. */
static long take(void)
{
    static char buffer[65536];
    ssize_t received = recv(monitor, buffer, sizeof(buffer), 0);
    if (received <= 0)
        fail("recv");
    if (memmem(buffer, received, "\"error\"", 7) != NULL) {
        fprintf(stderr, "%.*s\n", (int)received, buffer);
        exit(1);
    }
    long lines = 0;
    for (char *at = buffer; (at = memchr(at, '\n', buffer + received - at)) != NULL; at++)
        lines++;
    return lines;
}

static long long run(long count, long window)
{
    static char many[LARGEST_WINDOW * sizeof(COMMAND)];
    const size_t length = sizeof(COMMAND) - 1;
    for (long i = 0; i < window; i++)
        memcpy(many + i * length, COMMAND, length);

    long long start = now();
    long asked = 0, answered = 0;
    while (answered < count) {
        /* Refilled when half of them are answered: many questions in a message, and never none under way. */
        long more = window - (asked - answered);
        if (more > count - asked)
            more = count - asked;
        if (more > 0 && (more * 2 >= window || asked == answered)) {
            ask(many, more * length);
            asked += more;
        }
        answered += take();
    }
    return now() - start;
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (argc != 2 || strlen(argv[1]) >= sizeof(address.sun_path))
        return 2;
    strcpy(address.sun_path, argv[1]);
    monitor = socket(AF_UNIX, SOCK_STREAM, 0);
    if (monitor < 0 || connect(monitor, (struct sockaddr *)&address, sizeof(address)) < 0)
        fail(argv[1]);
    take();
    const char *greeting = "{\"execute\": \"qmp_capabilities\"}\r\n";
    ask(greeting, strlen(greeting));
    take();

    long count, window;
    while (scanf("%ld %ld", &count, &window) == 2 && window > 0 && window <= LARGEST_WINDOW) {
        printf("%lld\n", run(count, window));
        fflush(stdout);
    }
    return 0;
}
