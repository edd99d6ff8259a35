/// Trainings: loss and accuracy by step, as they come and laid over each other, and the hand on the
/// one under way.
@NullMarked
package dev.partitura.visualizers.training;

import org.jspecify.annotations.NullMarked;
