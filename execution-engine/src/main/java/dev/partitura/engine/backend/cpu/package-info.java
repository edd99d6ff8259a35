/// Kernels on CPU cores through oneDNN, and the operators' own reference kernels where it has none.
@NullMarked
package dev.partitura.engine.backend.cpu;

import org.jspecify.annotations.NullMarked;
