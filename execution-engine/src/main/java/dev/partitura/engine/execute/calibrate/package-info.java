/// What this machine was measured to take for kernels, copies and tasks, kept from one start to the
/// next, and predictions by it.
@NullMarked
package dev.partitura.engine.execute.calibrate;

import org.jspecify.annotations.NullMarked;
