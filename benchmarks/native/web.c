/* An HTTP server on 127.0.0.1:$PORT that answers every request with "ok" and its process id, a thread each. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void *answer(void *argument)
{
    int client = (int)(intptr_t)argument;
    char text[4096];
    size_t length = 0;
    while (length < sizeof text - 1) {
        ssize_t more = read(client, text + length, sizeof text - 1 - length);
        if (more <= 0)
            break;
        length += (size_t)more;
        text[length] = 0;
        if (strstr(text, "\r\n\r\n") != NULL) {
            char body[32];
            int size = snprintf(body, sizeof body, "ok %d", (int)getpid());
            size = snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", size, body);
            if (write(client, text, (size_t)size) != size)
                perror("write");
            break;
        }
    }

    close(client);
    return NULL;
}

int main(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pthread_attr_t detached;
    if (port == NULL || listener < 0)
        return 2;
    address.sin_port = htons((unsigned short)atoi(port));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 512) != 0) {
        perror("bind");
        return 3;
    }

    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL);
        if (client >= 0 && pthread_create(&thread, &detached, answer, (void *)(intptr_t)client) != 0)
            close(client);
    }
}
