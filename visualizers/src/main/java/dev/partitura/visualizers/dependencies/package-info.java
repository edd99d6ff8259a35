/// What waits for what in a run: tasks by levels, the arrows that are asked for, and what of the
/// order is the plan's.
@NullMarked
package dev.partitura.visualizers.dependencies;

import org.jspecify.annotations.NullMarked;
