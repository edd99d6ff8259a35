/// Element types, shapes and tensors over native memory. Imports nothing of ours.
@NullMarked
package dev.partitura.engine.tensor;

import org.jspecify.annotations.NullMarked;
