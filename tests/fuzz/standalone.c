/* SPDX-License-Identifier: MIT
 *
 * Runs a fuzzer over the files named as arguments where libFuzzer is not there:
 * each as it is, then some thousand times damaged, always in the same way. So
 * the seeds stay tests with any compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAMAGED = 3000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* xorshift64: the same numbers everywhere. */
static size_t
below(uint64_t *state, size_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return n ? (size_t)(*state % n) : 0;
}

/* Changes bytes, cuts the end off, or moves a piece. */
static size_t
damage(uint64_t *state, uint8_t *p, size_t n)
{
    static const uint8_t nasty[] = {0, 0xff, 0x80, '\n', ' ', ':', '|', '9'};
    size_t times = 1 + below(state, 8);

    for (size_t i = 0; i < times && n > 1; i++) {
        size_t at = below(state, n);
        size_t from = below(state, n);
        size_t longest = n - (at > from ? at : from);
        switch (below(state, 4)) {
        case 0:
            p[at] = (uint8_t)below(state, 256);
            break;
        case 1:
            p[at] = nasty[below(state, sizeof nasty)];
            break;
        case 2:
            memmove(p + at, p + from, below(state, longest + 1));
            break;
        default:
            n -= below(state, n / 4 + 1);
        }
    }
    return n;
}

/* A copy of exactly that size, so that a byte too far is found. */
static void
run_damaged(const uint8_t *data, size_t n)
{
    uint64_t state = 88172645463325252u;

    for (int i = 0; i < DAMAGED && n > 0; i++) {
        uint8_t *copy = malloc(n);
        if (!copy)
            abort();
        memcpy(copy, data, n);
        size_t left = damage(&state, copy, n);
        uint8_t *exact = malloc(left);
        if (!exact)
            abort();
        memcpy(exact, copy, left);
        LLVMFuzzerTestOneInput(exact, left);
        free(exact);
        free(copy);
    }
}

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
    run_damaged(data, n);
    free(data);
    return 0;
}

int
main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++)
        failed += run_file(argv[i]) < 0;
    printf("%d inputs run, each also damaged\n", argc - 1 - failed);
    return failed ? 2 : 0;
}
