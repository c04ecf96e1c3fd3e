/* Keras's activations and their derivatives, a case each. */

#ifndef ACTIVATIONS_H
#define ACTIVATIONS_H

#include "lanes.h"

#define FOR_EACH_ACTIVATION(DO)                                                                                      \
    DO(LINEAR) DO(RELU) DO(RELU6) DO(LEAKY_RELU) DO(ELU) DO(SELU) DO(TANH) DO(SIGMOID) DO(HARD_SIGMOID)               \
    DO(SOFTPLUS) DO(SOFTSIGN) DO(SILU) DO(EXPONENTIAL)

static const float SELU_SCALE = 1.05070098735548f, SELU_ALPHA = 1.67326324235438f, LEAKY_SLOPE = 0.2f;

static inline lanes below_six(lanes x) { return choose(x > 6, splat(6), choose(x < 0, splat(0), x)); }

/* ln(1 + e^x) */
static inline lanes softplus(lanes x) {
    return choose(x < 0, splat(0), x) + logarithm_of_1_plus(exponential(-magnitude(x)));
}

static inline __attribute__((always_inline)) lanes activate(const int activation, lanes z) {
    switch (activation) {
    case RELU: return choose(z < 0, splat(0), z);
    case RELU6: return below_six(z);
    case LEAKY_RELU: return choose(z > 0, z, LEAKY_SLOPE * z);
    case ELU: return choose(z > 0, z, exponential(z) - 1.0f);
    case SELU: return SELU_SCALE * choose(z > 0, z, SELU_ALPHA * (exponential(z) - 1.0f));
    case TANH: return hyperbolic_tangent(z);
    case SIGMOID: return sigmoid(z);
    case HARD_SIGMOID: return below_six(z + 3.0f) / 6.0f;
    case SOFTPLUS: return softplus(z);
    case SOFTSIGN: return z / (1.0f + magnitude(z));
    case SILU: return z * sigmoid(z);
    case EXPONENTIAL: return exponential(z);
    default: return z;
    }
}

/* The derivative at z, where the activation is a. An a of 0 counts as above 0, as in TensorFlow, though z may be below. */
static inline __attribute__((always_inline)) lanes slope(const int activation, lanes z, lanes a) {
    lanes one = splat(1), zero = splat(0);
    switch (activation) {
    case RELU: return choose(z > 0, one, zero);
    case RELU6: return choose((z > 0) & (z < 6), one, zero);
    case LEAKY_RELU: return choose(z > 0, one, splat(LEAKY_SLOPE));
    case ELU: return choose(a < 0, a + 1.0f, one);
    case SELU: return choose(a < 0, a + SELU_SCALE * SELU_ALPHA, splat(SELU_SCALE));
    case TANH: return 1.0f - a * a;
    case SIGMOID: return a * (1.0f - a);
    case HARD_SIGMOID: return choose((z > -3) & (z < 3), splat(1.0f / 6.0f), zero);
    case SOFTPLUS: return sigmoid(z);
    case SOFTSIGN: return 1.0f / ((1.0f + magnitude(z)) * (1.0f + magnitude(z)));
    case SILU: return sigmoid(z) * (1.0f + z * (1.0f - sigmoid(z)));
    case EXPONENTIAL: return a;
    default: return one;
    }
}

/* 1 where a is within a hundredth of the activation's range from a bound, 0 elsewhere and where it is no number */
static lanes is_at_a_bound(int activation, lanes a) {
    lanes one = splat(1), zero = splat(0);
    switch (activation) {
    case TANH: case SOFTSIGN: return choose(magnitude(a) > 0.98f, one, zero);
    default: return choose((a < 0.01f) | (a > 0.99f), one, zero);
    }
}

static int is_bounded(int activation) {
    return activation == TANH || activation == SOFTSIGN || activation == SIGMOID || activation == HARD_SIGMOID;
}

/* a = activation(z), for n vectors */
static void activate_all(int activation, int n, const lanes *z, lanes *a) {
#define ACTIVATE(KIND)                                                                                               \
    case KIND:                                                                                                       \
        for (int i = 0; i < n; i++) a[i] = activate(KIND, z[i]);                                                     \
        break;
    switch (activation) { FOR_EACH_ACTIVATION(ACTIVATE) }
#undef ACTIVATE
}

/* delta *= slope(z), for n vectors */
static void multiply_by_slopes(int activation, int n, const lanes *z, const lanes *a, lanes *delta) {
#define MULTIPLY(KIND)                                                                                               \
    case KIND:                                                                                                       \
        for (int i = 0; i < n; i++) delta[i] *= slope(KIND, z[i], a[i]);                                             \
        break;
    switch (activation) { FOR_EACH_ACTIVATION(MULTIPLY) }
#undef MULTIPLY
}

#endif
