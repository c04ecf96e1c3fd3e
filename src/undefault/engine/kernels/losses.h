/* Keras's losses of one row: the value, its derivative by the outputs, and the score that makes the metric.

   What is not a number counts as the first class, as in Keras. */

#ifndef LOSSES_H
#define LOSSES_H

#include "lanes.h"

/* Cross-entropy of logits, as tf.nn.sigmoid_cross_entropy_with_logits writes it */
static lanes binary_loss(float y, const lanes *logits, lanes *slope, lanes *score) {
    lanes z = logits[0];
    *slope = sigmoid(z) - y;
    *score = choose(y > 0.5f ? z > 0 : ~(z > 0), splat(1), splat(0));
    return choose(z < 0, splat(0), z) - z * y + logarithm_of_1_plus(exponential(-magnitude(z)));
}

/* Cross-entropy of n logits against the class y; right where the class has the first of the largest logits */
static lanes class_loss(float y, int n, const lanes *logits, lanes *slopes, lanes *score) {
    const int class = (int)y;
    lanes top = logits[0], total = splat(0);
    for (int i = 1; i < n; i++) top = larger(logits[i], top);
    for (int i = 0; i < n; i++) total += (slopes[i] = exponential(logits[i] - top));
    lane_bits is_right = ~(logits[class] < top);
    for (int i = 0; i < class; i++) is_right &= logits[i] < top;
    for (int i = 0; i < n; i++) slopes[i] = slopes[i] / total - (i == class ? 1.0f : 0.0f);
    *score = choose(is_right, splat(1), splat(0));
    return logarithm(total) - (logits[class] - top);
}

static lanes regression_loss(int kind, float y, lanes output, lanes *slope, lanes *score) {
    lanes error = output - y, size = magnitude(error);
    *score = error * error;
    switch (kind) {
    case MSE: *slope = 2.0f * error; return error * error;
    case MAE: *slope = sign(error); return size;
    default: /* HUBER, with Keras's delta of 1 */
        *slope = choose(size > 1, sign(error), error);
        return choose(size > 1, size - 0.5f, 0.5f * error * error);
    }
}

/* Returns the loss of a row; sets the slopes (n) and the score. A binary target under a regression loss is scored by
   its class. */
static lanes row_loss(const Network *network, float y, const lanes *outputs, lanes *slopes, lanes *score) {
    const int n = network->widths[network->n_layers];
    if (network->loss == BINARY_CROSSENTROPY) return binary_loss(y, outputs, slopes, score);
    if (network->loss == SPARSE_CATEGORICAL_CROSSENTROPY) return class_loss(y, n, outputs, slopes, score);
    lanes loss = regression_loss(network->loss, y, outputs[0], slopes, score);
    if (network->is_binary) {
        lane_bits is_right = y > 0.5f ? outputs[0] > network->threshold : ~(outputs[0] > network->threshold);
        *score = choose(is_right, splat(1), splat(0));
    }
    return loss;
}

#endif
