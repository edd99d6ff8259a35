/// Training: a network with its way back from the loss to the parameters, and what is done with the
/// gradients.
@NullMarked
package dev.partitura.engine.training;

import org.jspecify.annotations.NullMarked;
