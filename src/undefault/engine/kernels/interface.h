/* What Python sees. cffi reads this file as the compiler does, so it holds declarations only; N_LANES is in width.h. */

enum { ROWS_AT_ONCE = 32 }; /* of a batch or to validate on, so that what the layers put out stays in the cache */

enum {
    LINEAR, RELU, RELU6, LEAKY_RELU, ELU, SELU, TANH, SIGMOID, HARD_SIGMOID, SOFTPLUS, SOFTSIGN, SILU, EXPONENTIAL
};
enum { MSE, MAE, HUBER, BINARY_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY };
enum {
    NO_RULE, /* of a place without a lane */
    SGD, NESTEROV, RMSPROP, RMSPROP_CENTERED, ADAM, ADAM_AMSGRAD, NADAM, ADAMAX, ADAGRAD, ADADELTA, FTRL, LION, N_RULES
};
enum { N_SLOTS = 3, N_HYPERPARAMETERS = 5 }; /* most that a rule has */

/* A stack of dense layers, and how its outputs are judged. Parameters lie layer by layer: kernel (inputs, units), then
   bias (units). */
typedef struct {
    int32_t n_layers;
    int32_t *widths;       /* (n_layers + 1): features, then the units of each layer */
    int32_t *activations;  /* (n_layers) */
    float *l1, *l2;        /* (n_parameters) penalties, or NULL for none */
    int32_t n_parameters;
    int32_t loss;
    int32_t is_binary;     /* whether a regression loss is scored by class */
    float threshold;       /* between the two classes */
} Network;

/* Rows of one seed; y is the target, or the class as a whole number */
typedef struct {
    int32_t n;
    float *x; /* (n, n_features) */
    float *y; /* (n) */
} Rows;

/* What one seed trains on in one epoch: rows in order of training, and rows to validate on */
typedef struct {
    Rows train, valid;
    int32_t *order; /* (n train rows) */
    int32_t batch_size;
} Lesson;

/* Lanes that one seed trains with. Each array has the lane as its last dimension, N_LANES. */
typedef struct {
    int32_t seed;           /* index of its Lesson */
    int32_t n_steps;        /* taken before this epoch */
    float *weights;         /* (n_parameters) */
    float *slots;           /* (N_SLOTS, n_parameters) */
    float *product;         /* () Nadam's running product of momenta */
    int32_t *rules;         /* () */
    float *hyperparameters; /* (N_HYPERPARAMETERS), in the order of its rule */
    float *weight_decay;    /* () */
    float *clipping;        /* (3): value, norm of each variable, norm of all; 0 for none */
    float *learning_rates;  /* (steps of this epoch) */
    float *results;         /* (N_RESULTS) */
} Block;

enum {
    TRAIN_LOSS, VALID_LOSS, VALID_SCORE, GRADIENT_NORM, FIRST_GRADIENT, UPDATE_RATIO, WEIGHT_NORM, DEAD_UNITS,
    SATURATED_UNITS, N_RESULTS
};

/* Train blocks for one epoch and validate them. Returns 0, or -1 where there is no memory. */
int train_epoch(const Network *network, const Lesson *lessons, const Block *blocks, int32_t n_blocks);

/* Set the loss of each row (n rows, N_LANES) and the mean score (N_LANES) of one block's weights. As above. */
int score_rows(const Network *network, const Rows *rows, const float *weights, float *losses, float *score);
