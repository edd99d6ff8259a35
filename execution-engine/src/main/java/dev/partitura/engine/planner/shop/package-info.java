/// Schedules of job shops and task graphs: dispatching and local search for a start, constraint
/// programming for the proof.
@NullMarked
package dev.partitura.engine.planner.shop;

import org.jspecify.annotations.NullMarked;
