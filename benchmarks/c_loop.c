/* One training after the other on one core: a hidden layer of relu, one sigmoid output, binary cross-entropy, Adam.

   The sizes N_FEATURES, N_HIDDEN, N_TRAIN, N_VALID, BATCH_SIZE and N_EPOCHS are given when it is compiled. Loops over
   the hidden layer are kept as loops: GCC 12 would write them out before it vectorizes, and be three times slower. */

#include <math.h>
#include <string.h>

typedef struct {
    float kernel[N_FEATURES][N_HIDDEN];
    float bias[N_HIDDEN];
    float output_kernel[N_HIDDEN];
    float output_bias;
} Weights;

#define N_WEIGHTS (sizeof(Weights) / sizeof(float))

typedef struct {
    Weights weights, momentum, velocity;
    int step;
} Lane;

/* Return the logit of one row and leave the hidden layer's outputs in `hidden`. */
static float forward(const Weights *restrict w, const float *restrict x, float *restrict hidden)
{
    memcpy(hidden, w->bias, sizeof w->bias);
    for (int i = 0; i < N_FEATURES; i++)
#pragma GCC unroll 1
        for (int j = 0; j < N_HIDDEN; j++)
            hidden[j] += x[i] * w->kernel[i][j];
    float logit = w->output_bias;
#pragma GCC unroll 1
    for (int j = 0; j < N_HIDDEN; j++) {
        hidden[j] = hidden[j] > 0 ? hidden[j] : 0;
        logit += hidden[j] * w->output_kernel[j];
    }
    return logit;
}

/* Binary cross-entropy from the logit, in the form that does not overflow. */
static float row_loss(float logit, float y)
{
    return fmaxf(logit, 0) - logit * y + log1pf(expf(-fabsf(logit)));
}

/* Add the gradient of one row; `delta` is the derivative of the batch's loss by this row's logit. */
static void backward(const Weights *restrict w, Weights *restrict gradient, const float *restrict x,
                     const float *restrict hidden, float delta)
{
    float deltas[N_HIDDEN];
#pragma GCC unroll 1
    for (int j = 0; j < N_HIDDEN; j++) {
        deltas[j] = hidden[j] > 0 ? delta * w->output_kernel[j] : 0;
        gradient->bias[j] += deltas[j];
        gradient->output_kernel[j] += delta * hidden[j];
    }
    gradient->output_bias += delta;
    for (int i = 0; i < N_FEATURES; i++)
#pragma GCC unroll 1
        for (int j = 0; j < N_HIDDEN; j++)
            gradient->kernel[i][j] += x[i] * deltas[j];
}

/* Adam as Keras writes it: epsilon is added to the root as it is, not corrected for bias. */
static void adam(Lane *lane, const Weights *gradient, float rate)
{
    const float one_minus_beta_1 = (float)(1 - 0.9), one_minus_beta_2 = (float)(1 - 0.999), epsilon = 1e-7f;
    float *w = (float *)&lane->weights, *m = (float *)&lane->momentum, *v = (float *)&lane->velocity;
    const float *g = (const float *)gradient;
    const float t = (float)++lane->step;
    const float alpha = rate * sqrtf(1 - powf(0.999f, t)) / (1 - powf(0.9f, t));
    for (size_t k = 0; k < N_WEIGHTS; k++) {
        m[k] += (g[k] - m[k]) * one_minus_beta_1;
        v[k] += (g[k] * g[k] - v[k]) * one_minus_beta_2;
        w[k] -= m[k] * alpha / (sqrtf(v[k]) + epsilon);
    }
}

/* Move the lane by one batch of `rows` and return the sum of its rows' losses before the step. */
static float train_batch(Lane *lane, const float *x, const float *y, const int *rows, int n_rows, float rate)
{
    Weights gradient;
    float hidden[N_HIDDEN], total = 0;
    memset(&gradient, 0, sizeof gradient);
    for (int r = 0; r < n_rows; r++) {
        const float *row = x + (size_t)rows[r] * N_FEATURES, target = y[rows[r]];
        const float logit = forward(&lane->weights, row, hidden);
        total += row_loss(logit, target);
        backward(&lane->weights, &gradient, row, hidden, (1 / (1 + expf(-logit)) - target) / n_rows);
    }
    adam(lane, &gradient, rate);
    return total;
}

static void validate(const Weights *w, const float *x, const float *y, float *loss, float *accuracy)
{
    float hidden[N_HIDDEN], total = 0;
    int n_right = 0;
    for (int r = 0; r < N_VALID; r++) {
        const float logit = forward(w, x + (size_t)r * N_FEATURES, hidden);
        total += row_loss(logit, y[r]);
        n_right += (logit > 0) == (y[r] > 0.5f);
    }
    *loss = total / N_VALID;
    *accuracy = (float)n_right / N_VALID;
}

/* Train a lane for every rate, all from `initial`. `order` is (N_EPOCHS, N_TRAIN); the three curves, written here, are
   (n_lanes, N_EPOCHS). */
void train(const float *x_train, const float *y_train, const float *x_valid, const float *y_valid, const int *order,
           const float *initial, const float *rates, int n_lanes, float *train_loss, float *valid_loss,
           float *accuracy)
{
    for (int l = 0; l < n_lanes; l++) {
        Lane lane;
        memset(&lane, 0, sizeof lane);
        memcpy(&lane.weights, initial, sizeof lane.weights);
        for (int epoch = 0; epoch < N_EPOCHS; epoch++) {
            const int *rows = order + (size_t)epoch * N_TRAIN;
            const size_t at = (size_t)l * N_EPOCHS + epoch;
            float total = 0;
            for (int start = 0; start < N_TRAIN; start += BATCH_SIZE) {
                const int n_rows = N_TRAIN - start < BATCH_SIZE ? N_TRAIN - start : BATCH_SIZE;
                total += train_batch(&lane, x_train, y_train, rows + start, n_rows, rates[l]);
            }
            train_loss[at] = total / N_TRAIN;
            validate(&lane.weights, x_valid, y_valid, &valid_loss[at], &accuracy[at]);
        }
    }
}
