/// GPUs: what cards there are, what a driver does, and the choice of kernels for a network. The
/// drivers lie below.
@NullMarked
package dev.partitura.engine.backend.gpu;

import org.jspecify.annotations.NullMarked;
