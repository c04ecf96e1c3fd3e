/* A vector with one float a lane, and the elementary functions that training needs on it.

   Each lane is a training of its own. No function here lets one lane see another, so a lane's numbers are the same to
   the last bit whatever trains beside it, NaN and infinity included. */

#ifndef LANES_H
#define LANES_H

#include <stdint.h>
#if defined(__AVX__)
#include <immintrin.h>
#endif

#include "interface.h"
#include "width.h"

typedef float lanes __attribute__((vector_size(4 * N_LANES)));
typedef int32_t lane_bits __attribute__((vector_size(4 * N_LANES))); /* of a comparison: all ones or all zeros */

static inline lanes splat(float value) { return value - (lanes){0}; }

static inline lanes choose(lane_bits which, lanes yes, lanes no) {
    return (lanes)((which & (lane_bits)yes) | (~which & (lane_bits)no));
}

static inline lanes larger(lanes a, lanes b) { return choose(a > b, a, b); }

static inline lanes magnitude(lanes x) { return (lanes)((lane_bits)x & 0x7fffffff); }

static inline lanes with_sign_of(lanes size, lanes sign) {
    return (lanes)((lane_bits)size | ((lane_bits)sign & (int32_t)0x80000000));
}

/* -1, 0 or 1; 0 for NaN's comparisons are false, so NaN is added back */
static inline lanes sign(lanes x) {
    return choose(x > 0, splat(1), splat(0)) - choose(x < 0, splat(1), splat(0)) + 0 * x;
}

#if defined(__AVX512F__)
static inline lanes root(lanes x) { return (lanes)_mm512_sqrt_ps((__m512)x); }
#elif defined(__AVX__)
static inline lanes root(lanes x) { return (lanes)_mm256_sqrt_ps((__m256)x); }
#else
static inline lanes root(lanes x) {
    union { lanes vector; float lane[N_LANES]; } value = {x};
    for (int i = 0; i < N_LANES; i++) value.lane[i] = __builtin_sqrtf(value.lane[i]);
    return value.vector;
}
#endif

/* e^x by the polynomial of Cephes' expf (Moshier 1992), within 2 units in the last place; 0 below the smallest normal
   number, as TensorFlow flushes subnormals too. */
static inline lanes exponential(lanes x) {
    const float shift = 12582912.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
    lanes bounded = choose(x > 88.37f, splat(88.37f), choose(x < -87.0f, splat(-87.0f), x));
    lanes whole = (bounded * 1.44269504f + shift) - shift;
    lanes rest = bounded - whole * 0.693359375f - whole * -2.12194440e-4f;
    lanes sum = rest * 1.9875691500e-4f + 1.3981999507e-3f;
    sum = sum * rest + 8.3334519073e-3f;
    sum = sum * rest + 4.1665795894e-2f;
    sum = sum * rest + 1.6666665459e-1f;
    sum = sum * rest + 5.0000001201e-1f;
    sum = sum * rest * rest + rest + 1.0f;
    lane_bits power = (__builtin_convertvector(whole, lane_bits) + 127) << 23;
    lanes value = sum * (lanes)power;
    return choose(x > 88.37f, splat(__builtin_inff()), choose(x < -87.0f, splat(0), value));
}

/* ln x of a normal number above 0 by the polynomial of Cephes' logf; NaN and infinity stay what they are. */
static inline lanes logarithm(lanes x) {
    lane_bits exponent = (((lane_bits)x >> 23) & 0xff) - 126;
    lanes fraction = (lanes)(((lane_bits)x & 0x007fffff) | 0x3f000000); /* in 0.5 to 1 */
    lane_bits small = fraction < 0.707106781f;
    lanes power = __builtin_convertvector(exponent + small, lanes); /* a true comparison is -1 */
    lanes u = choose(small, fraction + fraction, fraction) - 1.0f;
    lanes square = u * u;
    lanes sum = u * 7.0376836292e-2f - 1.1514610310e-1f;
    sum = sum * u + 1.1676998740e-1f;
    sum = sum * u - 1.2420140846e-1f;
    sum = sum * u + 1.4249322787e-1f;
    sum = sum * u - 1.6668057665e-1f;
    sum = sum * u + 2.0000714765e-1f;
    sum = sum * u - 2.4999993993e-1f;
    sum = sum * u + 3.3333331174e-1f;
    sum = sum * u * square + power * -2.12194440e-4f - 0.5f * square;
    lanes value = u + sum + power * 0.693359375f;
    return choose(magnitude(x) < __builtin_inff(), value, x);
}

/* ln(1 + x) for x in 0 to 1 without losing small x (Kahan) */
static inline lanes logarithm_of_1_plus(lanes x) {
    lanes sum = 1.0f + x;
    return choose(sum == 1.0f, x, logarithm(sum) * x / (sum - 1.0f));
}

static inline lanes sigmoid(lanes x) { return 1.0f / (1.0f + exponential(-x)); }

/* Cephes' tanhf */
static inline lanes hyperbolic_tangent(lanes x) {
    lanes size = magnitude(x), square = x * x;
    lanes sum = square * -5.70498872745e-3f + 2.06390887954e-2f;
    sum = sum * square - 5.37397155531e-2f;
    sum = sum * square + 1.33314422036e-1f;
    sum = sum * square - 3.33332819422e-1f;
    lanes far = with_sign_of(1.0f - 2.0f / (exponential(2.0f * size) + 1.0f), x);
    return choose(size < 0.625f, sum * square * x + x, far);
}

#endif
