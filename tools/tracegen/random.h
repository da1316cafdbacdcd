/* SPDX-License-Identifier: MIT
 *
 * Pseudo-random numbers from a seed (xoshiro256++, SplitMix64 for the seed):
 * the same on every machine. */
#ifndef TRACEGEN_RANDOM_H
#define TRACEGEN_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t s[4];
};

void random_seed(struct random *r, uint64_t seed);
uint64_t random_next(struct random *r);
/* 0..n-1; n at least 1. */
uint32_t random_below(struct random *r, uint32_t n);
/* low..high, both included. */
int64_t random_between(struct random *r, int64_t low, int64_t high);
/* True with probability p, 0..1. */
bool random_chance(struct random *r, double p);

#endif
