/// What is known of queues without simulating them, a file for each kind, with its source.
@NullMarked
package dev.partitura.engine.execute.serve.formula;

import org.jspecify.annotations.NullMarked;
