/// Takes a micro-batch in pieces of its sequence: the ops of a causal network once for each piece.
@NullMarked
package dev.partitura.engine.task.sequence;

import org.jspecify.annotations.NullMarked;
