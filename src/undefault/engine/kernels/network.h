/* The forward and the backward pass of a stack of dense layers, for the rows of a batch and all lanes of a block. */

#ifndef NETWORK_H
#define NETWORK_H

#include <stdlib.h>
#include <string.h>

#include "activations.h"
#include "losses.h"
#include "product.h"

/* Room for some rows. Layers lie one after the other in `sums` and `outputs`, each (rows, units). */
typedef struct {
    float *x, *y;                /* (rows, n_features), (rows) */
    lanes *sums, *outputs;       /* before and after the activation */
    lanes *delta, *delta_before; /* of the loss by the outputs of a layer and of the one before, (rows, units) */
    lanes *gradients;            /* (n_parameters) */
    lanes *lowest, *highest;     /* of each hidden unit over the rows validated on */
} Batch;

static int widest(const Network *network) {
    int width = 1;
    for (int layer = 0; layer <= network->n_layers; layer++)
        if (network->widths[layer] > width) width = network->widths[layer];
    return width;
}

static int n_units(const Network *network, int layers) {
    int units = 0;
    for (int layer = 0; layer < layers; layer++) units += network->widths[layer + 1];
    return units;
}

static lanes *vectors(size_t n) { return aligned_alloc(sizeof(lanes), (n + 1) * sizeof(lanes)); }

static void close_batch(Batch *batch) {
    free(batch->x), free(batch->y), free(batch->sums), free(batch->outputs), free(batch->delta);
    free(batch->delta_before), free(batch->gradients), free(batch->lowest), free(batch->highest);
}

/* Returns whether there was memory. */
static int open_batch(const Network *network, Batch *batch) {
    const size_t rows = ROWS_AT_ONCE, units = n_units(network, network->n_layers), width = widest(network);
    *batch = (Batch){
        .x = malloc(rows * network->widths[0] * sizeof(float)),
        .y = malloc(rows * sizeof(float)),
        .sums = vectors(rows * units),
        .outputs = vectors(rows * units),
        .delta = vectors(rows * width),
        .delta_before = vectors(rows * width),
        .gradients = vectors(network->n_parameters),
        .lowest = vectors(units),
        .highest = vectors(units),
    };
    return batch->x && batch->y && batch->sums && batch->outputs && batch->delta && batch->delta_before &&
           batch->gradients && batch->lowest && batch->highest;
}

/* Copies rows `first` to `first + n`, in the given order or as they lie. */
static void load(Batch *batch, const Network *network, const Rows *rows, const int32_t *order, int first, int n) {
    const size_t n_features = network->widths[0];
    for (int i = 0; i < n; i++) {
        const int row = order ? order[first + i] : first + i;
        memcpy(batch->x + i * n_features, rows->x + row * n_features, n_features * sizeof(float));
        batch->y[i] = rows->y[row];
    }
}

static lanes *at_layer(const Network *network, lanes *vectors, int layer) {
    return vectors + (size_t)ROWS_AT_ONCE * n_units(network, layer);
}

static lanes *last_outputs(const Network *network, const Batch *batch) {
    return at_layer(network, batch->outputs, network->n_layers - 1);
}

static void forward(const Network *network, const lanes *weights, Batch *batch, int n_rows) {
    for (int layer = 0; layer < network->n_layers; layer++) {
        const int inputs = network->widths[layer], units = network->widths[layer + 1];
        const lanes *bias = weights + inputs * units;
        lanes *sums = at_layer(network, batch->sums, layer);
        const Shape shape = {.m = n_rows, .n = units, .k = inputs, .left_m = inputs, .left_k = 1,
                             .right_k = units, .right_n = 1, .result_m = units};
        if (layer == 0) product_of_shared(shape, batch->x, weights, bias, sums);
        else product_of_lanes(shape, at_layer(network, batch->outputs, layer - 1), weights, bias, sums);
        activate_all(network->activations[layer], n_rows * units, sums, at_layer(network, batch->outputs, layer));
        weights = bias + units;
    }
}

static void add_up_rows(int n_rows, int units, const lanes *delta, const lanes *start, lanes *sums) {
    for (int unit = 0; unit < units; unit++) sums[unit] = start ? start[unit] : splat(0);
    for (int row = 0; row < n_rows; row++)
        for (int unit = 0; unit < units; unit++) sums[unit] += delta[row * units + unit];
}

/* Sets the gradients, or with `more` adds to them; `batch->delta` holds the derivatives of the mean loss by the last
   outputs. */
static void backward(const Network *network, const lanes *weights, Batch *batch, int n_rows, int more) {
    lanes *gradients = batch->gradients + network->n_parameters;
    weights += network->n_parameters;
    for (int layer = network->n_layers - 1; layer >= 0; layer--) {
        const int inputs = network->widths[layer], units = network->widths[layer + 1];
        weights -= (inputs + 1) * units, gradients -= (inputs + 1) * units;
        multiply_by_slopes(network->activations[layer], n_rows * units, at_layer(network, batch->sums, layer),
                           at_layer(network, batch->outputs, layer), batch->delta);
        const lanes *start = more ? gradients : NULL, *bias_start = more ? gradients + inputs * units : NULL;
        add_up_rows(n_rows, units, batch->delta, bias_start, gradients + inputs * units);
        const Shape by_kernel = {.m = inputs, .n = units, .k = n_rows, .left_m = 1, .left_k = inputs,
                                 .right_k = units, .right_n = 1, .result_m = units, .start_m = units};
        if (layer == 0) {
            product_of_shared(by_kernel, batch->x, batch->delta, start, gradients);
            return;
        }
        product_of_lanes(by_kernel, at_layer(network, batch->outputs, layer - 1), batch->delta, start, gradients);
        const Shape by_inputs = {.m = n_rows, .n = inputs, .k = units, .left_m = units, .left_k = 1,
                                 .right_k = 1, .right_n = units, .result_m = inputs};
        product_of_lanes(by_inputs, batch->delta, weights, NULL, batch->delta_before);
        lanes *done = batch->delta;
        batch->delta = batch->delta_before, batch->delta_before = done;
    }
}

/* Returns the sum of the losses of n rows and adds to the scores; sets `batch->delta` to the slopes. */
static lanes judge(const Network *network, Batch *batch, int n_rows, lanes *losses, lanes *score) {
    const int n_outputs = network->widths[network->n_layers];
    const lanes *outputs = last_outputs(network, batch);
    lanes total = splat(0);
    for (int row = 0; row < n_rows; row++) {
        lanes one;
        lanes loss = row_loss(network, batch->y[row], outputs + row * n_outputs, batch->delta + row * n_outputs, &one);
        if (losses) losses[row] = loss;
        total += loss, *score += one;
    }
    return total;
}

#endif
