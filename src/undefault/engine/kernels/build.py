"""Compiles the kernels into ``undefault.engine._kernels``; setuptools calls this when the project is installed.

The code is compiled for the processor at hand, so that a block of lanes fills one of its registers. Where there is no C
compiler the project installs without the kernels, and the plan of a sweep says so.
"""

import sys
from pathlib import Path

from cffi import FFI

FOLDER = Path(__file__).resolve().parent
# Errno and traps of single operations are asked for by nobody, and would keep a loop from being vectorized
FLAGS = [
    "-std=c11",
    "-O3",
    "-march=native",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-ffp-contract=fast",
    "-Wno-psabi",
]

ffi = FFI()
ffi.cdef("#define N_LANES ...\n" + (FOLDER / "interface.h").read_text(encoding="utf-8"))
ffi.set_source(
    "undefault.engine._kernels",
    '#include <stdint.h>\n#include "kernels.c"',
    include_dirs=[str(FOLDER)],
    depends=[str(path) for path in sorted(FOLDER.glob("*.[ch]"))],  # else a change in them would build nothing
    extra_compile_args=[] if sys.platform == "win32" else FLAGS,
    optional=True,
)
