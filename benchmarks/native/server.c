/* A server that binds 127.0.0.1:$PORT at once. With a file as its argument it appends when it began to listen, in nanoseconds of the monotonic
   clock, so that nobody has to poll for that moment. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    const char *port = getenv("PORT");
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (port == NULL || listener < 0)
        return 2;
    address.sin_port = htons((unsigned short)atoi(port));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 128) != 0) {
        perror("bind");
        return 3;
    }

    if (argc > 1) {
        struct timespec now;
        char line[32];
        clock_gettime(CLOCK_MONOTONIC, &now);
        int length = snprintf(line, sizeof line, "%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
        int stamps = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (stamps < 0 || write(stamps, line, (size_t)length) != length)
            return 4;
        close(stamps);
    }

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client >= 0)
            close(client);
    }
}
