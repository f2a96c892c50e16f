/* What a start costs at least: posix_spawn, then connecting again and again until the server accepts. Between two attempts it sleeps for some
   20 us: without that it would take from the server, which is begun on the same core, the very time that it measures.
   floor <server> <stamps>: reads a port per line from stdin; per line it starts the server twice. It answers "<ns until it accepted> <ns until it
   listened>", the first of the one that is connected to, the second of the one that is left in peace: its own stamp tells, so that
   no polling takes part. Ends with its input. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int accepts(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((unsigned short)port) };
    struct linger reset = { .l_onoff = 1, .l_linger = 0 };
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int done = client >= 0 && connect(client, (struct sockaddr *)&address, sizeof address) == 0;
    if (done)
        setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset); /* No TIME_WAIT for the next round. */
    close(client);
    return done;
}

static long long stamp(const char *path)
{
    char text[64] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        ssize_t length = read(file, text, sizeof text - 1);
        close(file);
        return length > 0 && text[length - 1] == '\n' ? atoll(text) : 0;
    }
    return 0;
}

static posix_spawn_file_actions_t actions;

static pid_t start(char **arguments)
{
    pid_t server;
    int error = posix_spawn(&server, arguments[0], &actions, NULL, arguments, environ);
    if (error != 0) {
        fprintf(stderr, "floor: %s: %s\n", arguments[0], strerror(error));
        exit(3);
    }
    return server;
}

static void end(pid_t server)
{
    int status;
    kill(server, SIGKILL);
    waitpid(server, &status, 0);
}

static void give_up_after(long long began, pid_t server)
{
    if (now() - began > 5000000000LL) {
        fprintf(stderr, "floor: the server did not listen within 5 s\n");
        end(server);
        exit(4);
    }
}

static long long until_accepted(char **arguments, int port)
{
    struct timespec pause = { .tv_nsec = 20000 };
    long long began = now();
    pid_t server = start(arguments);
    while (!accepts(port)) {
        nanosleep(&pause, NULL);
        give_up_after(began, server);
    }
    long long accepted = now();
    end(server);
    return accepted - began;
}

static long long until_listening(char **arguments)
{
    struct timespec step = { .tv_nsec = 2000000 };
    long long listened;
    unlink(arguments[1]);
    long long began = now();
    pid_t server = start(arguments);
    do {
        nanosleep(&step, NULL);
        give_up_after(began, server);
    } while ((listened = stamp(arguments[1])) == 0);
    end(server);
    return listened - began;
}

int main(int argc, char **argv)
{
    char line[64], variable[64];
    if (argc != 3)
        return 2;
    char *arguments[] = { argv[1], argv[2], NULL };
    prctl(PR_SET_TIMERSLACK, 1); /* Or the 20 us would be 70. */
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    setenv("SPINNER_RUN", "0123456789abcdef:1:1", 1); /* The same environment as a child of Spinner. */
    while (fgets(line, sizeof line, stdin) != NULL) {
        int port = atoi(line);
        snprintf(variable, sizeof variable, "%d", port);
        setenv("PORT", variable, 1);
        long long accepted = until_accepted(arguments, port);
        long long listened = until_listening(arguments);
        printf("%lld %lld\n", accepted, listened);
        fflush(stdout);
    }
    return 0;
}
