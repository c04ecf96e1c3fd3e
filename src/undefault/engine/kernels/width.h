/* How many lanes a block has, and how many results of a matrix product stay in registers at once.

   A block has as many lanes as a register of the processor holds floats. Vectors of two registers would do too, but
   compilers take them apart through memory: on AVX2, 16 lanes instead of 8 took 7 to 9 times as long. A tile leaves
   registers for its factors: AVX-512 has 32 registers, AVX2 has 16. */

#ifndef WIDTH_H
#define WIDTH_H

#if defined(__AVX512F__)
enum { N_LANES = 16, TILE_ROWS = 4, TILE_COLUMNS = 4 };
#else
enum { N_LANES = 8, TILE_ROWS = 4, TILE_COLUMNS = 2 };
#endif

#endif
