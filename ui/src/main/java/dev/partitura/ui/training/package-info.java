/// Training in the window: what a person sets, the training under way, and what becomes of it.
@NullMarked
package dev.partitura.ui.training;

import org.jspecify.annotations.NullMarked;
