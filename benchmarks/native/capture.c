/* What it costs at least to bring a child's output into a file: read the pipe, write the file.
   capture <printer> <file>: reads a number of lines from stdin; per line it has the printer print so many, and answers with the nanoseconds
   from the spawn to the end of the pipe. Ends with its input. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static char buffer[128 * 1024];

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what)
{
    perror(what);
    exit(3);
}

static long long capture(const char *printer, char *lines, const char *path)
{
    int ends[2], status;
    ssize_t count;
    pid_t child;
    posix_spawn_file_actions_t actions;
    char *arguments[] = { (char *)printer, lines, NULL };
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0 || pipe2(ends, O_CLOEXEC) != 0)
        fail("capture");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    long long began = now();
    if (posix_spawn(&child, printer, &actions, NULL, arguments, environ) != 0)
        fail(printer);
    close(ends[1]);
    while ((count = read(ends[0], buffer, sizeof buffer)) > 0)
        if (write(file, buffer, (size_t)count) != count)
            fail(path);
    long long ended = now();
    close(ends[0]);
    close(file);
    waitpid(child, &status, 0);
    posix_spawn_file_actions_destroy(&actions);
    unlink(path);
    return ended - began;
}

int main(int argc, char **argv)
{
    char line[64];
    if (argc != 3)
        return 2;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        printf("%lld\n", capture(argv[1], line, argv[2]));
        fflush(stdout);
    }
    return 0;
}
