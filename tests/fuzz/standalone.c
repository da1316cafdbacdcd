/* SPDX-License-Identifier: MIT
 *
 * Runs a fuzzer over the files named as arguments, once each, where libFuzzer
 * is not there: the seeds stay tests with any compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data = NULL;
    size_t n = 0, cap = 0, got = 0;

    if (!f) {
        perror(path);
        return -1;
    }
    do {
        n += got;
        if (n == cap) {
            cap = cap ? cap * 2 : 65536;
            data = realloc(data, cap);
            if (!data)
                abort();
        }
        got = fread(data + n, 1, cap - n, f);
    } while (got > 0);
    fclose(f);
    LLVMFuzzerTestOneInput(data, n);
    free(data);
    return 0;
}

int
main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++)
        failed += run_file(argv[i]) < 0;
    printf("%d inputs run\n", argc - 1 - failed);
    return failed ? 2 : 0;
}
