/// Algorithms of collective communication: which member sends which part of a value to which, and
/// who adds. One file each; pure.
@NullMarked
package dev.partitura.engine.plan.collective;

import org.jspecify.annotations.NullMarked;
