/* Keras's optimizers, a rule each: how one parameter moves, with its gradient and its slots.

   The formulas are those of keras.optimizers (Keras 3.15), in its order of operations. What depends on the step alone
   is worked out once a step, in `Moves`. */

#ifndef OPTIMIZERS_H
#define OPTIMIZERS_H

#include <math.h>

#include "lanes.h"

/* One step's quantities, the same for all parameters of a lane */
typedef struct {
    lanes rate, h[N_HYPERPARAMETERS]; /* the rule's hyperparameters */
    lanes power_1, power_2;           /* 1 - beta ** step, of the first and the second moment */
    lanes now, next, product;         /* Nadam's momenta of this and the next step, and their running product */
} Moves;

static lanes power(lanes base, float exponent) {
    lanes result;
    for (int lane = 0; lane < N_LANES; lane++) result[lane] = powf(base[lane], exponent);
    return result;
}

/* Returns the step's quantities; h is in the order of update_rules.py: for Adam beta_1, beta_2, their complements and
   epsilon. */
static Moves moves_of(const int rule, const Block *block, int step) {
    const lanes *hyperparameters = (const lanes *)block->hyperparameters;
    const float t = (float)(block->n_steps + step + 1);
    Moves moves = {.rate = ((const lanes *)block->learning_rates)[step]};
    for (int i = 0; i < N_HYPERPARAMETERS; i++) moves.h[i] = hyperparameters[i];
    const int is_adam = rule == ADAM || rule == ADAM_AMSGRAD;
    if (is_adam || rule == NADAM || rule == ADAMAX) moves.power_1 = 1.0f - power(moves.h[0], t);
    if (is_adam || rule == NADAM) moves.power_2 = 1.0f - power(moves.h[1], t);
    if (rule == NADAM) {
        moves.now = moves.h[0] * (1.0f - 0.5f * powf(0.96f, t));
        moves.next = moves.h[0] * (1.0f - 0.5f * powf(0.96f, t + 1.0f));
        moves.product = *(lanes *)block->product *= moves.now;
    }
    if (is_adam) moves.rate = moves.rate * root(moves.power_2) / moves.power_1;
    return moves;
}

/* Returns the moved weight; a, b and c are the slots. */
static inline __attribute__((always_inline)) lanes move(const int rule, const Moves *by, lanes weight, lanes gradient,
                                                        lanes *a, lanes *b, lanes *c) {
    const lanes *h = by->h, rate = by->rate;
    switch (rule) {
    case SGD: /* momentum */
        *a = *a * h[0] - gradient * rate;
        return weight + *a;
    case NESTEROV:
        *a = *a * h[0] - gradient * rate;
        return weight + (*a * h[0] - gradient * rate);
    case RMSPROP: /* rho, 1 - rho, momentum, epsilon */
        *a = h[0] * *a + h[1] * (gradient * gradient);
        *b = h[2] * *b + rate * gradient / root(*a + h[3]);
        return weight - *b;
    case RMSPROP_CENTERED:
        *a = h[0] * *a + h[1] * (gradient * gradient);
        *c = h[0] * *c + h[1] * gradient;
        *b = h[2] * *b + rate * gradient / root(*a - *c * *c + h[3]);
        return weight - *b;
    case ADAM: /* beta_1, beta_2, 1 - beta_1, 1 - beta_2, epsilon */
    case ADAM_AMSGRAD:
        *a += (gradient - *a) * h[2];
        *b += (gradient * gradient - *b) * h[3];
        if (rule == ADAM) return weight - *a * rate / (root(*b) + h[4]);
        *c = larger(*b, *c);
        return weight - *a * rate / (root(*c) + h[4]);
    case NADAM: {
        *a += (gradient - *a) * h[2];
        *b += (gradient * gradient - *b) * h[3];
        lanes mean = by->next * *a / (1.0f - by->product * by->next);
        mean += (1.0f - by->now) * gradient / (1.0f - by->product);
        return weight - mean * rate / (root(*b / by->power_2) + h[4]);
    }
    case ADAMAX:
        *a += (gradient - *a) * h[2];
        *b = larger(h[1] * *b, magnitude(gradient));
        return weight - rate * *a / (by->power_1 * (*b + h[4]));
    case ADAGRAD: /* epsilon */
        *a += gradient * gradient;
        return weight - rate * gradient / root(*a + h[0]);
    case ADADELTA: { /* rho, 1 - rho, epsilon */
        *a = h[0] * *a + h[1] * (gradient * gradient);
        lanes change = -(root(*b + h[2]) * gradient / root(*a + h[2]));
        *b = h[0] * *b + h[1] * (change * change);
        return weight + rate * change;
    }
    case FTRL: { /* beta, l1, l2, l2 shrinkage; learning_rate_power is -0.5 */
        lanes sum = *a + gradient * gradient;
        lanes shrunk = gradient + 2.0f * h[3] * weight;
        *b += shrunk - (root(sum) - root(*a)) / rate * weight;
        *a = sum;
        lanes curvature = root(sum) / rate + 2.0f * (h[2] + h[0] / (2.0f * rate));
        lanes bounded = choose(*b > h[1], h[1], choose(*b < -h[1], -h[1], *b));
        return (bounded - *b) / curvature;
    }
    case LION: /* beta_1, beta_2, 1 - beta_1, 1 - beta_2 */
        weight -= rate * sign(*a * h[0] + gradient * h[2]);
        *a = *a * h[1] + gradient * h[3];
        return weight;
    }
    return weight;
}

#define FOR_EACH_RULE(DO)                                                                                            \
    DO(SGD) DO(NESTEROV) DO(RMSPROP) DO(RMSPROP_CENTERED) DO(ADAM) DO(ADAM_AMSGRAD) DO(NADAM) DO(ADAMAX) DO(ADAGRAD) \
    DO(ADADELTA) DO(FTRL) DO(LION)

static inline __attribute__((always_inline)) int n_slots(const int rule) {
    if (rule == RMSPROP_CENTERED || rule == ADAM_AMSGRAD) return 3;
    return rule == SGD || rule == NESTEROV || rule == ADAGRAD || rule == LION ? 1 : 2;
}

/* Moves the lanes of one rule, after their weight decay; the others keep their weights and slots. Returns the sum of
   the squared changes. */
static inline __attribute__((always_inline)) lanes move_all(const int rule, const Block *block, int step,
                                                            lane_bits which, int n, const lanes *gradients) {
    lanes *weights = (lanes *)block->weights, *slots = (lanes *)block->slots, changes = splat(0);
    const Moves by = moves_of(rule, block, step);
    const lanes rate = ((const lanes *)block->learning_rates)[step], decay = *(const lanes *)block->weight_decay;
    for (int p = 0; p < n; p++) {
        lanes slot[N_SLOTS], before = weights[p];
        for (int i = 0; i < n_slots(rule); i++) slot[i] = slots[i * n + p];
        lanes moved = move(rule, &by, before - before * decay * rate, gradients[p], slot, slot + 1, slot + 2);
        weights[p] = choose(which, moved, before);
        for (int i = 0; i < n_slots(rule); i++) slots[i * n + p] = choose(which, slot[i], slots[i * n + p]);
        changes += (weights[p] - before) * (weights[p] - before);
    }
    return changes;
}

#endif
