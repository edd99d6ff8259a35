/// The orders in which a stage takes its micro-batches, one file each.
@NullMarked
package dev.partitura.engine.plan.schedule;

import org.jspecify.annotations.NullMarked;
