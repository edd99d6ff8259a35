/// The lowered program: compute tasks and transfers with their dependencies, in flat arrays.
@NullMarked
package dev.partitura.engine.task;

import org.jspecify.annotations.NullMarked;
