/// Optimizers: what they are called, which numbers they have, and the op by which each changes a
/// parameter.
@NullMarked
package dev.partitura.engine.training.optimizer;

import org.jspecify.annotations.NullMarked;
