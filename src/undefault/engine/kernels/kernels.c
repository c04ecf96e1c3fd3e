/* Training of blocks of lanes, epoch by epoch: the engine's inner loops. */

#include "network.h"
#include "optimizers.h"
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/* Subnormal numbers become 0, as in TensorFlow's threads: they cost a hundred times the time and mean nothing here. */
static unsigned flush_subnormals(void) {
#if defined(__SSE__)
    const unsigned before = _mm_getcsr();
    _mm_setcsr(before | 0x8040);
    return before;
#else
    return 0;
#endif
}

static void restore_subnormals(unsigned before) {
#if defined(__SSE__)
    _mm_setcsr(before);
#else
    (void)before;
#endif
}

static lanes sum_of_squares(int n, const lanes *values) {
    lanes sum = splat(0);
    for (int i = 0; i < n; i++) sum += values[i] * values[i];
    return sum;
}

static lanes norm_of(int n, const lanes *values) { return root(sum_of_squares(n, values)); }

/* The penalty of the weights */
static lanes penalty(const Network *network, const lanes *weights) {
    lanes sum = splat(0);
    if (network->l1)
        for (int p = 0; p < network->n_parameters; p++)
            sum += network->l1[p] * magnitude(weights[p]) + network->l2[p] * (weights[p] * weights[p]);
    return sum;
}

static void add_slope_of_penalty(const Network *network, const lanes *weights, lanes *gradients) {
    if (network->l1)
        for (int p = 0; p < network->n_parameters; p++)
            gradients[p] += network->l1[p] * sign(weights[p]) + 2.0f * network->l2[p] * weights[p];
}

static int any(lanes flags) {
    for (int lane = 0; lane < N_LANES; lane++)
        if (flags[lane] != 0) return 1;
    return 0;
}

/* Scales n gradients of this norm in the lanes that clip it, as Keras's clipnorm does. */
static void clip_norm(int n, lanes limit, lanes norm, lanes *gradients) {
    for (int i = 0; i < n; i++)
        gradients[i] = choose(limit > 0, gradients[i] * limit / choose(norm < limit, limit, norm), gradients[i]);
}

/* As Keras's global_clipnorm does, which leaves no number where the norm of all is infinite */
static void clip_norm_of_all(int n, lanes limit, lanes *gradients) {
    const lanes norm = norm_of(n, gradients);
    clip_norm(n, limit, norm + 0 * norm, gradients);
}

static void clip_value(int n, lanes limit, lanes *gradients) {
    for (int i = 0; i < n; i++) {
        lanes g = gradients[i], bounded = choose(g > limit, limit, choose(g < -limit, -limit, g));
        gradients[i] = choose(limit > 0, bounded, g);
    }
}

static void clip(const Network *network, const Block *block, lanes *gradients) {
    const lanes *limits = (const lanes *)block->clipping;
    if (any(limits[0])) clip_value(network->n_parameters, limits[0], gradients);
    if (any(limits[2])) clip_norm_of_all(network->n_parameters, limits[2], gradients);
    if (!any(limits[1])) return;
    for (int layer = 0; layer < network->n_layers; layer++) {
        const int units = network->widths[layer + 1], kernel = network->widths[layer] * units;
        clip_norm(kernel, limits[1], norm_of(kernel, gradients), gradients);
        clip_norm(units, limits[1], norm_of(units, gradients + kernel), gradients + kernel);
        gradients += kernel + units;
    }
}

static lane_bits lanes_of(int rule, const Block *block) {
    return *(const lane_bits *)block->rules == rule;
}

static int is_used(int rule, const Block *block) {
    for (int lane = 0; lane < N_LANES; lane++)
        if (block->rules[lane] == rule) return 1;
    return 0;
}

/* Moves the weights of all lanes by one step; returns the sum of the squared changes. */
static lanes step_of(const Network *network, const Block *block, int step, const lanes *gradients) {
    lanes changes = splat(0);
    for (int rule = NO_RULE + 1; rule < N_RULES; rule++) {
        if (!is_used(rule, block)) continue;
        const lane_bits which = lanes_of(rule, block);
#define MOVE(RULE)                                                                                                   \
    case RULE: changes += move_all(RULE, block, step, which, network->n_parameters, gradients); break;
        switch (rule) { FOR_EACH_RULE(MOVE) }
#undef MOVE
    }
    return changes;
}

static int least(int a, int b) { return a < b ? a : b; }

/* Sets the gradients of the mean loss of n rows, beginning with the first in order; returns that loss. */
static lanes learn(const Network *network, const Lesson *lesson, const lanes *weights, Batch *batch, int first, int n) {
    const int n_outputs = network->widths[network->n_layers];
    lanes loss = splat(0), score = splat(0);
    for (int done = 0; done < n; done += ROWS_AT_ONCE) {
        const int n_rows = least(n - done, ROWS_AT_ONCE);
        load(batch, network, &lesson->train, lesson->order, first + done, n_rows);
        forward(network, weights, batch, n_rows);
        loss += judge(network, batch, n_rows, NULL, &score);
        for (int i = 0; i < n_rows * n_outputs; i++) batch->delta[i] /= (float)n;
        backward(network, weights, batch, n_rows, done > 0);
    }
    return loss / (float)n;
}

/* The share of a part in a whole; of nothing, none */
static lanes share(lanes part, lanes whole) { return choose(whole == 0, splat(0), part / whole); }

/* Takes one step with the gradients of a batch, whose loss it returns, summed over its rows. */
static lanes train_batch(const Network *network, const Lesson *lesson, const Block *block, Batch *batch, int step) {
    lanes *weights = (lanes *)block->weights, *results = (lanes *)block->results;
    const int n = network->n_parameters, first = step * lesson->batch_size;
    const int n_rows = least(lesson->train.n - first, lesson->batch_size);
    lanes loss = learn(network, lesson, weights, batch, first, n_rows) + penalty(network, weights);
    add_slope_of_penalty(network, weights, batch->gradients);
    const lanes norm = norm_of(n, batch->gradients);
    results[GRADIENT_NORM] += norm;
    results[FIRST_GRADIENT] += share(norm_of(network->widths[0] * network->widths[1], batch->gradients), norm);
    clip(network, block, batch->gradients);
    lanes size = sum_of_squares(n, weights);
    results[UPDATE_RATIO] += root(step_of(network, block, step, batch->gradients) / size);
    return (float)n_rows * loss;
}

static void train(const Network *network, const Lesson *lesson, const Block *block, Batch *batch) {
    lanes *results = (lanes *)block->results;
    const int n = lesson->train.n;
    const int n_steps = (n - 1) / lesson->batch_size + 1;
    for (int step = 0; step < n_steps; step++)
        results[TRAIN_LOSS] += train_batch(network, lesson, block, batch, step);
    results[TRAIN_LOSS] /= (float)n;
    results[GRADIENT_NORM] /= (float)n_steps;
    results[FIRST_GRADIENT] /= (float)n_steps;
    results[UPDATE_RATIO] /= (float)n_steps;
}

/* The hidden layers whose activation is not linear */
#define FOR_EACH_BENT_LAYER(network, layer)                                                                          \
    for (int layer = 0; layer < (network)->n_layers - 1; layer++)                                                    \
        if ((network)->activations[layer] != LINEAR)

/* Begins to note the lowest and the highest output of each hidden unit. */
static void begin_ranges(const Network *network, Batch *batch) {
    for (int unit = 0; unit < n_units(network, network->n_layers); unit++)
        batch->lowest[unit] = splat(__builtin_inff()), batch->highest[unit] = splat(-__builtin_inff());
}

/* A highest output that is not a number stays so, and makes the unit a dead one. */
static void note_ranges(const Network *network, Batch *batch, int n_rows) {
    FOR_EACH_BENT_LAYER(network, layer) {
        const int units = network->widths[layer + 1];
        const lanes *outputs = at_layer(network, batch->outputs, layer);
        lanes *low = batch->lowest + n_units(network, layer), *high = batch->highest + n_units(network, layer);
        for (int row = 0; row < n_rows; row++, outputs += units)
            for (int i = 0; i < units; i++) {
                low[i] = choose(outputs[i] < low[i], outputs[i], low[i]);
                high[i] = choose((outputs[i] > high[i]) | (outputs[i] != outputs[i]), outputs[i], high[i]);
            }
    }
}

/* The share of units that gave every row the same; NaN where there are none */
static lanes share_of_dead_units(const Network *network, const Batch *batch) {
    lanes dead = splat(0);
    int n = 0;
    FOR_EACH_BENT_LAYER(network, layer) {
        const int first = n_units(network, layer), units = network->widths[layer + 1];
        for (int i = first; i < first + units; i++)
            dead += choose(batch->highest[i] > batch->lowest[i], splat(0), splat(1));
        n += units;
    }
    return dead / (float)n;
}

/* How many outputs of hidden units are at a bound, of n rows */
static lanes count_saturated(const Network *network, const Batch *batch, int n_rows) {
    lanes count = splat(0);
    FOR_EACH_BENT_LAYER(network, layer) {
        const lanes *outputs = at_layer(network, batch->outputs, layer);
        if (!is_bounded(network->activations[layer])) continue;
        for (int i = 0; i < n_rows * network->widths[layer + 1]; i++)
            count += is_at_a_bound(network->activations[layer], outputs[i]);
    }
    return count;
}

static int n_bounded_units(const Network *network) {
    int n = 0;
    FOR_EACH_BENT_LAYER(network, layer) if (is_bounded(network->activations[layer])) n += network->widths[layer + 1];
    return n;
}

static void validate(const Network *network, const Lesson *lesson, const Block *block, Batch *batch) {
    lanes *results = (lanes *)block->results, *weights = (lanes *)block->weights;
    lanes loss = splat(0), score = splat(0), saturated = splat(0);
    const int n = lesson->valid.n;
    begin_ranges(network, batch);
    for (int first = 0; first < n; first += ROWS_AT_ONCE) {
        const int n_rows = least(n - first, ROWS_AT_ONCE);
        load(batch, network, &lesson->valid, NULL, first, n_rows);
        forward(network, weights, batch, n_rows);
        loss += judge(network, batch, n_rows, NULL, &score);
        note_ranges(network, batch, n_rows);
        saturated += count_saturated(network, batch, n_rows);
    }
    results[VALID_LOSS] = loss / (float)n + penalty(network, weights);
    results[VALID_SCORE] = score / (float)n;
    results[WEIGHT_NORM] = norm_of(network->n_parameters, weights);
    results[DEAD_UNITS] = share_of_dead_units(network, batch);
    results[SATURATED_UNITS] = saturated / ((float)n * (float)n_bounded_units(network));
}

int train_epoch(const Network *network, const Lesson *lessons, const Block *blocks, int32_t n_blocks) {
    const unsigned before = flush_subnormals();
    Batch batch;
    const int is_open = open_batch(network, &batch);
    for (int i = 0; is_open && i < n_blocks; i++) {
        memset(blocks[i].results, 0, N_RESULTS * sizeof(lanes));
        train(network, lessons + blocks[i].seed, blocks + i, &batch);
        validate(network, lessons + blocks[i].seed, blocks + i, &batch);
    }
    close_batch(&batch);
    restore_subnormals(before);
    return is_open ? 0 : -1;
}

int score_rows(const Network *network, const Rows *rows, const float *weights, float *losses, float *score) {
    const unsigned before = flush_subnormals();
    lanes total = splat(0);
    Batch batch;
    const int is_open = open_batch(network, &batch);
    for (int first = 0; is_open && first < rows->n; first += ROWS_AT_ONCE) {
        const int n_rows = least(rows->n - first, ROWS_AT_ONCE);
        load(&batch, network, rows, NULL, first, n_rows);
        forward(network, (const lanes *)weights, &batch, n_rows);
        judge(network, &batch, n_rows, (lanes *)losses + first, &total);
    }
    *(lanes *)score = total / (float)rows->n;
    close_batch(&batch);
    restore_subnormals(before);
    return is_open ? 0 : -1;
}
