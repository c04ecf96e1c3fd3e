/* Matrix products of lane vectors: a product for each lane, all of them at once.

   result[m][n] = start[m][n] + sum over k of left[m][k] * right[k][n], where the left factor is one float for all lanes
   (input rows, which all lanes of a seed share) or a vector. Tiles of results stay in registers. */

#ifndef PRODUCT_H
#define PRODUCT_H

#include "lanes.h"

typedef struct {
    long m, n, k;        /* sizes */
    long left_m, left_k; /* strides, in elements */
    long right_k, right_n;
    long result_m; /* result_n is 1, and so is start_n */
    long start_m;  /* 0 where every m starts alike */
} Shape;

#define DEFINE_PRODUCT(NAME, LEFT)                                                                                   \
    static inline __attribute__((always_inline)) void NAME##_tile(const long rows, const long columns, Shape s,      \
                                                                  const LEFT *left, const lanes *right,              \
                                                                  const lanes *start, lanes *result) {               \
        lanes sum[TILE_ROWS][TILE_COLUMNS];                                                                          \
        _Pragma("GCC unroll 4") for (long m = 0; m < rows; m++)                                                      \
            _Pragma("GCC unroll 4") for (long n = 0; n < columns; n++)                                               \
                sum[m][n] = start ? start[m * s.start_m + n] : splat(0);                                             \
        for (long k = 0; k < s.k; k++) {                                                                             \
            _Pragma("GCC unroll 4") for (long n = 0; n < columns; n++) {                                             \
                lanes factor = right[k * s.right_k + n * s.right_n];                                                 \
                _Pragma("GCC unroll 4") for (long m = 0; m < rows; m++)                                              \
                    sum[m][n] += left[m * s.left_m + k * s.left_k] * factor;                                         \
            }                                                                                                        \
        }                                                                                                            \
        _Pragma("GCC unroll 4") for (long m = 0; m < rows; m++)                                                      \
            _Pragma("GCC unroll 4") for (long n = 0; n < columns; n++) result[m * s.result_m + n] = sum[m][n];       \
    }                                                                                                                \
                                                                                                                     \
    static void NAME(Shape s, const LEFT *left, const lanes *right, const lanes *start, lanes *result) {             \
        for (long n = 0; n < s.n;) {                                                                                 \
            const long columns = s.n - n >= TILE_COLUMNS ? TILE_COLUMNS : 1;                                         \
            for (long m = 0; m < s.m;) {                                                                             \
                const long rows = s.m - m >= TILE_ROWS ? TILE_ROWS : 1;                                              \
                const LEFT *l = left + m * s.left_m;                                                                 \
                const lanes *r = right + n * s.right_n, *b = start ? start + m * s.start_m + n : start;              \
                lanes *o = result + m * s.result_m + n;                                                              \
                if (rows == TILE_ROWS && columns == TILE_COLUMNS) NAME##_tile(TILE_ROWS, TILE_COLUMNS, s, l, r, b, o); \
                else if (rows == TILE_ROWS) NAME##_tile(TILE_ROWS, 1, s, l, r, b, o);                                \
                else if (columns == TILE_COLUMNS) NAME##_tile(1, TILE_COLUMNS, s, l, r, b, o);                       \
                else NAME##_tile(1, 1, s, l, r, b, o);                                                               \
                m += rows;                                                                                           \
            }                                                                                                        \
            n += columns;                                                                                            \
        }                                                                                                            \
    }

DEFINE_PRODUCT(product_of_shared, float)
DEFINE_PRODUCT(product_of_lanes, lanes)

#endif
