/// From the times of tasks, measured or predicted, to a trace.
@NullMarked
package dev.partitura.engine.execute.times;

import org.jspecify.annotations.NullMarked;
