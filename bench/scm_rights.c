/*
 * The yardstick of the benchmark "scm": passes a descriptor from one end of a socket pair to the other, one per message, and
 * closes it, with the system calls that the library makes. For each line with a number on standard input it passes so many and
 * answers with the time it took and the processor time of the thread, both in nanoseconds.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define CONTROL_SIZE 1536

static long long now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void pass(const int pair[2], int fd)
{
    char byte = ' ';
    struct iovec vector = {&byte, 1};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } sent;
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = sent.bytes, .msg_controllen = sizeof(sent.bytes)};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(head), &fd, sizeof(fd));
    if (sendmsg(pair[0], &message, MSG_DONTWAIT | MSG_NOSIGNAL) != 1)
        fail("sendmsg");

    char buffer[64];
    struct iovec into = {buffer, sizeof(buffer)};
    union {
        char bytes[CONTROL_SIZE];
        struct cmsghdr align;
    } received;
    struct msghdr answer = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = received.bytes, .msg_controllen = sizeof(received.bytes)};
    if (recvmsg(pair[1], &answer, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != 1)
        fail("recvmsg");
    for (head = CMSG_FIRSTHDR(&answer); head != NULL; head = CMSG_NXTHDR(&answer, head)) {
        if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
            int arrived;
            memcpy(&arrived, CMSG_DATA(head), sizeof(arrived));
            if (close(arrived) != 0)
                fail("close");
        }
    }
}

int main(void)
{
    int pair[2];
    int fd = memfd_create("scm", MFD_CLOEXEC);
    if (fd < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        fail("setup");
    char line[64];
    while (fgets(line, sizeof(line), stdin) != NULL) {
        long count = atol(line);
        long long wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID);
        for (long i = 0; i < count; i++)
            pass(pair, fd);
        printf("%lld %lld\n", now(CLOCK_MONOTONIC) - wall, now(CLOCK_THREAD_CPUTIME_ID) - cpu);
        fflush(stdout);
    }

    return 0;
}
