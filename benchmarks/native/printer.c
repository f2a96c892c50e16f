/* Prints numbered lines of 100 bytes as fast as they are taken.
   printer <lines> */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 100, LINES = 640, DIGITS = 12 };

static void number(char *line, long value)
{
    for (int digit = DIGITS - 1; digit >= 0; digit--, value /= 10)
        line[digit] = (char)('0' + value % 10);
}

int main(int argc, char **argv)
{
    static char block[LINE * LINES];
    long lines = argc == 2 ? atol(argv[1]) : 0, printed = 0;
    memset(block, '.', sizeof block);
    for (int line = 0; line < LINES; line++)
        block[line * LINE + LINE - 1] = '\n';
    while (printed < lines) {
        int used = 0;
        for (; used < LINES && printed < lines; used++, printed++)
            number(block + used * LINE, printed);
        for (ssize_t at = 0, written; at < used * LINE; at += written) {
            written = write(1, block + at, (size_t)(used * LINE - at));
            if (written < 0) {
                perror("printer");
                return 1;
            }
        }
    }
    return 0;
}
